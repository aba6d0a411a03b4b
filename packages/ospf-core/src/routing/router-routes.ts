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
    for (const route of computeRouterRoutes(area.paths, area.areaId, router.profile.maximumPaths))
      routes.push(route);
  }
  routes.push(...summarizedRouters(router, routes).values());
  return routerRoutesThroughTransitAreas(router, routes).sort(
    (left, right) => left.routerId - right.routerId,
  );
}

// RFC 2328 §16.2, for ASBR-summary-LSAs: those of an area do not count for boundary routers inside it. Others may hold them, too.
function summarizedRouters(
  router: RouterState,
  intraArea: readonly OspfRouterRoute[],
): ReadonlyMap<RouterId, OspfRouterRoute> {
  const best = new Map<RouterId, OspfRouterRoute>();
  for (const area of areasWithUsableSummaries(router)) {
    const boundaries = intraArea.filter((route) => route.asBoundaryRouter && route.areaId === area.areaId);
    const inside = new Set(boundaries.map(({ routerId }) => routerId));
    for (const { lsa, cost, nextHops } of reachableSummaries(router, area, lsTypes.summaryAsbr)) {
      const routerId = lsa.linkStateId as number as RouterId;
      const known = best.get(routerId);
      if (routerId === router.routerId && !router.profile.believesSummariesOfItself) continue;
      if (inside.has(routerId)) continue;
      if (known !== undefined && known.cost < cost) continue;
      best.set(routerId, {
        routerId,
        cost,
        nextHops:
          known?.cost === cost
            ? joinNextHops(known.nextHops, nextHops, router.profile.maximumPaths)
            : nextHops,
        areaId: area.areaId,
        pathType: 'interArea',
        areaBorderRouter: false,
        asBoundaryRouter: true,
      });
    }
  }
  return best;
}
