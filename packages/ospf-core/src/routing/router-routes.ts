// Routes to border and boundary routers, RFC 2328 §11, §16.1 (step 4) and §16.2 (type 4).

import type { Area } from '../area.ts';
import { lsInfinity } from '../lsa/age.ts';
import { lsTypes, routerFlags, type Lsa, type RouterId, type SummaryLsaBody } from '../lsa/lsa.ts';
import type { RouterState } from '../router-state.ts';
import { computeRouterRoutes } from '../spf/intra-area-routes.ts';
import type { OspfNextHop, OspfRouterRoute } from '../spf/ospf-route.ts';
import { unreachedDistance } from '../spf/shortest-paths.ts';
import { joinNextHops } from './route-book.ts';

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
  return routes.sort((left, right) => left.routerId - right.routerId);
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

/** RFC 2328 §16.2: a border router believes the backbone only. */
export function areasWithUsableSummaries(router: RouterState): readonly Area[] {
  if (!router.areaBorderRouter) return router.calculationOrder;
  return router.backbone === undefined ? [] : [router.backbone];
}

export interface ReachableSummary {
  readonly lsa: Lsa & { readonly body: SummaryLsaBody };
  /** To the border router and on from there. */
  readonly cost: number;
  readonly nextHops: readonly OspfNextHop[];
}

/** RFC 2328 §16.2 (1), (2) and (4): summaries of others that are no longer than usable, with the way to the router that made them. */
export function* reachableSummaries(
  router: RouterState,
  area: Area,
  lsType: number,
): Generator<ReachableSummary> {
  const { paths } = area;
  if (paths === undefined) return;
  for (const entry of area.database.sorted()) {
    const { lsa } = entry;
    if (lsa.type !== lsType || lsa.body.kind !== 'summary' || entry.isMaxAge(router.now)) continue;
    if (lsa.advertisingRouter === router.routerId || lsa.body.metric >= lsInfinity) continue;
    const vertex = paths.graph.routerIndex.get(lsa.advertisingRouter);
    if (vertex < 0 || paths.distances[vertex] === unreachedDistance) continue;
    if ((paths.graph.routers[vertex]!.body.flags & routerFlags.border) === 0) continue;
    const nextHops = paths.nextHopSets.nextHops(paths.sets[vertex]!, router.maximumPaths);
    yield { lsa: lsa as ReachableSummary['lsa'], cost: paths.distances[vertex]! + lsa.body.metric, nextHops };
  }
}
