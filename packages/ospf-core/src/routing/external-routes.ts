// Routes out of the AS from types 5 and 7: RFC 2328 §16.4 and RFC 3101 §2.5.

import {
  comparePrefixes,
  ipv4FromNumber,
  lengthOfMask,
  prefixOf,
  type Ipv4Address,
  type Ipv4Prefix,
} from '@ospflab/net';
import { nssaOption, type Area } from '../area.ts';
import type { DatabaseEntry } from '../database/link-state-database.ts';
import { lsInfinity } from '../lsa/age.ts';
import { lsTypes, type AreaId, type ExternalLsaBody, type RouterId } from '../lsa/lsa.ts';
import type { RouterState } from '../router-state.ts';
import type { OspfExternalRoute, OspfNextHop } from '../spf/ospf-route.ts';
import { bestBoundaryPath, isPreferredWay } from './boundary-paths.ts';
import { joinNextHops, prefixNumber } from './route-book.ts';
import { longestMatch, routesByPrefix, type RoutesByPrefix } from './route-lookup.ts';
import { routerRoutesOf } from './router-routes.ts';

/** The way inside the AS to a boundary router or forwarding address. */
interface InnerPath {
  readonly cost: number;
  readonly nextHops: readonly OspfNextHop[];
  /** RFC 2328 §16.4.1 */
  readonly preferred: boolean;
}

interface Candidate {
  readonly route: OspfExternalRoute;
  readonly preferred: boolean;
}

/** In prefix order; prefixes with a route inside the AS are not among them. */
export function computeExternalRoutes(router: RouterState): readonly OspfExternalRoute[] {
  const inside = routesByPrefix(router.routes);
  const best = new Map<number, Candidate>();
  for (const entry of router.asScope.database.sorted()) {
    if (entry.lsa.type === lsTypes.asExternal) offer(router, undefined, entry, inside, best);
  }
  for (const area of router.areas) {
    if (!area.isNssa) continue;
    for (const entry of area.database.sorted()) {
      if (entry.lsa.type === lsTypes.nssaExternal) offer(router, area, entry, inside, best);
    }
  }
  return [...best.values()]
    .map(({ route }) => route)
    .sort((left, right) => comparePrefixes(left.prefix, right.prefix));
}

function offer(
  router: RouterState,
  area: Area | undefined,
  entry: DatabaseEntry,
  inside: RoutesByPrefix,
  best: Map<number, Candidate>,
): void {
  const { lsa } = entry;
  const { body } = lsa;
  // RFC 2328 §16.4 (1) and (2)
  if (body.kind !== 'external' || body.metric >= lsInfinity || entry.isMaxAge(router.now)) return;
  if (lsa.advertisingRouter === router.routerId) return;
  const length = lengthOfMask(body.mask);
  if (length === undefined) return;
  const prefix = prefixOf(ipv4FromNumber(lsa.linkStateId), length);
  if (inside.has(prefixNumber(prefix))) return;
  // RFC 3101 §2.5 (3): a default that is not to be carried on is not for border routers.
  if (area !== undefined && length === 0 && router.areaBorderRouter && (lsa.options & nssaOption) === 0)
    return;
  const path = innerPathOf(router, area, lsa.advertisingRouter, body.forwardingAddress, inside);
  if (path === undefined) return;
  const candidate = { route: externalRoute(prefix, body, path), preferred: path.preferred };
  const key = prefixNumber(prefix);
  const known = best.get(key);
  const order = known === undefined ? -1 : compareCandidates(candidate, known);
  if (order < 0) best.set(key, candidate);
  else if (order === 0) best.set(key, joined(known!, candidate, router.profile.maximumPaths));
}

function externalRoute(prefix: Ipv4Prefix, body: ExternalLsaBody, path: InnerPath): OspfExternalRoute {
  const { metricType, metric, tag } = body;
  return {
    prefix,
    cost: metricType === 1 ? path.cost + metric : path.cost,
    type2Cost: metricType === 1 ? undefined : metric,
    tag,
    nextHops: path.nextHops,
    pathType: metricType === 1 ? 'external1' : 'external2',
  };
}

// RFC 2328 §16.4 (3): through the forwarding address where there is one, and in any case from a boundary router within reach.
function innerPathOf(
  router: RouterState,
  area: Area | undefined,
  advertisingRouter: RouterId,
  forwardingAddress: Ipv4Address,
  inside: RoutesByPrefix,
): InnerPath | undefined {
  const toRouter = pathToRouter(router, area, advertisingRouter);
  if (toRouter === undefined || forwardingAddress === 0) return toRouter;
  if (router.interfaces.some(({ config }) => config.address === forwardingAddress)) return undefined;
  const route = longestMatch(inside, forwardingAddress);
  if (route === undefined || route.nextHops.length === 0) return undefined;
  if (!isFloodedAlong(router, area, route)) return undefined;
  const insideOnly = area !== undefined && !router.profile.boundariesThroughAnyArea;
  if (insideOnly && route.pathType !== 'intraArea') return undefined;
  return {
    cost: route.cost,
    nextHops: route.nextHops.map(({ interfaceIndex, address }) => ({
      interfaceIndex,
      address: address ?? forwardingAddress,
    })),
    preferred: isPreferredWay(router, route),
  };
}

function pathToRouter(
  router: RouterState,
  area: Area | undefined,
  advertisingRouter: RouterId,
): InnerPath | undefined {
  const ways = routerRoutesOf(router).filter(
    (route) =>
      route.routerId === advertisingRouter &&
      (router.profile.boundariesThroughAnyArea ||
        (route.asBoundaryRouter && isFloodedAlong(router, area, route))),
  );
  const best = bestBoundaryPath(router, ways);
  if (best?.asBoundaryRouter !== true) return undefined;
  return { cost: best.cost, nextHops: best.nextHops, preferred: isPreferredWay(router, best) };
}

/** RFC 3101 §2.5 (3): LSAs lead where they are flooded, through their NSSA or through areas that take AS-external-LSAs. */
function isFloodedAlong(
  router: RouterState,
  nssa: Area | undefined,
  way: { readonly areaId: AreaId },
): boolean {
  return nssa === undefined ? router.area(way.areaId).takesExternals : way.areaId === nssa.areaId;
}

// RFC 2328 §16.4 (6)
function compareCandidates(left: Candidate, right: Candidate): number {
  const { route } = left;
  const { route: other } = right;
  if (route.pathType !== other.pathType) return route.pathType === 'external1' ? -1 : 1;
  return (
    (route.type2Cost ?? 0) - (other.type2Cost ?? 0) ||
    Number(right.preferred) - Number(left.preferred) ||
    route.cost - other.cost
  );
}

function joined(known: Candidate, candidate: Candidate, maximumPaths: number): Candidate {
  const nextHops = joinNextHops(known.route.nextHops, candidate.route.nextHops, maximumPaths);
  return { route: { ...known.route, nextHops }, preferred: known.preferred };
}
