// Routes as rows of text for comparison: `10.0.1.0/24 5 10.0.1.2@1 direct@2`, rows and next hops sorted as text.

import { formatIpv4Address, formatIpv4Prefix } from '@ospflab/net';
import {
  buildLinkStateGraph,
  computeIntraAreaRoutes,
  computeShortestPaths,
  type AreaId,
  type Lsa,
  type OspfRoute,
  type RouterId,
  type SpfInterface,
} from '@ospflab/ospf-core';

export function computedRoutes(
  lsas: readonly Lsa[],
  root: RouterId,
  interfaces: readonly SpfInterface[],
  maximumPaths = 1000,
): readonly OspfRoute[] {
  const paths = computeShortestPaths(buildLinkStateGraph(lsas), root, interfaces);
  return computeIntraAreaRoutes(paths, 0 as AreaId, maximumPaths);
}

type AnyRoute = Pick<OspfRoute, 'prefix' | 'cost' | 'nextHops'>;

export function rowsOf(routes: readonly AnyRoute[]): string[] {
  return routes.map(rowOf).sort();
}

function rowOf(route: AnyRoute): string {
  const hops = route.nextHops.map(
    (hop) => `${hop.address === undefined ? 'direct' : formatIpv4Address(hop.address)}@${hop.interfaceIndex}`,
  );
  return `${formatIpv4Prefix(route.prefix)} ${route.cost} ${hops.sort().join(' ')}`;
}
