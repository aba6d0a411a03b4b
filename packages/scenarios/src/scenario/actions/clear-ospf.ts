// `clearOspf`: `clear ip ospf process`, `clear ip ospf neighbor [A.B.C.D]` or `clear ip ospf interface [NAME]` typed into vtysh.

import { parseIpv4Address, type Ipv4Address } from '@ospflab/net';
import { field } from '../schema/field.ts';
import { interfaceField, nodeField } from '../schema/names.ts';
import { defineAction } from './action-row.ts';

export interface ClearOspfAction {
  readonly kind: 'clearOspf';
  readonly node: string;
  readonly what: ClearedPart;
  /** With `interfaces`: this one alone. */
  readonly interface: string | undefined;
}

/** Without `neighborId`: every neighbour; the action says whether one interface is meant. */
export type ClearedPart =
  | { readonly kind: 'process' }
  | { readonly kind: 'neighbors'; readonly neighborId: Ipv4Address | undefined }
  | { readonly kind: 'interfaces' };

const whatField = field<ClearedPart>(
  {
    expected: 'process, neighbors, interfaces or the router id of a neighbour',
    remedy: 'write process, neighbors, interfaces, or a router id such as 10.0.0.2',
    json: {
      type: 'string',
      description: '`process`, `neighbors`, `interfaces`, or the router id of one neighbour.',
    },
  },
  (value) => {
    if (value === 'process') return { kind: 'process' };
    if (value === 'neighbors') return { kind: 'neighbors', neighborId: undefined };
    if (value === 'interfaces') return { kind: 'interfaces' };
    const neighborId = typeof value === 'string' ? parseIpv4Address(value) : undefined;
    return neighborId === undefined ? undefined : { kind: 'neighbors', neighborId };
  },
);

export const clearOspfAction = defineAction({
  kind: 'clearOspf',
  about: '`clear ip ospf process`, `clear ip ospf neighbor` or `clear ip ospf interface`',
  fields: { node: nodeField, what: whatField, interface: interfaceField.optional() },
  toAction: ({ node, what, interface: name }): ClearOspfAction => ({
    kind: 'clearOspf',
    node,
    what,
    interface: name,
  }),
});
