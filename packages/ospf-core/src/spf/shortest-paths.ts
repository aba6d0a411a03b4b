// Shortest paths from one router with next-hop sets, RFC 2328 §16.1 (stage 1) and §16.1.1.

import type { RouterId } from '../lsa/lsa.ts';
import { BucketQueue } from './bucket-queue.ts';
import { FirstHops } from './first-hops.ts';
import { HeapQueue } from './heap-queue.ts';
import type { LinkStateGraph } from './link-state-graph.ts';
import type { NextHopSets } from './next-hop-sets.ts';
import type { SpfInterface } from './ospf-route.ts';
import { firstHopsStand, pathsStand } from './unchanged-paths.ts';
import { unreachedDistance } from './unreached-distance.ts';
import type { VertexQueue } from './vertex-queue.ts';

export interface ShortestPaths {
  readonly graph: LinkStateGraph;
  /** Vertex of the root; −1 when it has no router-LSA. */
  readonly root: number;
  readonly interfaces: readonly SpfInterface[];
  /** Vertices reached, the root included. */
  readonly reachedCount: number;
  /** Per vertex, `unreachedDistance` or the cost from the root. */
  readonly distances: Float64Array;
  /** Per vertex, a set of `nextHopSets`; 0 for the root and for what was not reached. */
  readonly sets: Int32Array;
  readonly nextHopSets: NextHopSets;
  readonly firstHops: FirstHops;
}

/** Above this cost of a single edge an array of buckets is slower than a heap. */
const largestBucketCost = 4096;

/**
 * From `root` over `graph`. A root without router-LSA reaches nothing. `before`: an earlier run of the same root, whose results are
 * used again where they hold: all of them when no shortest path changed, else the sets of next hops.
 */
export function computeShortestPaths(
  graph: LinkStateGraph,
  root: RouterId,
  interfaces: readonly SpfInterface[],
  before?: ShortestPaths,
): ShortestPaths {
  const rootVertex = graph.routerIndex.get(root);
  const firstHops =
    before !== undefined && firstHopsStand(before, graph, rootVertex, interfaces)
      ? before.firstHops
      : new FirstHops(graph, rootVertex, interfaces, before?.nextHopSets);
  if (before !== undefined && pathsStand(before, graph, rootVertex, firstHops)) {
    const { reachedCount, distances, sets, nextHopSets } = before;
    return { graph, root: rootVertex, interfaces, reachedCount, distances, sets, nextHopSets, firstHops };
  }
  const distances = new Float64Array(graph.vertexCount).fill(unreachedDistance);
  const sets = new Int32Array(graph.vertexCount);
  const reachedCount = rootVertex < 0 ? 0 : growTree(graph, rootVertex, firstHops, distances, sets);
  return {
    graph,
    root: rootVertex,
    interfaces,
    reachedCount,
    distances,
    sets,
    nextHopSets: firstHops.sets,
    firstHops,
  };
}

// Keys are twice the distance, plus one for routers: at equal distance networks are taken first, without which equal-cost paths
// through them would be found too late (RFC 2328 §16.1 (3)).
function growTree(
  graph: LinkStateGraph,
  root: number,
  firstHops: FirstHops,
  distances: Float64Array,
  sets: Int32Array,
): number {
  const { rowStart, edgeTarget, edgeCost } = graph;
  const routerCount = graph.routers.length;
  const { queue, taken, attached } = scratchOf(graph);
  const nextHopSets = firstHops.sets;
  let reached = 0;
  distances[root] = 0;
  queue.insert(root, 1);
  for (let from = queue.take(); from >= 0; from = queue.take()) {
    taken[from] = 1;
    reached++;
    const distance = distances[from]!;
    const inherited = sets[from]!;
    const derives = from === root || attached[from] === 1;
    const end = rowStart[from + 1]!;
    for (let edge = rowStart[from]!; edge < end; edge++) {
      const to = edgeTarget[edge]!;
      const through = distance + edgeCost[edge]!;
      const known = distances[to]!;
      // A vertex in the tree can only be met again at its own distance, over a link of cost 0.
      if (through > known || (through === known && taken[to] === 1)) continue;
      const set = derives ? derivedSet(firstHops, root, from, edge, inherited) : inherited;
      if (set === 0) continue;
      if (through === known) {
        sets[to] = nextHopSets.union(sets[to]!, set);
        continue;
      }
      distances[to] = through;
      sets[to] = set;
      attached[to] = from === root && to >= routerCount ? 1 : 0;
      const key = 2 * through + (to < routerCount ? 1 : 0);
      if (known === unreachedDistance) queue.insert(to, key);
      else queue.decrease(to, key);
    }
  }
  return reached;
}

// RFC 2328 §16.1.1: the parent is the root, or a network that connects the root to the destination. In the second case only the
// destination's addresses on that network count, even when an equally short path reaches the network through another router.
function derivedSet(
  firstHops: FirstHops,
  root: number,
  from: number,
  edge: number,
  inherited: number,
): number {
  if (from === root) return firstHops.overRootEdge(edge);
  return firstHops.throughNetwork(from, edge, inherited);
}

/** Working memory of runs, kept from one to the next: fresh arrays for each would cost as much as a tenth of it. */
interface Scratch {
  readonly vertexCount: number;
  readonly maximumCost: number;
  /** Empty between runs. */
  readonly queue: VertexQueue;
  /** Per vertex: it is in the tree. */
  readonly taken: Uint8Array;
  /** Per network: a shortest path reaches it straight from the root. */
  readonly attached: Uint8Array;
}

let forSmallCosts = makeScratch(0, 0);
let forLargeCosts = makeScratch(0, Infinity);

function scratchOf({ vertexCount, maximumCost }: LinkStateGraph): Scratch {
  const small = maximumCost <= largestBucketCost;
  let scratch = small ? forSmallCosts : forLargeCosts;
  if (vertexCount > scratch.vertexCount || maximumCost > scratch.maximumCost) {
    scratch = makeScratch(
      Math.max(vertexCount, scratch.vertexCount),
      Math.max(maximumCost, scratch.maximumCost),
    );
    if (small) forSmallCosts = scratch;
    else forLargeCosts = scratch;
  }
  scratch.taken.fill(0, 0, vertexCount);
  scratch.attached.fill(0, 0, vertexCount);
  return scratch;
}

function makeScratch(vertexCount: number, maximumCost: number): Scratch {
  return {
    vertexCount,
    maximumCost,
    queue:
      maximumCost <= largestBucketCost
        ? new BucketQueue(vertexCount, 2 * maximumCost + 2)
        : new HeapQueue(vertexCount),
    taken: new Uint8Array(vertexCount),
    attached: new Uint8Array(vertexCount),
  };
}
