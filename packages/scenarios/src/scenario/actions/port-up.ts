// `portUp`: the switch port or cable works again.

import { defineAction } from './action-row.ts';
import { interfaceField, nodeField } from '../schema/names.ts';

export interface PortUpAction {
  readonly kind: 'portUp';
  readonly node: string;
  readonly interface: string;
}

export const portUpAction = defineAction({
  kind: 'portUp',
  about: 'the switch port or cable works again',
  fields: { node: nodeField, interface: interfaceField },
  toAction: (fields): PortUpAction => ({ kind: 'portUp', ...fields }),
});
