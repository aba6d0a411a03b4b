// Host addresses of the router itself that a neighbour tells as well: anycast addresses, and the far end of a link with a /32 mask.

import type { Ipv4Address } from '@ospflab/net';
import type { Area } from '../area.ts';
import type { RouterState } from '../router-state.ts';
import type { OspfRoute } from '../spf/ospf-route.ts';
import { ownStubsOf } from '../spf/own-stubs.ts';
import type { ShortestPaths } from '../spf/shortest-paths.ts';
import { unreachedDistance } from '../spf/unreached-distance.ts';
import { joinNextHops, prefixNumber } from './route-book.ts';

/** The routes of the area; with `ownHostsIgnoreNeighbors` those to own addresses are found anew without what neighbours tell. */
export function routesBesideOwnHosts(router: RouterState, { routes, paths }: Area): readonly OspfRoute[] {
  const { ownHostsIgnoreNeighbors, maximumPaths } = router.profile;
  if (!ownHostsIgnoreNeighbors || paths === undefined || paths.root < 0) return routes;
  const hosts = ownHostsOfNeighbors(paths, ownAddresses(router));
  if (hosts.size === 0) return routes;
  const far = farVertices(paths);
  const { prefixes } = paths.graph.prefixTable;
  const found = new Map(
    [...hosts].map((host) => [
      prefixNumber(prefixes[host]!),
      routeWithoutNeighbors(paths, far, host, maximumPaths),
    ]),
  );
  return routes.flatMap((route) => {
    const key = prefixNumber(route.prefix);
    if (!found.has(key)) return [route];
    const better = found.get(key);
    return better === undefined ? [] : [{ ...route, ...better }];
  });
}

/** Of OSPF interfaces in any area, up or not. FRR: ospfd/ospf_interface.c, ospf_if_lookup_by_local_addr, 8.4. */
function ownAddresses(router: RouterState): ReadonlySet<Ipv4Address> {
  const addresses = new Set<Ipv4Address>();
  for (const { interfaces } of router.areas) {
    for (const { config, virtualEnds } of interfaces)
      if (virtualEnds === undefined) addresses.add(config.address);
  }
  return addresses;
}

/** Numbers of the prefixes. */
function ownHostsOfNeighbors(
  { graph, root }: ShortestPaths,
  own: ReadonlySet<Ipv4Address>,
): ReadonlySet<number> {
  const { rows, routers, rowStart, edgeTarget, prefixTable } = graph;
  const hosts = new Set<number>();
  const lookAt = (vertex: number): void => {
    if (vertex === root) return;
    for (const prefix of rows[vertex]!.prefixes) {
      const { address, length } = prefixTable.prefixes[prefix]!;
      if (length === 32 && own.has(address)) hosts.add(prefix);
    }
  };
  for (let edge = rowStart[root]!; edge < rowStart[root + 1]!; edge++) {
    const next = edgeTarget[edge]!;
    if (next < routers.length) lookAt(next);
    else for (let on = rowStart[next]!; on < rowStart[next + 1]!; on++) lookAt(edgeTarget[on]!);
  }
  return hosts;
}

/**
 * Per vertex 1 when a shortest path leads to it through another router. FRR: ospfd/ospf_spf.c, ospf_spf_process_stubs, 8.4: the tree is
 * walked depth first, so that such a router is met there before it is met at the root, and is no neighbour.
 */
function farVertices({ graph, root, distances }: ShortestPaths): Uint8Array {
  const { rowStart, edgeTarget, edgeCost, routers, vertexCount } = graph;
  const far = new Uint8Array(vertexCount);
  // Routers come before networks, so a network is known to be far before its own edges are looked at.
  for (let from = 0; from < vertexCount; from++) {
    if (from === root || distances[from] === unreachedDistance) continue;
    if (from >= routers.length && far[from] === 0) continue;
    for (let edge = rowStart[from]!; edge < rowStart[from + 1]!; edge++) {
      const to = edgeTarget[edge]!;
      if (distances[from]! + edgeCost[edge]! === distances[to]!) far[to] = 1;
    }
  }
  return far;
}

// FRR: ospfd/ospf_route.c, ospf_intra_add_stub, 8.4.
function routeWithoutNeighbors(
  paths: ShortestPaths,
  far: Uint8Array,
  host: number,
  maximumPaths: number,
): Pick<OspfRoute, 'cost' | 'nextHops'> | undefined {
  const { graph, root, distances, sets, nextHopSets } = paths;
  let cost = Infinity;
  let set = 0;
  for (let vertex = 0; vertex < graph.routers.length; vertex++) {
    if (vertex === root || far[vertex] === 0) continue;
    const { prefixes, prefixCosts } = graph.rows[vertex]!;
    for (let index = 0; index < prefixes.length; index++) {
      if (prefixes[index] !== host) continue;
      const through = distances[vertex]! + prefixCosts[index]!;
      if (through === cost) set = nextHopSets.union(set, sets[vertex]!);
      if (through >= cost) continue;
      cost = through;
      set = sets[vertex]!;
    }
  }
  const own = ownStubsOf(paths).find(({ prefix }) => prefix === host);
  const nextHops = nextHopSets.nextHops(set, maximumPaths);
  if (own === undefined || own.cost > cost) return cost === Infinity ? undefined : { cost, nextHops };
  if (own.cost < cost) return { cost: own.cost, nextHops: own.nextHops };
  return { cost, nextHops: joinNextHops(own.nextHops, nextHops, maximumPaths) };
}
