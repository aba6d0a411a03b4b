// `setCost`: `ip ospf cost N` typed into the running ospfd, or taken back (`cost: configured`).

import { defineAction } from './action-row.ts';
import { field } from '../schema/field.ts';
import { interfaceField, nodeField } from '../schema/names.ts';

export interface SetCostAction {
  readonly kind: 'setCost';
  readonly node: string;
  readonly interface: string;
  /** 1 … 65535; undefined: the configured cost again. */
  readonly cost: number | undefined;
}

const costField = field(
  {
    expected: 'a whole number from 1 to 65535 or the word configured',
    remedy: 'write a number from 1 to 65535, or configured for what the configuration file says',
    json: { type: ['integer', 'string'], description: 'The new cost, or `configured`.' },
  },
  (value) => {
    if (value === 'configured') return { cost: undefined };
    const known = Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65535;
    return known ? { cost: Number(value) } : undefined;
  },
);

export const setCostAction = defineAction({
  kind: 'setCost',
  about: '`ip ospf cost N` typed into the running ospfd',
  fields: { node: nodeField, interface: interfaceField, cost: costField },
  toAction: ({ node, interface: name, cost }): SetCostAction => ({
    kind: 'setCost',
    node,
    interface: name,
    cost: cost.cost,
  }),
});
