// A route of ospfd as it hands it to zebra.

import type { NextHop, RouteSpecification } from '@ospflab/linux-host';
import type { OspfExternalRoute, OspfRoute } from '@ospflab/ospf-core';
import type { FrrDistances } from '../readers/frr/frr-config.ts';

/** zebra knows a type 2 path by its external metric alone. */
export function hostRouteOf(
  route: OspfRoute | OspfExternalRoute,
  distances: FrrDistances | undefined,
): RouteSpecification {
  const { prefix, cost, nextHops } = route;
  const metric = 'type2Cost' in route ? (route.type2Cost ?? cost) : cost;
  // FRR: ospfd/ospf_zebra.c, ospf_zebra_add_discard, 8.4: without a distance.
  if (nextHops.length === 0) return { source: 'ospf', prefix, metric, nextHops: [], type: 'blackhole' };
  const distance = distanceOf(route, distances);
  const ranked = { source: 'ospf', prefix, metric, ...(distance === undefined ? {} : { distance }) } as const;
  return { ...ranked, nextHops: nextHops.map(hostNextHop) };
}

/** FRR: ospfd/ospf_zebra.c, ospf_distance_apply, 8.4: what is said of a kind of path counts more than what is said of all. */
function distanceOf(
  { pathType }: OspfRoute | OspfExternalRoute,
  distances: FrrDistances | undefined,
): number | undefined {
  if (distances === undefined) return undefined;
  const { all, intraArea, interArea, external } = distances;
  switch (pathType) {
    case 'intraArea':
      return intraArea ?? all;
    case 'interArea':
      return interArea ?? all;
    case 'external1':
    case 'external2':
      return external ?? all;
  }
}

function hostNextHop(nextHop: { interfaceIndex: number; address: NextHop['address'] | undefined }): NextHop {
  return nextHop.address === undefined
    ? { interfaceIndex: nextHop.interfaceIndex }
    : { interfaceIndex: nextHop.interfaceIndex, address: nextHop.address };
}
