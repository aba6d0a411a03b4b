// From a shortest-path tree to the routes of one area: transit networks and stub links, RFC 2328 §16.1 (stage 2).

import { prefixContains, prefixOf, type Ipv4Prefix } from '@ospflab/net';
import type { AreaId } from '../lsa/lsa.ts';
import { destinationsOf, type Destinations } from './destinations.ts';
import {
  compareNextHops,
  type OspfNextHop,
  type OspfRoute,
  type OspfRouterRoute,
  type SpfInterface,
} from './ospf-route.ts';
import { unreachedDistance, type ShortestPaths } from './shortest-paths.ts';

/** All routes of the area in canonical prefix order. `maximumPaths` ≥ 1 cuts after the canonical sort of next hops. */
export function computeIntraAreaRoutes(
  paths: ShortestPaths,
  areaId: AreaId,
  maximumPaths: number,
): readonly OspfRoute[] {
  const destinations = destinationsOf(paths.graph);
  const costs = new Float64Array(destinations.prefixes.length).fill(unreachedDistance);
  const sets = new Int32Array(destinations.prefixes.length);
  offerNetworks(paths, destinations, costs, sets);
  offerStubs(paths, destinations, costs, sets);
  const own = ownStubs(paths, destinations);
  // Asking the map for each of tens of thousands of prefixes would cost more than everything else here.
  const isOwn = new Uint8Array(costs.length);
  for (const prefix of own.keys()) isOwn[prefix] = 1;
  const routes: OspfRoute[] = [];
  for (let index = 0; index < costs.length; index++) {
    const stub = isOwn[index] === 1 ? own.get(index) : undefined;
    const remoteCost = costs[index]!;
    const cost = stub === undefined ? remoteCost : Math.min(remoteCost, stub.cost);
    if (cost === unreachedDistance) continue;
    const remote = remoteCost === cost ? sets[index]! : 0;
    const nextHops =
      stub?.cost === cost
        ? withDirect(paths, remote, stub.nextHops, maximumPaths)
        : paths.nextHopSets.nextHops(remote, maximumPaths);
    const prefix = destinations.prefixes[index]!;
    routes.push({ prefix, cost, nextHops, areaId, pathType: 'intraArea' });
  }
  return routes;
}

function offerNetworks(
  paths: ShortestPaths,
  destinations: Destinations,
  costs: Float64Array,
  sets: Int32Array,
): void {
  const first = paths.graph.routers.length;
  for (let vertex = first; vertex < paths.graph.vertexCount; vertex++) {
    const prefix = destinations.networkPrefix[vertex - first]!;
    const distance = paths.distances[vertex]!;
    if (prefix >= 0 && distance !== unreachedDistance) {
      offer(paths, costs, sets, prefix, distance, paths.sets[vertex]!);
    }
  }
}

function offerStubs(
  paths: ShortestPaths,
  destinations: Destinations,
  costs: Float64Array,
  sets: Int32Array,
): void {
  const { stubStart, stubPrefix, stubCost } = destinations;
  for (let router = 0; router < paths.graph.routers.length; router++) {
    const distance = paths.distances[router]!;
    if (distance === unreachedDistance || router === paths.root) continue;
    const set = paths.sets[router]!;
    for (let stub = stubStart[router]!; stub < stubStart[router + 1]!; stub++) {
      const prefix = stubPrefix[stub]!;
      if (prefix >= 0) offer(paths, costs, sets, prefix, distance + stubCost[stub]!, set);
    }
  }
}

// RFC 2328 §16.1, stage 2 (2): the cheaper one stays; next hops of equally cheap ones are joined.
function offer(
  paths: ShortestPaths,
  costs: Float64Array,
  sets: Int32Array,
  prefix: number,
  cost: number,
  set: number,
): void {
  const known = costs[prefix]!;
  if (cost > known) return;
  sets[prefix] = cost === known ? paths.nextHopSets.union(sets[prefix]!, set) : set;
  costs[prefix] = cost;
}

interface OwnStub {
  readonly cost: number;
  readonly nextHops: readonly OspfNextHop[];
}

/** The root's own stub links by prefix: directly attached, at the cheapest of their metrics. */
function ownStubs(paths: ShortestPaths, destinations: Destinations): ReadonlyMap<number, OwnStub> {
  const own = new Map<number, OwnStub>();
  if (paths.root < 0) return own;
  for (
    let stub = destinations.stubStart[paths.root]!;
    stub < destinations.stubStart[paths.root + 1]!;
    stub++
  ) {
    const prefix = destinations.stubPrefix[stub]!;
    const cost = destinations.stubCost[stub]!;
    const known = own.get(prefix);
    if (prefix < 0 || (known !== undefined && known.cost <= cost)) continue;
    const nextHops = directNextHops(destinations.prefixes[prefix]!, paths.interfaces);
    if (nextHops.length > 0) own.set(prefix, { cost, nextHops });
  }
  return own;
}

/** The interfaces whose subnet the prefix is; for a host route, the one whose address it is or that contains it. */
function directNextHops(prefix: Ipv4Prefix, interfaces: readonly SpfInterface[]): readonly OspfNextHop[] {
  const exact = interfaces.filter(
    (candidate) => candidate.prefixLength === prefix.length && prefixContains(prefix, candidate.address),
  );
  const containing = interfaces.filter((candidate) =>
    prefixContains(prefixOf(candidate.address, candidate.prefixLength), prefix.address),
  );
  const chosen = exact.length > 0 ? exact : containing.slice(0, 1);
  return chosen
    .map((candidate) => ({ interfaceIndex: candidate.interfaceIndex, address: undefined }))
    .sort(compareNextHops);
}

function withDirect(
  paths: ShortestPaths,
  remote: number,
  direct: readonly OspfNextHop[],
  maximumPaths: number,
): readonly OspfNextHop[] {
  const joined = [...direct];
  for (const hop of paths.nextHopSets.nextHops(remote, maximumPaths)) {
    if (!direct.some((own) => compareNextHops(own, hop) === 0)) joined.push(hop);
  }
  return joined.sort(compareNextHops).slice(0, maximumPaths);
}

/** B and E bits of a router-LSA, RFC 2328 appendix A.4.2. */
const borderBit = 1;
const boundaryBit = 2;

/** Routes to the area's border and boundary routers (B or E bit), the root itself left out, in order of router id. */
export function computeRouterRoutes(
  paths: ShortestPaths,
  areaId: AreaId,
  maximumPaths: number,
): readonly OspfRouterRoute[] {
  const routes: OspfRouterRoute[] = [];
  paths.graph.routers.forEach((router, vertex) => {
    const cost = paths.distances[vertex]!;
    const bits = router.body.flags & (borderBit | boundaryBit);
    if (bits === 0 || vertex === paths.root || cost === unreachedDistance) return;
    routes.push({
      routerId: router.advertisingRouter,
      cost,
      nextHops: paths.nextHopSets.nextHops(paths.sets[vertex]!, maximumPaths),
      areaId,
      pathType: 'intraArea',
      areaBorderRouter: (bits & borderBit) !== 0,
      asBoundaryRouter: (bits & boundaryBit) !== 0,
    });
  });
  return routes;
}
