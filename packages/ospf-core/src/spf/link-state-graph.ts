// The graph of RFC 2328 §16.1 in compressed rows: vertices are routers and transit networks, edges are links that both ends describe.

import type { Lsa, RouterId } from '../lsa/lsa.ts';

export interface LinkStateGraph {
  readonly vertexCount: number;
  /** Index of a router's vertex; undefined when it has no router-LSA. */
  readonly routerVertex: (routerId: RouterId) => number | undefined;
}

/**
 * Builds the graph of one area. `lsas`: its router- and network-LSAs in any order, without those at MaxAge (RFC 2328 §16.1 (2)(b));
 * other types are ignored. The result does not depend on their order.
 */
export function buildLinkStateGraph(lsas: Iterable<Lsa>): LinkStateGraph {
  throw new Error(`not written yet ${String(lsas)}`);
}
