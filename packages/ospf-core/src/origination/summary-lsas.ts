// What a border router tells each area of the others: types 3 and 4, RFC 2328 §12.4.3.

import { maskOfLength, type Ipv4Address, type Ipv4Prefix } from '@ospflab/net';
import { backboneId, type Area } from '../area.ts';
import type { WantedLsa } from '../flooding-scope.ts';
import { lsInfinity } from '../lsa/age.ts';
import { lsTypes, type AreaId, type LinkStateId } from '../lsa/lsa.ts';
import type { RouterState } from '../router-state.ts';
import { activeRanges, rangeAround } from '../routing/area-ranges.ts';
import { compareBoundaryPaths } from '../routing/boundary-paths.ts';
import { permittedByAll } from '../routing/prefix-filter.ts';
import { routerRoutesOf } from '../routing/router-routes.ts';
import { isTransitArea } from '../routing/transit-areas.ts';
import type { OspfNextHop, OspfRouterRoute } from '../spf/ospf-route.ts';
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
  for (const area of router.areas) {
    if (!router.areaBorderRouter) {
      advertise(router, area, summaryTypes, []);
      continue;
    }
    const networks = summarizedNetworks(router, area);
    const ids = assignLinkStateIds(networks.map(({ prefix }) => prefix));
    const lsas: WantedLsa[] = [];
    networks.forEach(({ prefix, metric }, index) => {
      const linkStateId = ids[index];
      if (linkStateId === undefined) return;
      const mask = maskOfLength(prefix.length);
      lsas.push(summaryLsa(area, lsTypes.summaryNetwork, linkStateId, mask, metric));
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

function summarizedNetworks(router: RouterState, area: Area): Summary[] {
  const { noSummary, defaultCost } = area.config;
  const summaries: Summary[] = [];
  const inSummary = noSummary === true || !area.isNssa || router.profile.nssaDefault === 'summary';
  // RFC 2328 §12.4.3.1
  if (!area.takesExternals && inSummary) {
    summaries.push({ prefix: defaultRoute, metric: defaultCost ?? router.profile.stubDefaultCost });
    if (noSummary === true) return summaries;
  }
  const transit = isTransitArea(area);
  for (const other of router.areas) {
    if (other === area || (transit && other.isBackbone)) continue;
    for (const { shownPrefix: prefix, cost, advertise: wanted } of activeRanges(other)) {
      if (wanted && cost < lsInfinity) summaries.push({ prefix, metric: cost });
    }
  }
  for (const { prefix, cost, nextHops, areaId, pathType } of router.routes) {
    if (areaId === area.areaId || cost >= lsInfinity || nextHops.length === 0) continue;
    if (leadsInto(router, area, nextHops)) continue;
    // RFC 2328 §12.4.3: routes between areas are never told to the backbone, from which they came.
    if (pathType === 'interArea' && (area.isBackbone || areaId !== backboneId)) continue;
    if (!permittedByAll(router.area(areaId).config.announces, prefix)) continue;
    // RFC 2328 §12.4.3: transit areas are told the networks of the backbone one by one.
    const condensed = pathType === 'intraArea' && !(transit && areaId === backboneId);
    if (condensed && liesInRange(router, areaId, prefix)) continue;
    if (!area.takesExternals && prefix.length === 0) continue;
    if (!permittedByAll(area.config.accepts, prefix)) continue;
    summaries.push({ prefix, metric: cost });
  }
  return summaries;
}

function liesInRange(router: RouterState, areaId: AreaId, prefix: Ipv4Prefix): boolean {
  return rangeAround(router.area(areaId).config.ranges ?? [], prefix) !== undefined;
}

// RFC 2328 §12.4.3: the routers of the area know the way themselves.
function leadsInto(router: RouterState, area: Area, nextHops: readonly OspfNextHop[]): boolean {
  return nextHops.some(({ interfaceIndex }) =>
    router.interfacesOfDevice(interfaceIndex).some((outgoing) => outgoing.area === area),
  );
}

/** RFC 2328 §12.4.3: the preferred path to each boundary router (§16.4 (3)), unless the area holds it. */
function summarizedRouters(router: RouterState, area: Area): OspfRouterRoute[] {
  if (!area.takesExternals) return [];
  const best = new Map<number, OspfRouterRoute>();
  for (const route of routerRoutesOf(router)) {
    if (!route.asBoundaryRouter || route.cost >= lsInfinity) continue;
    if (!router.profile.boundariesThroughNssas && !router.area(route.areaId).takesExternals) continue;
    const known = best.get(route.routerId);
    if (known === undefined || compareBoundaryPaths(router, route, known) < 0)
      best.set(route.routerId, route);
  }
  return [...best.values()].filter(
    ({ areaId, pathType, nextHops }) =>
      areaId !== area.areaId &&
      // RFC 3101 §2.7: ways through an NSSA are not told to other areas.
      router.area(areaId).takesExternals &&
      !(pathType === 'interArea' && area.isBackbone) &&
      !leadsInto(router, area, nextHops),
  );
}
