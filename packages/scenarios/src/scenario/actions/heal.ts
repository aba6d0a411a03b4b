// `heal`: ends silent cuts of one interface, or of all interfaces of the node.

import { defineAction } from './action-row.ts';
import { interfaceField, nodeField } from '../schema/names.ts';

export interface HealAction {
  readonly kind: 'heal';
  readonly node: string;
  readonly interface: string | undefined;
}

export const healAction = defineAction({
  kind: 'heal',
  about: 'ends silent cuts',
  fields: { node: nodeField, interface: interfaceField.optional() },
  toAction: (fields): HealAction => ({ kind: 'heal', node: fields.node, interface: fields.interface }),
});
