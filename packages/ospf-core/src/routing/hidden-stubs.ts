// Stub networks of a router that others on them hold as transit networks: a passive interface on a LAN where the others are neighbours.

import type { Area } from '../area.ts';
import type { RouterState } from '../router-state.ts';
import type { OspfRoute } from '../spf/ospf-route.ts';
import type { ShortestPaths } from '../spf/shortest-paths.ts';
import { unreachedDistance } from '../spf/unreached-distance.ts';
import { routesBesideOwnHosts } from './own-hosts.ts';
import { prefixNumber } from './route-book.ts';

/** The routes of the area; with `transitNetworksHideStubs` such a stub adds no next hop, and a route without any leads nowhere. */
export function routesInside(router: RouterState, area: Area): readonly OspfRoute[] {
  const routes = routesBesideOwnHosts(router, area);
  const { paths } = area;
  if (!router.profile.transitNetworksHideStubs || paths === undefined) return routes;
  const hidden = hiddenStubs(paths);
  if (hidden.size === 0) return routes;
  return routes.map((route) =>
    hidden.has(prefixNumber(route.prefix))
      ? { ...route, nextHops: route.nextHops.filter(({ address }) => address !== undefined) }
      : route,
  );
}

// FRR: ospfd/ospf_route.c, ospf_intra_add_stub, 8.4: in place of the route that is there come the next hops of the router itself, none.
function hiddenStubs({ graph, root, distances }: ShortestPaths): ReadonlySet<number> {
  const { rows, routers, prefixTable } = graph;
  const own = new Set(rows[root]?.prefixes);
  const hidden = new Set<number>();
  for (let vertex = routers.length; vertex < rows.length; vertex++) {
    if (distances[vertex] === unreachedDistance) continue;
    for (const prefix of rows[vertex]!.prefixes) {
      if (own.has(prefix)) hidden.add(prefixNumber(prefixTable.prefixes[prefix]!));
    }
  }
  return hidden;
}
