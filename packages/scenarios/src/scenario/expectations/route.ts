// `check: route`: what `show ip ospf route` of a node says about a prefix at an instant.

import { formatIpv4Address, formatIpv4Prefix, type Ipv4Address, type Ipv4Prefix } from '@ospflab/net';
import { toSeconds, type Instant } from '@ospflab/sim';
import { addressField, prefixField } from '../schema/addresses.ts';
import { integerField, listOf } from '../schema/field.ts';
import { nodeField } from '../schema/names.ts';
import { instantField } from '../schema/quantities.ts';
import { defineExpectation } from './expectation-row.ts';

export interface RouteExpectation {
  readonly kind: 'route';
  /** Undefined: at the end of the run. */
  readonly at: Instant | undefined;
  readonly node: string;
  readonly prefix: Ipv4Prefix;
  /** The whole set, sorted. Empty: the node has no such OSPF route. */
  readonly nextHops: readonly Ipv4Address[];
  readonly cost: number | undefined;
}

export const routeExpectation = defineExpectation({
  kind: 'route',
  about: 'what `show ip ospf route` says about a prefix',
  fields: {
    at: instantField('When to look; the end of the run if left out.').optional(),
    node: nodeField,
    prefix: prefixField,
    nextHops: listOf(addressField('A next hop.'), 'next hops'),
    cost: integerField(0, 0xffffff, 'Cost of the route.').optional(),
  },
  toExpectation: (fields): RouteExpectation => ({
    kind: 'route',
    at: fields.at,
    node: fields.node,
    prefix: fields.prefix,
    nextHops: fields.nextHops.toSorted((left, right) => left - right),
    cost: fields.cost,
  }),
  describe: ({ at, node, prefix, nextHops, cost }) => {
    const when = at === undefined ? 'at the end' : `at ${toSeconds(at)} s`;
    if (nextHops.length === 0) return `${when} ${node} has no OSPF route to ${formatIpv4Prefix(prefix)}`;
    const via = nextHops.map((hop) => formatIpv4Address(hop)).join(', ');
    return `${when} ${node} reaches ${formatIpv4Prefix(prefix)} via ${via}${cost === undefined ? '' : `, cost ${cost}`}`;
  },
});
