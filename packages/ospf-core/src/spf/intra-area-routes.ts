// From a shortest-path tree to the routes of one area: transit networks and stub links, RFC 2328 §16.1 (stage 2).

import { comparePrefixes, type Ipv4Prefix } from '@ospflab/net';
import { routerFlags, type AreaId } from '../lsa/lsa.ts';
import {
  compareNextHops,
  sameNextHops,
  type OspfNextHop,
  type OspfRoute,
  type OspfRouterRoute,
} from './ospf-route.ts';
import { ownStubsOf } from './own-stubs.ts';
import { PrefixOffers } from './prefix-offers.ts';
import { unreachedDistance, type ShortestPaths } from './shortest-paths.ts';

const offers = new PrefixOffers();

/**
 * All routes of the area in canonical prefix order. `maximumPaths` ≥ 1 cuts after the canonical sort of next hops.
 * `before`: the routes of an earlier run. A route that equals one of them is the same object, and the list is when all are equal.
 */
export function computeIntraAreaRoutes(
  paths: ShortestPaths,
  areaId: AreaId,
  maximumPaths: number,
  before: readonly OspfRoute[] = [],
): readonly OspfRoute[] {
  const { prefixTable } = paths.graph;
  const own = ownStubsOf(paths);
  offers.begin(prefixTable, paths.nextHopSets);
  offerDestinations(paths);
  for (const { prefix, cost } of own) offers.offer(prefix, cost, 0);
  const { prefixes, order } = prefixTable;
  const routes: OspfRoute[] = [];
  let nextOwn = 0;
  let old = 0;
  let reused = 0;
  for (let rank = offers.take(); rank >= 0; rank = offers.take()) {
    const prefix = prefixes[order[rank]!]!;
    const cost = offers.takenCost;
    let nextHops = paths.nextHopSets.nextHops(offers.takenSet, maximumPaths);
    const stub = own[nextOwn];
    if (stub?.rank === rank) {
      nextOwn++;
      if (stub.cost === cost) nextHops = withDirect(nextHops, stub.nextHops, maximumPaths);
    }
    while (old < before.length && isBefore(before[old]!.prefix, prefix)) old++;
    const known = before[old];
    if (known !== undefined && isRoute(known, prefix, cost, nextHops, areaId)) {
      routes.push(known);
      reused++;
    } else {
      routes.push({ prefix, cost, nextHops, areaId, pathType: 'intraArea' });
    }
  }
  return reused === routes.length && reused === before.length ? before : routes;
}

/** The networks and the stub links of all routers but the root. */
function offerDestinations({ graph, root, distances, sets }: ShortestPaths): void {
  const { rows } = graph;
  for (let vertex = 0; vertex < rows.length; vertex++) {
    const distance = distances[vertex]!;
    if (distance === unreachedDistance || vertex === root) continue;
    const set = sets[vertex]!;
    const { prefixes, prefixCosts } = rows[vertex]!;
    for (let index = 0; index < prefixes.length; index++) {
      offers.offer(prefixes[index]!, distance + prefixCosts[index]!, set);
    }
  }
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

// Prefixes of one table are the same objects, which is almost always so from run to run.
function isBefore(left: Ipv4Prefix, right: Ipv4Prefix): boolean {
  return left !== right && comparePrefixes(left, right) < 0;
}

function isRoute(
  known: OspfRoute,
  prefix: Ipv4Prefix,
  cost: number,
  nextHops: readonly OspfNextHop[],
  areaId: AreaId,
): boolean {
  if (known.prefix !== prefix && comparePrefixes(known.prefix, prefix) !== 0) return false;
  return known.cost === cost && known.areaId === areaId && sameNextHops(known.nextHops, nextHops);
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
