// The graph of RFC 2328 §16.1 in compressed rows: vertices are routers and transit networks, edges are links that both ends describe.
// It knows nothing of a root, so one graph serves every router that holds the same database.

import type { Lsa, NetworkLsaBody, RouterLsaBody } from '../lsa/lsa.ts';
import { linkRowsFor, type LinkRow } from './link-rows.ts';
import { patchedEdges } from './patched-edges.ts';
import type { PrefixTable } from './prefix-table.ts';
import { RouterIndex } from './router-index.ts';
import { twoWayEdges, type EdgeRows } from './two-way-edges.ts';

export interface RouterVertex extends Lsa {
  readonly body: RouterLsaBody;
}

/** Its link state id is the designated router's address on the network. */
export interface NetworkVertex extends Lsa {
  readonly body: NetworkLsaBody;
}

/** Vertices 0 … routers.length − 1 are the routers in order of id, the rest are the networks in order of address. */
export interface LinkStateGraph {
  readonly vertexCount: number;
  readonly routers: readonly RouterVertex[];
  readonly networks: readonly NetworkVertex[];
  readonly routerIndex: RouterIndex;
  /** The edges of vertex v are rowStart[v] … rowStart[v + 1] − 1. */
  readonly rowStart: Int32Array;
  readonly edgeTarget: Int32Array;
  readonly edgeCost: Int32Array;
  /** Index of the link in the router-LSA, or of the router in the network-LSA, that the edge comes from. */
  readonly edgeLink: Int32Array;
  readonly maximumCost: number;
  /** Whether a link of a router costs nothing, which no configuration gives but an LSA can say. */
  readonly costlessLinks: boolean;
  /** Per vertex what its LSA says, with its destinations as numbers of `prefixTable`. */
  readonly rows: readonly LinkRow[];
  readonly prefixTable: PrefixTable;
}

/**
 * Builds the graph of one area. `lsas`: its router- and network-LSAs in any order, without those at MaxAge (RFC 2328 §16.1 (2)(b));
 * other types are ignored. The result does not depend on their order.
 * `before`: a graph of mostly the same LSAs, of which as much as holds is used again; it changes nothing in the result.
 */
export function buildLinkStateGraph(lsas: readonly Lsa[], before?: LinkStateGraph): LinkStateGraph {
  return (before === undefined ? undefined : patchedGraph(before, lsas)) ?? wholeGraph(lsas);
}

// Undefined when vertices came or went, or so many LSAs changed that there is nothing to gain.
function patchedGraph(before: LinkStateGraph, lsas: readonly Lsa[]): LinkStateGraph | undefined {
  const { vertexCount } = before;
  const routerCount = before.routers.length;
  if (lsas.length !== vertexCount) return undefined;
  const changed: number[] = [];
  let bytes = 0;
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    const lsa = lsas[vertex]!;
    const old = vertex < routerCount ? before.routers[vertex]! : before.networks[vertex - routerCount]!;
    bytes += lsa.length;
    if (lsa === old) continue;
    if (lsa.type !== old.type || lsa.linkStateId !== old.linkStateId) return undefined;
    if (lsa.advertisingRouter !== old.advertisingRouter) return undefined;
    changed.push(vertex);
  }
  const linkRows = linkRowsFor(bytes);
  if (8 * changed.length > vertexCount || linkRows.prefixTable !== before.prefixTable) return undefined;
  const rows = before.rows.slice();
  for (const vertex of changed) rows[vertex] = linkRows.rowOf(lsas[vertex]!);
  const edges = patchedEdges(before, rows, changed, linkRows.vertexCount);
  if (edges === undefined) return undefined;
  const routers = lsas.slice(0, routerCount) as readonly Lsa[] as readonly RouterVertex[];
  const networks = lsas.slice(routerCount) as readonly Lsa[] as readonly NetworkVertex[];
  return graphOfEdges(routers, networks, new RouterIndex(routers), rows, edges, linkRows.prefixTable);
}

function wholeGraph(lsas: readonly Lsa[]): LinkStateGraph {
  const routers: RouterVertex[] = [];
  const networks: NetworkVertex[] = [];
  let bytes = 0;
  for (const lsa of lsas) {
    const kind = lsa.body.kind;
    // The link state id of a router-LSA is its originator's id (RFC 2328 §12.1.4); anything else is no vertex.
    if (kind === 'router' && lsa.linkStateId === (lsa.advertisingRouter as number)) {
      routers.push(lsa as RouterVertex);
    } else if (kind === 'network') {
      networks.push(lsa as NetworkVertex);
    }
    bytes += lsa.length;
  }
  sortUnlessSorted(routers, compareRouters);
  sortUnlessSorted(networks, compareNetworks);
  const routerIndex = new RouterIndex(routers);
  const unique = oneNetworkPerAddress(networks, routerIndex);
  const linkRows = linkRowsFor(bytes);
  const rows: LinkRow[] = [];
  for (const router of routers) rows.push(linkRows.rowOf(router));
  for (const network of unique) rows.push(linkRows.rowOf(network));
  const edges = twoWayEdges(rows, linkRows.vertexCount);
  return graphOfEdges(routers, unique, routerIndex, rows, edges, linkRows.prefixTable);
}

function graphOfEdges(
  routers: readonly RouterVertex[],
  networks: readonly NetworkVertex[],
  routerIndex: RouterIndex,
  rows: readonly LinkRow[],
  edges: EdgeRows,
  prefixTable: PrefixTable,
): LinkStateGraph {
  return {
    vertexCount: rows.length,
    routers,
    networks,
    routerIndex,
    rowStart: edges.rowStart,
    edgeTarget: edges.target,
    edgeCost: edges.cost,
    edgeLink: edges.link,
    maximumCost: largest(edges.cost),
    costlessLinks: hasCostless(edges.cost, edges.rowStart[routers.length]!),
    rows,
    prefixTable,
  };
}

function compareRouters(left: RouterVertex, right: RouterVertex): number {
  return left.advertisingRouter - right.advertisingRouter;
}

function compareNetworks(left: NetworkVertex, right: NetworkVertex): number {
  return left.linkStateId - right.linkStateId || left.advertisingRouter - right.advertisingRouter;
}

// Databases are mostly iterated in canonical order already, and a sort with a comparator is dearer than the whole rest of the build.
function sortUnlessSorted<T>(items: T[], compare: (left: T, right: T) => number): void {
  for (let index = 1; index < items.length; index++) {
    if (compare(items[index - 1]!, items[index]!) > 0) {
      items.sort(compare);
      return;
    }
  }
}

// A transit link names a network by its designated router's address alone, so two network-LSAs with one address (one of them left
// over from an earlier router id) cannot both be vertices. The one whose originator says that it is the designated router wins.
function oneNetworkPerAddress(sorted: readonly NetworkVertex[], routers: RouterIndex): NetworkVertex[] {
  const unique: NetworkVertex[] = [];
  for (const network of sorted) {
    const last = unique.at(-1);
    if (last === undefined || last.linkStateId !== network.linkStateId) unique.push(network);
    else if (!isDesignated(last, routers) && isDesignated(network, routers)) {
      unique[unique.length - 1] = network;
    }
  }
  return unique;
}

function isDesignated(network: NetworkVertex, routers: RouterIndex): boolean {
  const router = routers.find(network.advertisingRouter);
  if (router === undefined) return false;
  const address = network.linkStateId as number;
  return router.body.links.some(
    (link) => link.type === 'transit' && link.linkId === address && link.linkData === address,
  );
}

/** Whether one of the first `count` costs is 0. */
function hasCostless(costs: Int32Array, count: number): boolean {
  for (let edge = 0; edge < count; edge++) if (costs[edge] === 0) return true;
  return false;
}

function largest(values: Int32Array): number {
  let found = 0;
  for (let index = 0; index < values.length; index++) {
    if (values[index]! > found) found = values[index]!;
  }
  return found;
}
