// From a shortest-path tree to the routes of one area: transit networks and stub links, RFC 2328 §16.1 (stage 2).

import { routerFlags, type AreaId } from '../lsa/lsa.ts';
import { amendedRoutes } from './amended-routes.ts';
import { offerDestinations } from './offer-destinations.ts';
import {
  compareNextHops,
  sameNextHops,
  type OspfNextHop,
  type OspfRoute,
  type OspfRouterRoute,
} from './ospf-route.ts';
import { ownStubsOf } from './own-stubs.ts';
import { PrefixOffers } from './prefix-offers.ts';
import { columnsOf, directSet, rememberColumns, RouteColumns, type RouteOrigin } from './route-columns.ts';
import { destinationsStand } from './unchanged-destinations.ts';
import type { ShortestPaths } from './shortest-paths.ts';
import { unreachedDistance } from './unreached-distance.ts';

const offers = new PrefixOffers();

/** What an earlier run of the same root came to, with the same number of paths. */
export interface EarlierRun {
  readonly paths: ShortestPaths;
  readonly routes: readonly OspfRoute[];
}

/**
 * All routes of the area in canonical prefix order. `maximumPaths` ≥ 1 cuts after the canonical sort of next hops.
 * Most routes that equal one of the earlier run are the same object, and so is the list when all are.
 */
export function computeIntraAreaRoutes(
  paths: ShortestPaths,
  areaId: AreaId,
  maximumPaths: number,
  earlier?: EarlierRun,
): readonly OspfRoute[] {
  if (earlier !== undefined && destinationsStand(earlier.paths, paths)) return earlier.routes;
  const { nextHopSets } = paths;
  const table = paths.graph.prefixTable;
  const origin: RouteOrigin = { table, nextHopSets, areaId, maximumPaths };
  const amended = earlier === undefined ? undefined : amendedRoutes(paths, origin, earlier, offers);
  return amended ?? allRoutes(paths, origin, earlier?.routes ?? []);
}

function allRoutes(
  paths: ShortestPaths,
  origin: RouteOrigin,
  before: readonly OspfRoute[],
): readonly OspfRoute[] {
  const { table, nextHopSets, areaId, maximumPaths } = origin;
  const own = ownStubsOf(paths);
  offers.begin(table, nextHopSets);
  offerDestinations(paths, offers);
  for (const { prefix, cost } of own) offers.offer(prefix, cost, 0);
  const old = columnsOf(before, origin);
  const columns = new RouteColumns(offers.count);
  const { prefixes, order, ranks } = table;
  const routes = new Array<OspfRoute>(offers.count);
  let index = 0;
  let nextOwn = 0;
  let place = 0;
  let reused = 0;
  for (let rank = offers.take(); rank >= 0; rank = offers.take()) {
    const number = order[rank]!;
    const cost = offers.takenCost;
    const stub = own[nextOwn]?.rank === rank ? own[nextOwn++] : undefined;
    const set = stub?.cost === cost ? directSet : offers.takenSet;
    columns.set(index, number, cost, set);
    while (place < old.count && ranks[old.prefixAt(place)]! < rank) place++;
    let known = place < old.count && old.holds(place, number, cost, set) ? before[place]! : undefined;
    if (known === undefined || set === directSet) {
      let nextHops = nextHopSets.nextHops(offers.takenSet, maximumPaths);
      if (set === directSet) nextHops = withDirect(nextHops, stub!.nextHops, maximumPaths);
      if (known !== undefined && !sameNextHops(known.nextHops, nextHops)) known = undefined;
      routes[index] = known ?? { prefix: prefixes[number]!, cost, nextHops, areaId, pathType: 'intraArea' };
    } else routes[index] = known;
    if (known !== undefined) reused++;
    index++;
  }
  if (reused === index && reused === before.length) return before;
  rememberColumns(routes, origin, columns);
  return routes;
}

function withDirect(
  remote: readonly OspfNextHop[],
  direct: readonly OspfNextHop[],
  maximumPaths: number,
): readonly OspfNextHop[] {
  const joined = [...direct];
  for (const hop of remote) {
    if (!direct.some((own) => compareNextHops(own, hop) === 0)) joined.push(hop);
  }
  return joined.sort(compareNextHops).slice(0, maximumPaths);
}

/** Routes to the area's border and boundary routers (B or E bit), the root itself left out, in order of router id. */
export function computeRouterRoutes(
  paths: ShortestPaths,
  areaId: AreaId,
  maximumPaths: number,
): readonly OspfRouterRoute[] {
  const routes: OspfRouterRoute[] = [];
  paths.graph.routers.forEach((router, vertex) => {
    const cost = paths.distances[vertex]!;
    const bits = router.body.flags & (routerFlags.border | routerFlags.boundary);
    if (bits === 0 || vertex === paths.root || cost === unreachedDistance) return;
    routes.push({
      routerId: router.advertisingRouter,
      cost,
      nextHops: paths.nextHopSets.nextHops(paths.sets[vertex]!, maximumPaths),
      areaId,
      pathType: 'intraArea',
      areaBorderRouter: (bits & routerFlags.border) !== 0,
      asBoundaryRouter: (bits & routerFlags.boundary) !== 0,
    });
  });
  return routes;
}
