// What a border router tells each area of the others: types 3 and 4, RFC 2328 §12.4.3.

import { maskOfLength, type Ipv4Address, type Ipv4Prefix } from '@ospflab/net';
import { backboneId, type Area } from '../area.ts';
import type { WantedLsa } from '../flooding-scope.ts';
import { lsInfinity } from '../lsa/age.ts';
import { lsTypes, type AreaId, type LinkStateId } from '../lsa/lsa.ts';
import type { RouterState } from '../router-state.ts';
import { activeRanges, rangeAround, type ActiveRange } from '../routing/area-ranges.ts';
import { bestBoundaryPath } from '../routing/boundary-paths.ts';
import { routerRoutesOf } from '../routing/router-routes.ts';
import { condenses, leadsInto, tellsOf } from '../routing/told-areas.ts';
import { isTransitArea } from '../routing/transit-areas.ts';
import type { OspfRouterRoute } from '../spf/ospf-route.ts';
import { advertise } from './advertise.ts';
import { assignLinkStateIds } from './link-state-ids.ts';

const summaryTypes: readonly number[] = [lsTypes.summaryNetwork, lsTypes.summaryAsbr];
const defaultRoute: Ipv4Prefix = { address: 0 as Ipv4Address, length: 0 };
const noMask = 0 as Ipv4Address;

interface Summary {
  readonly prefix: Ipv4Prefix;
  readonly metric: number;
}

/** Looks at all areas anew; a router that is no border router any more takes its summaries back. */
export function summarizeAreas(router: RouterState): void {
  const ranges = activeRanges(router, router.routes);
  const kept = router.maxMetric ? router.profile.maxMetricSummary : undefined;
  for (const area of router.areas) {
    if (!router.areaBorderRouter) {
      advertise(router, area, summaryTypes, []);
      continue;
    }
    const networks = summarizedNetworks(router, area, ranges);
    const ids = assignLinkStateIds(networks.map(({ prefix }) => prefix));
    const lsas: WantedLsa[] = [];
    networks.forEach(({ prefix, metric }, index) => {
      const linkStateId = ids[index];
      if (linkStateId === undefined) return;
      const mask = maskOfLength(prefix.length);
      lsas.push(summaryLsa(area, lsTypes.summaryNetwork, linkStateId, mask, kept ?? metric));
    });
    for (const { routerId, cost } of summarizedRouters(router, area)) {
      lsas.push(summaryLsa(area, lsTypes.summaryAsbr, routerId as number as LinkStateId, noMask, cost));
    }
    advertise(router, area, summaryTypes, lsas);
  }
}

function summaryLsa(
  area: Area,
  type: number,
  linkStateId: LinkStateId,
  mask: Ipv4Address,
  metric: number,
): WantedLsa {
  // RFC 3101 §2.4: the N-bit stands in router-LSAs, not here.
  const options = area.takesExternals ? area.options : 0;
  return { type, linkStateId, options, body: { kind: 'summary', mask, metric } };
}

function summarizedNetworks(router: RouterState, area: Area, ranges: readonly ActiveRange[]): Summary[] {
  const { noSummary, defaultCost } = area.config;
  const { nssaDefault, stubDefaultCost, rangesReachEveryArea } = router.profile;
  const summaries: Summary[] = [];
  const inSummary = noSummary === true || !area.isNssa || nssaDefault === 'summary';
  // RFC 2328 §12.4.3.1
  if (!area.takesExternals && inSummary) {
    summaries.push({ prefix: defaultRoute, metric: defaultCost ?? stubDefaultCost });
  }
  const transit = isTransitArea(area);
  if (noSummary !== true || rangesReachEveryArea) {
    for (const { shownPrefix: prefix, cost, advertise: wanted, areaId } of ranges) {
      if (areaId === area.areaId || (transit && areaId === backboneId)) continue;
      if (wanted && cost < lsInfinity) summaries.push({ prefix, metric: cost });
    }
  }
  for (const route of router.routes) {
    if (!tellsOf(router, area, route)) continue;
    const { prefix, cost, areaId, pathType } = route;
    if (pathType === 'intraArea' && condenses(router, transit, areaId) && liesInRange(router, areaId, prefix))
      continue;
    summaries.push({ prefix, metric: cost });
  }
  return summaries;
}

function liesInRange(router: RouterState, areaId: AreaId, prefix: Ipv4Prefix): boolean {
  return rangeAround(router.area(areaId).config.ranges ?? [], prefix) !== undefined;
}

/** RFC 2328 §12.4.3: the preferred path to each boundary router (§16.4 (3)), unless the area holds it. */
function summarizedRouters(router: RouterState, area: Area): OspfRouterRoute[] {
  if (!area.takesExternals) return [];
  const ways = new Map<number, OspfRouterRoute[]>();
  for (const route of routerRoutesOf(router)) {
    const { routerId, areaId, asBoundaryRouter } = route;
    const counts = asBoundaryRouter && router.area(areaId).takesExternals;
    if (!counts && !router.profile.boundariesThroughAnyArea) continue;
    const known = ways.get(routerId);
    if (known === undefined) ways.set(routerId, [route]);
    else known.push(route);
  }
  return [...ways.values()]
    .map((known) => bestBoundaryPath(router, known)!)
    .filter(
      ({ areaId, pathType, nextHops, cost, asBoundaryRouter }) =>
        asBoundaryRouter &&
        cost < lsInfinity &&
        areaId !== area.areaId &&
        // RFC 3101 §2.7: ways through an NSSA are not told to other areas.
        router.area(areaId).takesExternals &&
        !(pathType === 'interArea' && area.isBackbone) &&
        !leadsInto(router, area, nextHops),
    );
}
