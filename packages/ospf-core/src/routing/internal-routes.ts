// The routing table inside the AS: intra-area routes of all areas, then inter-area ones from summary-LSAs. RFC 2328 §16.1 to §16.3.

import { ipv4FromNumber, lengthOfMask, prefixOf } from '@ospflab/net';
import type { Area } from '../area.ts';
import { lsTypes } from '../lsa/lsa.ts';
import type { RouterState } from '../router-state.ts';
import type { OspfRoute } from '../spf/ospf-route.ts';
import { activeRanges } from './area-ranges.ts';
import { routesInside } from './hidden-stubs.ts';
import { prefixNumber, RouteBook } from './route-book.ts';
import { areasWithUsableSummaries, reachableSummaries } from './reachable-summaries.ts';
import { improveThroughTransitAreas } from './transit-areas.ts';

/** In prefix order. */
export function computeInternalRoutes(router: RouterState): readonly OspfRoute[] {
  const { areas, profile } = router;
  if (areas.length === 1 && !hasSummaries(areas[0]!)) {
    const routes = routesInside(router, areas[0]!);
    return routes === areas[0]!.routes ? routes : routes.filter(({ nextHops }) => nextHops.length > 0);
  }

  const book = new RouteBook(profile);
  for (const area of router.calculationOrder)
    for (const route of routesInside(router, area)) book.offer(route);
  const ranges = router.areaBorderRouter ? activeRanges(router, book.values()) : [];
  const summarized = new Set(ranges.map(({ prefix }) => prefixNumber(prefix)));
  for (const area of areasWithUsableSummaries(router)) offerSummaries(router, area, summarized, book);
  improveThroughTransitAreas(router, book);
  // A route that leads nowhere has kept others out and goes.
  book.removeDead();
  if (profile.rangeDropsPackets) {
    for (const { prefix, areaId, advertise } of ranges) {
      if (!advertise || book.get(prefix)?.pathType === 'intraArea') continue;
      book.replace({ prefix, cost: 0, nextHops: [], areaId, pathType: 'interArea' });
    }
  }
  return book.sorted();
}

// Keys are sorted by type, so the last LSA tells.
function hasSummaries({ database }: Area): boolean {
  const last = database.sorted().at(-1);
  return last !== undefined && last.lsa.type > lsTypes.network;
}

// RFC 2328 §16.2 (3): an active range of the router itself is more specific knowledge than what others say of the same prefix.
function offerSummaries(
  router: RouterState,
  area: Area,
  summarized: ReadonlySet<number>,
  book: RouteBook,
): void {
  for (const { lsa, cost, nextHops } of reachableSummaries(router, area, lsTypes.summaryNetwork)) {
    const length = lengthOfMask(lsa.body.mask);
    // RFC 3509 §2.2 lets a border router without neighbour in the backbone believe any area, but a stub area's default is border
    // routers' own word: two of them would send to each other. FRR: ospfd/ospf_ia.c, process_summary_lsa, 8.4.
    if (length === undefined || (length === 0 && router.areaBorderRouter && !area.takesExternals)) continue;
    const prefix = prefixOf(ipv4FromNumber(lsa.linkStateId), length);
    if (summarized.has(prefixNumber(prefix))) continue;
    book.offer({ prefix, cost, nextHops, areaId: area.areaId, pathType: 'interArea' });
  }
}
