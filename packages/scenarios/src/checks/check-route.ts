// `check: route`: the OSPF routing table of a node at this instant.

import { comparePrefixes, formatIpv4Address, type Ipv4Address } from '@ospflab/net';
import type { Network } from '../network/network.ts';
import type { RouteExpectation } from '../scenario/expectations/route.ts';
import { outcomeOf, type CheckOutcome } from './check-outcome.ts';

export function checkRoute(network: Network, expected: RouteExpectation): CheckOutcome {
  const router = network.machine(expected.node).ospf.router;
  if (router === undefined) return outcomeOf(expected.nextHops.length === 0, 'ospfd does not run');
  const route = router
    .view(network.simulation.now)
    .routes.find(({ prefix }) => comparePrefixes(prefix, expected.prefix) === 0);
  if (route === undefined) return outcomeOf(expected.nextHops.length === 0, 'no such route');
  const nextHops = route.nextHops.map(({ address }) => address ?? (0 as Ipv4Address));
  const sameHops =
    nextHops.length === expected.nextHops.length &&
    expected.nextHops.every((nextHop) => nextHops.includes(nextHop));
  const sameCost = expected.cost === undefined || expected.cost === route.cost;
  const found = `cost ${route.cost} via ${nextHops.map(formatIpv4Address).join(' ')}`;
  return outcomeOf(sameHops && sameCost, found);
}
