// Shortest paths from one router with next-hop sets, RFC 2328 §16.1 (stage 1) and §16.1.1.

import type { RouterId } from '../lsa/lsa.ts';
import type { LinkStateGraph } from './link-state-graph.ts';
import type { SpfInterface } from './ospf-route.ts';

export interface ShortestPaths {
  readonly graph: LinkStateGraph;
  /** Vertices reached, the root included. */
  readonly reachedCount: number;
}

/** From `root` over `graph`. A root without router-LSA reaches nothing. */
export function computeShortestPaths(
  graph: LinkStateGraph,
  root: RouterId,
  interfaces: readonly SpfInterface[],
): ShortestPaths {
  throw new Error(`not written yet ${graph.vertexCount} ${root} ${interfaces.length}`);
}
