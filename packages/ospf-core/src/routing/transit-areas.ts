// Areas that carry virtual links may know ways of the backbone that are as short or shorter: RFC 2328 §16.3.

import { ipv4FromNumber, lengthOfMask, prefixOf } from '@ospflab/net';
import { backboneId, type Area } from '../area.ts';
import { lsTypes, routerFlags } from '../lsa/lsa.ts';
import type { RouterState } from '../router-state.ts';
import type { OspfNextHop, OspfRouterRoute } from '../spf/ospf-route.ts';
import { unreachedDistance } from '../spf/unreached-distance.ts';
import { reachableSummaries } from './reachable-summaries.ts';
import { joinNextHops, type RouteBook } from './route-book.ts';

/** TransitCapability of RFC 2328 §6: some router within reach says that it is an end of a virtual link through the area. */
export function isTransitArea({ paths }: Area): boolean {
  if (paths === undefined) return false;
  return paths.graph.routers.some(
    ({ body }, vertex) =>
      (body.flags & routerFlags.virtualEndpoint) !== 0 && paths.distances[vertex] !== unreachedDistance,
  );
}

/** RFC 2328 §16.3: only border routers look there. */
function transitAreas(router: RouterState): readonly Area[] {
  if (!router.areaBorderRouter) return [];
  return router.areas.filter((area) => !area.isBackbone && isTransitArea(area));
}

/** Routes of the backbone in the book take the ways through transit areas too. None becomes reachable by that alone. */
export function improveThroughTransitAreas(router: RouterState, book: RouteBook): void {
  for (const area of transitAreas(router)) {
    for (const { lsa, cost, nextHops } of reachableSummaries(router, area, lsTypes.summaryNetwork)) {
      const length = lengthOfMask(lsa.body.mask);
      if (length === undefined) continue;
      const known = book.get(prefixOf(ipv4FromNumber(lsa.linkStateId), length));
      if (known?.areaId !== backboneId) continue;
      const better = improved(router, known, cost, nextHops);
      if (better !== undefined) book.replace({ ...known, ...better });
    }
  }
}

/** The same for routes to boundary routers. */
export function routerRoutesThroughTransitAreas(
  router: RouterState,
  routes: readonly OspfRouterRoute[],
): OspfRouterRoute[] {
  const result = [...routes];
  for (const area of transitAreas(router)) {
    for (const { lsa, cost, nextHops } of reachableSummaries(router, area, lsTypes.summaryAsbr)) {
      const place = result.findIndex(
        ({ routerId, areaId, asBoundaryRouter }) =>
          (routerId as number) === lsa.linkStateId && areaId === backboneId && asBoundaryRouter,
      );
      const known = result[place];
      const better = known === undefined ? undefined : improved(router, known, cost, nextHops);
      if (better !== undefined) result[place] = { ...known!, ...better };
    }
  }
  return result;
}

interface Way {
  readonly cost: number;
  readonly nextHops: readonly OspfNextHop[];
}

// RFC 2328 §16.3 (5): area and path type stay.
function improved(
  router: RouterState,
  known: Way,
  cost: number,
  nextHops: readonly OspfNextHop[],
): Way | undefined {
  if (cost > known.cost) return undefined;
  if (cost < known.cost) return { cost, nextHops };
  return { cost, nextHops: joinNextHops(known.nextHops, nextHops, router.profile.maximumPaths) };
}
