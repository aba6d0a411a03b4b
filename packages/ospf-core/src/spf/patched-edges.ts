// The compressed rows of a graph of which a few LSAs changed: only the rows of those vertices and of their neighbours can differ.

import type { LinkRow } from './link-rows.ts';
import type { LinkStateGraph } from './link-state-graph.ts';
import type { EdgeRows } from './two-way-edges.ts';

/** Rows longer than this are cheaper to build with all others than to search for answers. */
const targetsMax = 64;

/** Working memory, kept from graph to graph and only ever grown. */
const scratch = {
  /** Per vertex number of the rows: its vertex in the graph + 1; all 0 between two graphs. */
  place: new Int32Array(0),
  /** Per vertex: its place among the rows made anew + 1; all 0 between two graphs. */
  anew: new Int32Array(0),
  /** The vertices whose rows are made anew, and where each of those rows begins. */
  vertices: new Int32Array(0),
  start: new Int32Array(0),
  target: new Int32Array(0),
  cost: new Int32Array(0),
  link: new Int32Array(0),
  count: 0,
};

/**
 * The rows of `before` with the vertices `changed`, whose new LSAs stand in `rows`; the very arrays of `before` when no edge changed.
 * Undefined: building all of them is cheaper. `numberCount`: vertex numbers of the rows are below it.
 */
export function patchedEdges(
  before: LinkStateGraph,
  rows: readonly LinkRow[],
  changed: readonly number[],
  numberCount: number,
): EdgeRows | undefined {
  for (const vertex of changed) {
    if (rows[vertex]!.targets.length > targetsMax || before.rows[vertex]!.targets.length > targetsMax) {
      return undefined;
    }
  }
  reserve(rows, numberCount);
  const { place } = scratch;
  for (let vertex = 0; vertex < rows.length; vertex++) place[rows[vertex]!.vertex] = vertex + 1;
  for (const vertex of changed) {
    makeAnew(vertex, rows);
    // An edge towards a changed vertex comes or goes only where that vertex describes one back, now or before.
    for (const number of rows[vertex]!.targets) makeAnew(place[number]! - 1, rows);
    for (const number of before.rows[vertex]!.targets) makeAnew(place[number]! - 1, rows);
  }
  const edges = isAsBefore(before)
    ? { rowStart: before.rowStart, target: before.edgeTarget, cost: before.edgeCost, link: before.edgeLink }
    : assembled(before);
  for (let vertex = 0; vertex < rows.length; vertex++) place[rows[vertex]!.vertex] = 0;
  for (let index = 0; index < scratch.count; index++) scratch.anew[scratch.vertices[index]!] = 0;
  scratch.count = 0;
  return edges;
}

function reserve(rows: readonly LinkRow[], numberCount: number): void {
  let edges = 0;
  for (let vertex = 0; vertex < rows.length; vertex++) edges += rows[vertex]!.targets.length;
  if (scratch.place.length < numberCount) scratch.place = new Int32Array(2 * numberCount);
  if (scratch.anew.length < rows.length) {
    scratch.anew = new Int32Array(2 * rows.length);
    scratch.vertices = new Int32Array(2 * rows.length);
    scratch.start = new Int32Array(2 * rows.length + 1);
  }
  if (scratch.target.length < edges) {
    scratch.target = new Int32Array(2 * edges);
    scratch.cost = new Int32Array(2 * edges);
    scratch.link = new Int32Array(2 * edges);
  }
}

/** RFC 2328 §16.1 (2)(b): the edges of one vertex whose other end describes one back. −1 is no vertex. */
function makeAnew(vertex: number, rows: readonly LinkRow[]): void {
  const { place, anew, vertices, start, target, cost, link } = scratch;
  if (vertex < 0 || anew[vertex] !== 0) return;
  const { vertex: number, targets, costs, links } = rows[vertex]!;
  let edge = start[scratch.count]!;
  for (let index = 0; index < targets.length; index++) {
    const to = place[targets[index]!]! - 1;
    if (to < 0 || !rows[to]!.targets.includes(number)) continue;
    target[edge] = to;
    cost[edge] = costs[index]!;
    link[edge++] = links[index]!;
  }
  vertices[scratch.count] = vertex;
  anew[vertex] = ++scratch.count;
  start[scratch.count] = edge;
}

function isAsBefore({ rowStart, edgeTarget, edgeCost, edgeLink }: LinkStateGraph): boolean {
  const { vertices, start, target, cost, link } = scratch;
  for (let index = 0; index < scratch.count; index++) {
    const vertex = vertices[index]!;
    let old = rowStart[vertex]!;
    const end = start[index + 1]!;
    if (rowStart[vertex + 1]! - old !== end - start[index]!) return false;
    for (let edge = start[index]!; edge < end; edge++, old++) {
      if (edgeTarget[old] !== target[edge] || edgeCost[old] !== cost[edge]) return false;
      if (edgeLink[old] !== link[edge]) return false;
    }
  }
  return true;
}

function assembled(before: LinkStateGraph): EdgeRows {
  const { rowStart, vertexCount } = before;
  const { anew, vertices, start } = scratch;
  let count = rowStart[vertexCount]!;
  for (let index = 0; index < scratch.count; index++) {
    const vertex = vertices[index]!;
    count += start[index + 1]! - start[index]! - (rowStart[vertex + 1]! - rowStart[vertex]!);
  }
  const edges = {
    rowStart: new Int32Array(vertexCount + 1),
    target: new Int32Array(count),
    cost: new Int32Array(count),
    link: new Int32Array(count),
  };
  let edge = 0;
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    edges.rowStart[vertex] = edge;
    const index = anew[vertex]! - 1;
    const isOld = index < 0;
    const target = isOld ? before.edgeTarget : scratch.target;
    const cost = isOld ? before.edgeCost : scratch.cost;
    const link = isOld ? before.edgeLink : scratch.link;
    const end = isOld ? rowStart[vertex + 1]! : start[index + 1]!;
    for (let source = isOld ? rowStart[vertex]! : start[index]!; source < end; source++, edge++) {
      edges.target[edge] = target[source]!;
      edges.cost[edge] = cost[source]!;
      edges.link[edge] = link[source]!;
    }
  }
  edges.rowStart[vertexCount] = edge;
  return edges;
}
