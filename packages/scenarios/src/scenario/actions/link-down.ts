// `linkDown`: the node's own `ip link set … down`.

import { defineAction } from './action-row.ts';
import { interfaceField, nodeField } from '../schema/names.ts';

export interface LinkDownAction {
  readonly kind: 'linkDown';
  readonly node: string;
  readonly interface: string;
}

export const linkDownAction = defineAction({
  kind: 'linkDown',
  about: '`ip link set … down` on the node',
  fields: { node: nodeField, interface: interfaceField },
  toAction: (fields): LinkDownAction => ({ kind: 'linkDown', ...fields }),
});
