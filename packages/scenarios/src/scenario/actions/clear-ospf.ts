// `clearOspf`: `clear ip ospf process` or `clear ip ospf neighbor [A.B.C.D]` typed into vtysh.

import { parseIpv4Address, type Ipv4Address } from '@ospflab/net';
import { field } from '../schema/field.ts';
import { nodeField } from '../schema/names.ts';
import { defineAction } from './action-row.ts';

export interface ClearOspfAction {
  readonly kind: 'clearOspf';
  readonly node: string;
  readonly what: ClearedPart;
}

/** Without `neighborId`: every neighbour. */
export type ClearedPart =
  { readonly kind: 'process' } | { readonly kind: 'neighbors'; readonly neighborId: Ipv4Address | undefined };

const whatField = field<ClearedPart>(
  {
    expected: 'process, neighbors or the router id of a neighbour',
    remedy: 'write process, neighbors, or a router id such as 10.0.0.2',
    json: { type: 'string', description: '`process`, `neighbors`, or the router id of one neighbour.' },
  },
  (value) => {
    if (value === 'process') return { kind: 'process' };
    if (value === 'neighbors') return { kind: 'neighbors', neighborId: undefined };
    const neighborId = typeof value === 'string' ? parseIpv4Address(value) : undefined;
    return neighborId === undefined ? undefined : { kind: 'neighbors', neighborId };
  },
);

export const clearOspfAction = defineAction({
  kind: 'clearOspf',
  about: '`clear ip ospf process` or `clear ip ospf neighbor`',
  fields: { node: nodeField, what: whatField },
  toAction: (fields): ClearOspfAction => ({ kind: 'clearOspf', ...fields }),
});
