// The graph of RFC 2328 §16.1 in compressed rows: vertices are routers and transit networks, edges are links that both ends describe.
// It knows nothing of a root, so one graph serves every router that holds the same database.

import { readU16, readU32 } from '@ospflab/net';
import type { Lsa, NetworkLsaBody, RouterLsaBody } from '../lsa/lsa.ts';
import { IdIndex } from './id-index.ts';

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
  readonly routerIndex: IdIndex;
  readonly networkIndex: IdIndex;
  /** The edges of vertex v are rowStart[v] … rowStart[v + 1] − 1. */
  readonly rowStart: Int32Array;
  readonly edgeTarget: Int32Array;
  readonly edgeCost: Int32Array;
  /** Index of the link in the router-LSA, or of the router in the network-LSA, that the edge comes from. */
  readonly edgeLink: Int32Array;
  readonly maximumCost: number;
}

/**
 * Builds the graph of one area. `lsas`: its router- and network-LSAs in any order, without those at MaxAge (RFC 2328 §16.1 (2)(b));
 * other types are ignored. The result does not depend on their order.
 */
export function buildLinkStateGraph(lsas: Iterable<Lsa>): LinkStateGraph {
  const routers: RouterVertex[] = [];
  const networks: NetworkVertex[] = [];
  for (const lsa of lsas) {
    const kind = lsa.body.kind;
    // The link state id of a router-LSA is its originator's id (RFC 2328 §12.1.4); anything else is no vertex.
    if (kind === 'router' && lsa.linkStateId === (lsa.advertisingRouter as number)) {
      routers.push(lsa as RouterVertex);
    } else if (kind === 'network') {
      networks.push(lsa as NetworkVertex);
    }
  }
  sortUnlessSorted(routers, (left, right) => left.advertisingRouter - right.advertisingRouter);
  sortUnlessSorted(
    networks,
    (left, right) => left.linkStateId - right.linkStateId || left.advertisingRouter - right.advertisingRouter,
  );
  const routerIndex = new IdIndex(routers.length);
  for (let index = 0; index < routers.length; index++) {
    routerIndex.set(routers[index]!.advertisingRouter, index);
  }
  const unique = oneNetworkPerAddress(networks, routers, routerIndex);
  const networkIndex = new IdIndex(unique.length);
  for (let index = 0; index < unique.length; index++) {
    networkIndex.set(unique[index]!.linkStateId, routers.length + index);
  }
  const described = describedEdges(routers, unique, routerIndex, networkIndex);
  const vertexCount = routers.length + unique.length;
  const edges = keepTwoWayEdges(vertexCount, described);
  return {
    vertexCount,
    routers,
    networks: unique,
    routerIndex,
    networkIndex,
    rowStart: edges.rowStart,
    edgeTarget: edges.target,
    edgeCost: edges.cost,
    edgeLink: edges.link,
    maximumCost: largest(edges.cost),
  };
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
function oneNetworkPerAddress(
  sorted: readonly NetworkVertex[],
  routers: readonly RouterVertex[],
  routerIndex: IdIndex,
): NetworkVertex[] {
  const unique: NetworkVertex[] = [];
  for (const network of sorted) {
    const last = unique.at(-1);
    if (last === undefined || last.linkStateId !== network.linkStateId) unique.push(network);
    else if (!isDesignated(last, routers, routerIndex) && isDesignated(network, routers, routerIndex)) {
      unique[unique.length - 1] = network;
    }
  }
  return unique;
}

function isDesignated(
  network: NetworkVertex,
  routers: readonly RouterVertex[],
  routerIndex: IdIndex,
): boolean {
  const router = routers[routerIndex.get(network.advertisingRouter)];
  if (router === undefined) return false;
  const address = network.linkStateId as number;
  return router.body.links.some(
    (link) => link.type === 'transit' && link.linkId === address && link.linkData === address,
  );
}

interface EdgeRows {
  readonly rowStart: Int32Array;
  readonly target: Int32Array;
  readonly cost: Int32Array;
  readonly link: Int32Array;
}

/** Link types of the wire, RFC 2328 appendix A.4.2. */
export const wireLinkTypes = { pointToPoint: 1, transit: 2, stub: 3 } as const;

// Every link towards a vertex that exists. Stub links are destinations, not edges; a virtual link has no next hop of its own and is
// left to the calculation through its transit area (RFC 2328 §16.3). Links are read from the bytes of the LSA, which lie together in
// memory; following 16 link objects per router takes several times as long.
function describedEdges(
  routers: readonly RouterVertex[],
  networks: readonly NetworkVertex[],
  routerIndex: IdIndex,
  networkIndex: IdIndex,
): EdgeRows {
  let bound = 0;
  for (const router of routers) bound += readU16(router.bytes, 22);
  for (const network of networks) bound += network.body.attachedRouters.length;
  const rowStart = new Int32Array(routers.length + networks.length + 1);
  const target = new Int32Array(bound);
  const cost = new Int32Array(bound);
  const link = new Int32Array(bound);
  let vertex = 0;
  let edge = 0;
  for (const router of routers) {
    rowStart[vertex++] = edge;
    const bytes = router.bytes;
    const count = readU16(bytes, 22);
    let offset = 24;
    for (let index = 0; index < count; index++) {
      const type = bytes[offset + 8]!;
      let to = -1;
      if (type === wireLinkTypes.pointToPoint) to = routerIndex.get(readU32(bytes, offset));
      else if (type === wireLinkTypes.transit) to = networkIndex.get(readU32(bytes, offset));
      if (to >= 0) {
        target[edge] = to;
        cost[edge] = readU16(bytes, offset + 10);
        link[edge++] = index;
      }
      offset += 12 + 4 * bytes[offset + 9]!;
    }
  }
  for (const network of networks) {
    rowStart[vertex++] = edge;
    const attached = network.body.attachedRouters;
    for (let index = 0; index < attached.length; index++) {
      const to = routerIndex.get(attached[index]!);
      if (to < 0) continue;
      target[edge] = to;
      link[edge++] = index;
    }
  }
  rowStart[vertex] = edge;
  return { rowStart, target, cost, link };
}

// RFC 2328 §16.1 (2)(b): a link counts only when the vertex at its other end describes a link back. Sources of each vertex come from
// a counting sort, so that a hub with thousands of links costs no more per link than a leaf.
function keepTwoWayEdges(vertexCount: number, rows: EdgeRows): EdgeRows {
  const edgeCount = rows.rowStart[vertexCount]!;
  const sourceEnd = new Int32Array(vertexCount + 1);
  for (let edge = 0; edge < edgeCount; edge++) sourceEnd[rows.target[edge]! + 1]!++;
  for (let vertex = 0; vertex < vertexCount; vertex++) sourceEnd[vertex + 1]! += sourceEnd[vertex]!;
  const sources = new Int32Array(edgeCount);
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    const end = rows.rowStart[vertex + 1]!;
    for (let edge = rows.rowStart[vertex]!; edge < end; edge++) {
      sources[sourceEnd[rows.target[edge]!]!++] = vertex;
    }
  }
  const target = new Int32Array(edgeCount);
  const cost = new Int32Array(edgeCount);
  const link = new Int32Array(edgeCount);
  const rowStart = new Int32Array(vertexCount + 1);
  const seenBy = new Int32Array(vertexCount).fill(-1);
  let kept = 0;
  let source = 0;
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    rowStart[vertex] = kept;
    // After the fill above, sourceEnd[v] is where the sources of v end and those of v + 1 begin.
    for (; source < sourceEnd[vertex]!; source++) seenBy[sources[source]!] = vertex;
    const end = rows.rowStart[vertex + 1]!;
    for (let edge = rows.rowStart[vertex]!; edge < end; edge++) {
      if (seenBy[rows.target[edge]!] !== vertex) continue;
      target[kept] = rows.target[edge]!;
      cost[kept] = rows.cost[edge]!;
      link[kept++] = rows.link[edge]!;
    }
  }
  rowStart[vertexCount] = kept;
  return {
    rowStart,
    target: target.subarray(0, kept),
    cost: cost.subarray(0, kept),
    link: link.subarray(0, kept),
  };
}

function largest(values: Int32Array): number {
  let found = 0;
  for (let index = 0; index < values.length; index++) {
    if (values[index]! > found) found = values[index]!;
  }
  return found;
}
