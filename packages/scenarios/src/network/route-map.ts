// What a route map makes of a route that ospfd imports. FRR: lib/routemap.c, route_map_apply_ext, 8.4; the outcomes were read off ospfd 8.4.4.

import type { Ipv4Address, Ipv4Prefix } from '@ospflab/net';
import type { ExternalRouteAdded } from '@ospflab/ospf-core';
import type {
  FrrConfig,
  FrrRouteMapEntry,
  FrrRouteMapMatch,
  FrrSetMetric,
} from '../readers/frr/frr-config.ts';
import { accessListNamed, permits, prefixListNamed } from './frr-lists.ts';
import { externalMetricUnlessConfigured, largestExternalMetric } from './external-metrics.ts';

/** Maps that call each other deny beyond this depth. */
const callsMax = 10;

/** The name of the interface is that of the first next hop. Undefined when the map denies the route, or does not exist. */
export function throughRouteMap(
  frr: FrrConfig,
  name: string,
  route: ExternalRouteAdded,
  interfaceName: string | undefined,
  calls = 0,
): ExternalRouteAdded | undefined {
  const entries = frr.routeMaps.find((map) => map.name === name)?.entries ?? [];
  let permitted: ExternalRouteAdded | undefined = undefined;
  let current = route;
  let from = 0;
  for (const entry of entries) {
    if (entry.sequence < from) continue;
    // Later entries see what earlier ones have set; the last one that is looked at decides.
    permitted = undefined;
    if (!entry.matches.every((clause) => holds(frr, clause, current, interfaceName))) continue;
    if (!entry.permit) return undefined;
    current = withSettings(entry, current);
    if (entry.call !== undefined && frr.routeMaps.some((map) => map.name === entry.call)) {
      if (calls === callsMax) return undefined;
      const called = throughRouteMap(frr, entry.call, current, interfaceName, calls + 1);
      if (called === undefined) return undefined;
      current = called;
    }
    if (entry.onMatch === 'exit') return current;
    permitted = current;
    if (entry.onMatch !== 'next') from = entry.onMatch;
  }
  return permitted;
}

function holds(
  frr: FrrConfig,
  clause: FrrRouteMapMatch,
  { prefix, nextHop, tag }: ExternalRouteAdded,
  interfaceName: string | undefined,
): boolean {
  switch (clause.kind) {
    case 'prefixList':
      return permits(prefixListNamed(frr, clause.name), prefix);
    case 'accessList':
      return permits(accessListNamed(frr, clause.name), prefix);
    case 'nextHopPrefixList':
      return nextHop !== undefined && permits(prefixListNamed(frr, clause.name), hostPrefix(nextHop));
    case 'nextHopAccessList':
      return nextHop !== undefined && permits(accessListNamed(frr, clause.name), hostPrefix(nextHop));
    case 'nextHopBlackhole':
      // ospfd knows the clause and compares it with next hops that it never has.
      return false;
    case 'tag':
      return tag === clause.tag;
    case 'interface':
      return interfaceName === clause.name;
    case 'prefixLength':
    case 'nextHopAddress':
      // Clauses of zebra alone.
      return true;
  }
}

function withSettings(entry: FrrRouteMapEntry, route: ExternalRouteAdded): ExternalRouteAdded {
  return {
    ...route,
    metric: metricAfter(entry.setMetric, route.metric),
    metricType: entry.setMetricType ?? route.metricType,
    tag: entry.setTag ?? route.tag,
  };
}

/** FRR: ospfd/ospf_routemap.c, route_set_metric, 8.4: +N and -N count from ospfd's default, not from the metric of the statement. */
function metricAfter(setMetric: FrrSetMetric | undefined, metric: number): number {
  switch (setMetric?.change) {
    case undefined:
      return metric;
    case 'set':
      return setMetric.amount;
    case 'plus':
      return Math.min(externalMetricUnlessConfigured + setMetric.amount, largestExternalMetric);
    case 'minus':
      return Math.max(externalMetricUnlessConfigured - setMetric.amount, 0);
  }
}

function hostPrefix(address: Ipv4Address): Ipv4Prefix {
  return { address, length: 32 };
}
