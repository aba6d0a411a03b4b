// Whether the routes of an area can stay what they are after a run.

import type { LinkRow } from './link-rows.ts';
import { sameInterfaces } from './same-interfaces.ts';
import type { ShortestPaths } from './shortest-paths.ts';
import { unreachedDistance } from './unreached-distance.ts';

/** True when paths, reachable destinations and the interfaces of the root are those of the earlier run. */
export function destinationsStand(before: ShortestPaths, after: ShortestPaths): boolean {
  if (before.distances !== after.distances || !sameInterfaces(before.interfaces, after.interfaces))
    return false;
  const old = before.graph.rows;
  const { rows } = after.graph;
  for (let vertex = 0; vertex < rows.length; vertex++) {
    if (rows[vertex] === old[vertex] || after.distances[vertex] === unreachedDistance) continue;
    if (!samePrefixes(rows[vertex]!, old[vertex]!)) return false;
  }
  return true;
}

function samePrefixes(left: LinkRow, right: LinkRow): boolean {
  const count = left.prefixes.length;
  if (right.prefixes.length !== count) return false;
  for (let index = 0; index < count; index++) {
    if (left.prefixes[index] !== right.prefixes[index]) return false;
    if (left.prefixCosts[index] !== right.prefixCosts[index]) return false;
  }
  return true;
}
