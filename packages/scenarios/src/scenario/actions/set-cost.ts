// `setCost`: `ip ospf cost N` typed into the running ospfd.

import { defineAction } from './action-row.ts';
import { integerField } from '../schema/field.ts';
import { interfaceField, nodeField } from '../schema/names.ts';

export interface SetCostAction {
  readonly kind: 'setCost';
  readonly node: string;
  readonly interface: string;
  /** 1 … 65535 */
  readonly cost: number;
}

export const setCostAction = defineAction({
  kind: 'setCost',
  about: '`ip ospf cost N` typed into the running ospfd',
  fields: { node: nodeField, interface: interfaceField, cost: integerField(1, 65535, 'The new cost.') },
  toAction: (fields): SetCostAction => ({ kind: 'setCost', ...fields }),
});
