// Routes to border and boundary routers, RFC 2328 §11, §16.1 (step 4) and §16.2 (type 4).

import { lsTypes, type RouterId } from '../lsa/lsa.ts';
import type { RouterState } from '../router-state.ts';
import { computeRouterRoutes } from '../spf/intra-area-routes.ts';
import type { OspfRouterRoute } from '../spf/ospf-route.ts';
import { areasWithUsableSummaries, reachableSummaries } from './reachable-summaries.ts';
import { joinNextHops } from './route-book.ts';
import { routerRoutesThroughTransitAreas } from './transit-areas.ts';

/** In order of router id; several paths to one router in the order in which areas are calculated. */
export function routerRoutesOf(router: RouterState): readonly OspfRouterRoute[] {
  router.routerRoutes ??= findRouterRoutes(router);
  return router.routerRoutes;
}

function findRouterRoutes(router: RouterState): OspfRouterRoute[] {
  const routes: OspfRouterRoute[] = [];
  for (const area of router.calculationOrder) {
    if (area.paths === undefined) continue;
    for (const route of computeRouterRoutes(area.paths, area.areaId, router.maximumPaths)) routes.push(route);
  }
  const inside = new Set(routes.filter((route) => route.asBoundaryRouter).map((route) => route.routerId));
  for (const route of summarizedRouters(router).values()) {
    if (!inside.has(route.routerId)) routes.push(route);
  }
  return routerRoutesThroughTransitAreas(router, routes).sort(
    (left, right) => left.routerId - right.routerId,
  );
}

// RFC 2328 §16.2, for ASBR-summary-LSAs.
function summarizedRouters(router: RouterState): ReadonlyMap<RouterId, OspfRouterRoute> {
  const best = new Map<RouterId, OspfRouterRoute>();
  for (const area of areasWithUsableSummaries(router)) {
    for (const { lsa, cost, nextHops } of reachableSummaries(router, area, lsTypes.summaryAsbr)) {
      const routerId = lsa.linkStateId as number as RouterId;
      const known = best.get(routerId);
      if (routerId === router.routerId || (known !== undefined && known.cost < cost)) continue;
      best.set(routerId, {
        routerId,
        cost,
        nextHops:
          known?.cost === cost ? joinNextHops(known.nextHops, nextHops, router.maximumPaths) : nextHops,
        areaId: area.areaId,
        pathType: 'interArea',
        areaBorderRouter: false,
        asBoundaryRouter: true,
      });
    }
  }
  return best;
}
