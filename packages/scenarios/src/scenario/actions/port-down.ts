// `portDown`: the switch port or cable fails, the node loses carrier; on a point-to-point segment the other end does too.

import { defineAction } from './action-row.ts';
import { interfaceField, nodeField } from '../schema/names.ts';

export interface PortDownAction {
  readonly kind: 'portDown';
  readonly node: string;
  readonly interface: string;
}

export const portDownAction = defineAction({
  kind: 'portDown',
  about: 'the switch port or cable fails: the node loses carrier',
  fields: { node: nodeField, interface: interfaceField },
  toAction: (fields): PortDownAction => ({ kind: 'portDown', ...fields }),
});
