// Border routers of an NSSA carry its type 7 LSAs on to the AS as type 5, one of them for all: RFC 3101 §3.

import { ipv4FromNumber, lengthOfMask, prefixOf, type Ipv4Address, type Ipv4Prefix } from '@ospflab/net';
import { after, seconds, type Instant } from '@ospflab/sim';
import { nssaOption, type Area } from '../area.ts';
import type { OspfAreaRange } from '../config.ts';
import { lsInfinity } from '../lsa/age.ts';
import { lsTypes, routerFlags, type RouterId } from '../lsa/lsa.ts';
import type { RouterState } from '../router-state.ts';
import { rangeAround } from '../routing/area-ranges.ts';
import { prefixNumber } from '../routing/route-book.ts';
import { longestMatch, routesByPrefix } from '../routing/route-lookup.ts';
import { unreachedDistance } from '../spf/unreached-distance.ts';
import type { AdvertisedExternal } from './external-lsas.ts';
import { originateRouterLsa } from './originate.ts';

const itself = 0 as Ipv4Address;
/** RFC 3101 appendix D, TranslatorStabilityInterval: who loses the election goes on that long. */
const stabilityInterval = seconds(40);

/** Looks at every NSSA; returns when a translator that lost its election will stop, the earliest of them. */
export function electTranslators(router: RouterState): Instant | undefined {
  let changed = false;
  let next: Instant | undefined;
  for (const area of router.areas) {
    if (!area.isNssa) continue;
    const before = area.translates;
    decide(router, area);
    changed ||= area.translates !== before;
    const until = area.translatesUntil;
    if (until !== undefined && (next === undefined || until < next)) next = until;
  }
  // RFC 3101 §3.1: a translator imports routes into the AS and says so.
  if (changed) for (const area of router.areas) originateRouterLsa(router, area, 'topologyChanged');
  return next;
}

function decide(router: RouterState, area: Area): void {
  if (router.areaBorderRouter && isElected(router, area)) {
    area.translates = true;
    area.translatesUntil = undefined;
    return;
  }
  if (!area.translates) return;
  area.translatesUntil ??= after(router.now, stabilityInterval);
  if (router.areaBorderRouter && area.translatesUntil > router.now) return;
  area.translates = false;
  area.translatesUntil = undefined;
}

// RFC 3101 §3.1: somebody who always translates, else the border router with the highest id, among those within reach.
function isElected(router: RouterState, area: Area): boolean {
  const { config, paths } = area;
  const { profile } = router;
  if (config.translator === 'always') return true;
  if (config.translator === 'never' || paths === undefined) return false;
  return !paths.graph.routers.some(({ body, advertisingRouter }, vertex) => {
    if (vertex === paths.root) return false;
    if (!profile.translatesUnreached && paths.distances[vertex] === unreachedDistance) return false;
    if ((body.flags & routerFlags.border) === 0) return false;
    return (body.flags & routerFlags.translator) !== 0 || advertisingRouter > router.routerId;
  });
}

/** RFC 3101 §3.2: what the area's type 7 LSAs with P-bit and a forwarding address say, the best of each prefix. */
export function translatedExternals(router: RouterState, area: Area): AdvertisedExternal[] {
  const best = new Map<number, AdvertisedExternal>();
  const shared = new Set<number>();
  const routes = routesByPrefix(router.routes);
  for (const entry of area.database.sorted()) {
    const { lsa } = entry;
    const { body } = lsa;
    if (lsa.type !== lsTypes.nssaExternal || body.kind !== 'external' || entry.isMaxAge(router.now)) continue;
    if (lsa.advertisingRouter === router.routerId || (lsa.options & nssaOption) === 0) continue;
    const length = lengthOfMask(body.mask);
    if (length === undefined || body.forwardingAddress === 0 || body.metric >= lsInfinity) continue;
    if (!router.profile.translatesUnreached) {
      // RFC 3101 §2.5 (3): who crashed leaves its LSAs behind for up to an hour.
      if (!isWithinReach(area, lsa.advertisingRouter)) continue;
      const route = longestMatch(routes, body.forwardingAddress);
      if (route?.pathType !== 'intraArea' || route.areaId !== area.areaId) continue;
    }
    const prefix = prefixOf(ipv4FromNumber(lsa.linkStateId), length);
    const { metricType, tag } = body;
    const forwardingAddress =
      area.config.suppressForwardingAddress === true ? itself : body.forwardingAddress;
    const metric = translatedMetric(router, prefix) ?? body.metric;
    const known = best.get(prefixNumber(prefix));
    if (known !== undefined) shared.add(prefixNumber(prefix));
    if (known !== undefined && (known.metricType - metricType || known.metric - metric) <= 0) continue;
    best.set(prefixNumber(prefix), { prefix, metricType, metric, forwardingAddress, tag });
  }
  // FRR: ospfd/ospf_abr.c, ospf_abr_translate_nssa, 8.4: what is said a second time takes the translation back.
  if (!router.profile.translatesSharedPrefixes) for (const key of shared) best.delete(key);
  return withinRanges([...best.values()], area.config.externalRanges ?? []);
}

function translatedMetric({ profile }: RouterState, { length }: Ipv4Prefix): number | undefined {
  return length === 0 ? profile.nssaTranslatedMetrics?.defaultRoute : profile.nssaTranslatedMetrics?.network;
}

function isWithinReach({ paths }: Area, routerId: RouterId): boolean {
  if (paths === undefined) return false;
  const vertex = paths.graph.routerIndex.get(routerId);
  return vertex >= 0 && paths.distances[vertex] !== unreachedDistance;
}

// RFC 3101 §3.2 (3): one LSA for all that lies in a range, of the higher metric type and the largest metric of it, and one more for type 2.
function withinRanges(
  externals: readonly AdvertisedExternal[],
  ranges: readonly OspfAreaRange[],
): AdvertisedExternal[] {
  const told: AdvertisedExternal[] = [];
  const inside = new Map<OspfAreaRange, AdvertisedExternal>();
  for (const external of externals) {
    const range = rangeAround(ranges, external.prefix);
    if (range === undefined) {
      told.push(external);
      continue;
    }
    const known = inside.get(range);
    const order =
      known === undefined ? 1 : external.metricType - known.metricType || external.metric - known.metric;
    if (order > 0) inside.set(range, external);
  }
  for (const [range, { metricType, metric }] of inside) {
    if (!range.advertise) continue;
    told.push({
      prefix: range.prefix,
      metricType,
      metric: range.cost ?? metric + Number(metricType === 2),
      forwardingAddress: itself,
      tag: 0,
    });
  }
  return told;
}
