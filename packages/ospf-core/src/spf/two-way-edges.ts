// RFC 2328 §16.1 (2)(b): a link counts only when the vertex at its other end describes a link back. The rows of the LSAs become the
// compressed rows of the graph here.

import type { LinkRow } from './link-rows.ts';

export interface EdgeRows {
  readonly rowStart: Int32Array;
  readonly target: Int32Array;
  readonly cost: Int32Array;
  readonly link: Int32Array;
}

/** Working memory, kept from graph to graph and only ever grown. */
const scratch = {
  /** Per vertex number of the rows: its vertex in the graph + 1; all 0 between two graphs. */
  place: new Int32Array(0),
  target: new Int32Array(0),
  cost: new Int32Array(0),
  link: new Int32Array(0),
  /** The vertices with a link to v, for one v after the other. */
  sources: new Int32Array(0),
  sourceEnd: new Int32Array(0),
  seenBy: new Int32Array(0),
  rowStart: new Int32Array(0),
};

/** `rows` by vertex of the graph; `numberCount`: their vertex numbers are below it. */
export function twoWayEdges(rows: readonly LinkRow[], numberCount: number): EdgeRows {
  reserve(rows, numberCount);
  const edgeCount = placeEdges(rows);
  collectSources(rows.length, edgeCount);
  return keepAnswered(rows.length);
}

function reserve(rows: readonly LinkRow[], numberCount: number): void {
  let edges = 0;
  for (const row of rows) edges += row.targets.length;
  if (scratch.place.length < numberCount) scratch.place = new Int32Array(2 * numberCount);
  if (scratch.target.length < edges) {
    scratch.target = new Int32Array(2 * edges);
    scratch.cost = new Int32Array(2 * edges);
    scratch.link = new Int32Array(2 * edges);
    scratch.sources = new Int32Array(2 * edges);
  }
  if (scratch.rowStart.length <= rows.length) {
    scratch.rowStart = new Int32Array(2 * rows.length + 1);
    scratch.sourceEnd = new Int32Array(2 * rows.length + 1);
    scratch.seenBy = new Int32Array(2 * rows.length + 1);
  }
}

/** Every edge towards a vertex that exists. Returns how many. */
function placeEdges(rows: readonly LinkRow[]): number {
  const { place, target, cost, link, rowStart } = scratch;
  for (let vertex = 0; vertex < rows.length; vertex++) place[rows[vertex]!.vertex] = vertex + 1;
  let edge = 0;
  for (let vertex = 0; vertex < rows.length; vertex++) {
    rowStart[vertex] = edge;
    const { targets, costs, links } = rows[vertex]!;
    for (let index = 0; index < targets.length; index++) {
      const to = place[targets[index]!]! - 1;
      if (to < 0) continue;
      target[edge] = to;
      cost[edge] = costs[index]!;
      link[edge++] = links[index]!;
    }
  }
  rowStart[rows.length] = edge;
  for (let vertex = 0; vertex < rows.length; vertex++) place[rows[vertex]!.vertex] = 0;
  return edge;
}

// A counting sort, so that a hub with thousands of links costs no more per link than a leaf.
function collectSources(vertexCount: number, edgeCount: number): void {
  const { target, sources, sourceEnd, rowStart } = scratch;
  sourceEnd.fill(0, 0, vertexCount + 1);
  for (let edge = 0; edge < edgeCount; edge++) sourceEnd[target[edge]! + 1]!++;
  for (let vertex = 0; vertex < vertexCount; vertex++) sourceEnd[vertex + 1]! += sourceEnd[vertex]!;
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    const end = rowStart[vertex + 1]!;
    for (let edge = rowStart[vertex]!; edge < end; edge++) sources[sourceEnd[target[edge]!]!++] = vertex;
  }
}

/** Moves the edges that are answered to the front of their arrays, and copies them. */
function keepAnswered(vertexCount: number): EdgeRows {
  const { target, cost, link, sources, sourceEnd, seenBy, rowStart } = scratch;
  seenBy.fill(-1, 0, vertexCount);
  const keptStart = new Int32Array(vertexCount + 1);
  let kept = 0;
  let source = 0;
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    keptStart[vertex] = kept;
    // After the counting sort, sourceEnd[v] is where the sources of v end and those of v + 1 begin.
    for (; source < sourceEnd[vertex]!; source++) seenBy[sources[source]!] = vertex;
    const end = rowStart[vertex + 1]!;
    for (let edge = rowStart[vertex]!; edge < end; edge++) {
      const to = target[edge]!;
      if (seenBy[to] !== vertex) continue;
      target[kept] = to;
      cost[kept] = cost[edge]!;
      link[kept++] = link[edge]!;
    }
  }
  keptStart[vertexCount] = kept;
  return {
    rowStart: keptStart,
    target: target.slice(0, kept),
    cost: cost.slice(0, kept),
    link: link.slice(0, kept),
  };
}
