// Most changes of a database leave the shortest paths of most routers alone: a link far from every shortest path, one that only one
// end describes yet. Finding that out costs a walk over the edges instead of a calculation.

import type { FirstHops } from './first-hops.ts';
import type { LinkStateGraph } from './link-state-graph.ts';
import type { SpfInterface } from './ospf-route.ts';
import { sameInterfaces } from './same-interfaces.ts';
import type { ShortestPaths } from './shortest-paths.ts';
import { unreachedDistance } from './unreached-distance.ts';

/**
 * Whether distances and next hops of `before` hold on `graph` too. True is certain; false may be said of unchanged paths as well.
 * The edges on shortest paths decide: where they are the same, and none is shorter than what is known, so are the paths.
 */
export function pathsStand(
  before: ShortestPaths,
  graph: LinkStateGraph,
  root: number,
  firstHops: FirstHops,
): boolean {
  const old = before.graph;
  // A link without cost makes next hops depend on the order in which equally near vertices are taken.
  if (root < 0 || before.root !== root || graph.costlessLinks || old.costlessLinks) return false;
  if (firstHops === before.firstHops) return true;
  if (!sameVertices(old, graph) || !sameRow(old, graph, root)) return false;
  if (!firstHops.giveSameAs(before.firstHops) || !sameAroundRoot(old, graph, root)) return false;
  for (let vertex = 0; vertex < graph.vertexCount; vertex++) {
    if (before.distances[vertex] === unreachedDistance || sameRow(old, graph, vertex)) continue;
    if (!sameShortestEdges(before, graph, vertex)) return false;
  }
  return true;
}

/** Whether the edges are those of the earlier run and nothing changed at the root and next to it. */
export function firstHopsStand(
  before: ShortestPaths,
  graph: LinkStateGraph,
  root: number,
  interfaces: readonly SpfInterface[],
): boolean {
  const old = before.graph;
  if (graph.edgeTarget !== old.edgeTarget || root < 0 || before.root !== root) return false;
  if (graph.rows[root] !== old.rows[root] || !sameInterfaces(before.interfaces, interfaces)) return false;
  for (let edge = graph.rowStart[root]!; edge < graph.rowStart[root + 1]!; edge++) {
    const next = graph.edgeTarget[edge]!;
    if (graph.rows[next] !== old.rows[next]) return false;
  }
  return sameAroundRoot(old, graph, root);
}

export function sameVertices(old: LinkStateGraph, graph: LinkStateGraph): boolean {
  const { rows } = graph;
  // Numbers of vertices mean the same only in rows that were read together.
  if (old.prefixTable !== graph.prefixTable || old.vertexCount !== graph.vertexCount) return false;
  if (old.routers.length !== graph.routers.length) return false;
  for (let vertex = 0; vertex < rows.length; vertex++) {
    if (rows[vertex]!.vertex !== old.rows[vertex]!.vertex) return false;
  }
  return true;
}

function sameRow(old: LinkStateGraph, graph: LinkStateGraph, vertex: number): boolean {
  const oldStart = old.rowStart[vertex]!;
  const start = graph.rowStart[vertex]!;
  const count = graph.rowStart[vertex + 1]! - start;
  if (old.rowStart[vertex + 1]! - oldStart !== count) return false;
  for (let edge = 0; edge < count; edge++) {
    if (old.edgeTarget[oldStart + edge] !== graph.edgeTarget[start + edge]) return false;
    if (old.edgeCost[oldStart + edge] !== graph.edgeCost[start + edge]) return false;
  }
  return true;
}

// RFC 2328 §16.1.1: addresses of next hops through a network stand in the LSAs of the routers on it.
function sameAroundRoot(old: LinkStateGraph, graph: LinkStateGraph, root: number): boolean {
  const { rowStart, edgeTarget, rows } = graph;
  for (let edge = rowStart[root]!; edge < rowStart[root + 1]!; edge++) {
    const network = edgeTarget[edge]!;
    if (network < graph.routers.length) continue;
    for (let back = rowStart[network]!; back < rowStart[network + 1]!; back++) {
      const router = edgeTarget[back]!;
      if (rows[router] !== old.rows[router]) return false;
    }
  }
  return true;
}

function sameShortestEdges(
  { distances, graph: old }: ShortestPaths,
  graph: LinkStateGraph,
  vertex: number,
): boolean {
  const distance = distances[vertex]!;
  const oldEnd = old.rowStart[vertex + 1]!;
  const end = graph.rowStart[vertex + 1]!;
  let oldEdge = old.rowStart[vertex]!;
  for (let edge = graph.rowStart[vertex]!; edge < end; edge++) {
    const target = graph.edgeTarget[edge]!;
    const slack = distance + graph.edgeCost[edge]! - distances[target]!;
    if (slack > 0) continue;
    if (slack < 0) return false;
    oldEdge = nextShortestEdge(old, distances, distance, oldEdge, oldEnd);
    if (oldEdge === oldEnd || old.edgeTarget[oldEdge] !== target) return false;
    oldEdge++;
  }
  return nextShortestEdge(old, distances, distance, oldEdge, oldEnd) === oldEnd;
}

function nextShortestEdge(
  graph: LinkStateGraph,
  distances: Float64Array,
  distance: number,
  from: number,
  end: number,
): number {
  for (let edge = from; edge < end; edge++) {
    if (distance + graph.edgeCost[edge]! === distances[graph.edgeTarget[edge]!]) return edge;
  }
  return end;
}
