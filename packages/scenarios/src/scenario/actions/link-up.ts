// `linkUp`: the node's own `ip link set … up`.

import { defineAction } from './action-row.ts';
import { interfaceField, nodeField } from '../schema/names.ts';

export interface LinkUpAction {
  readonly kind: 'linkUp';
  readonly node: string;
  readonly interface: string;
}

export const linkUpAction = defineAction({
  kind: 'linkUp',
  about: '`ip link set … up` on the node',
  fields: { node: nodeField, interface: interfaceField },
  toAction: (fields): LinkUpAction => ({ kind: 'linkUp', ...fields }),
});
