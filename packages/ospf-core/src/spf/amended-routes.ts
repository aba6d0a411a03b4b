// The routes of an area when only some vertices moved: destinations of the others keep their routes, those are offered anew.

import { columnsOf, rememberColumns, type RouteColumns, type RouteOrigin } from './route-columns.ts';
import type { EarlierRun } from './intra-area-routes.ts';
import { offerDestinations } from './offer-destinations.ts';
import type { OspfRoute } from './ospf-route.ts';
import type { PrefixOffers } from './prefix-offers.ts';
import { sameInterfaces } from './same-interfaces.ts';
import { sameVertices } from './unchanged-paths.ts';
import type { ShortestPaths } from './shortest-paths.ts';
import { unreachedDistance } from './unreached-distance.ts';

/** Working memory: the prefixes that are offered anew, and per number whether a prefix is among them; all 0 between two runs. */
const scratch = { prefixes: [] as number[], isMarked: new Uint8Array(0) };

/**
 * Undefined when they have to be found from scratch: destinations came or went, the root's own surroundings changed, or most of the
 * area moved. `offers` is empty before and after.
 */
export function amendedRoutes(
  paths: ShortestPaths,
  origin: RouteOrigin,
  earlier: EarlierRun,
  offers: PrefixOffers,
): readonly OspfRoute[] | undefined {
  const old = earlier.paths;
  const { graph, root } = paths;
  const columns = columnsOf(earlier.routes, origin);
  if (columns.count === 0 || columns.count !== earlier.routes.length) return undefined;
  if (root < 0 || old.root !== root || !sameVertices(old.graph, graph)) return undefined;
  if (graph.rows[root] !== old.graph.rows[root]) return undefined;
  if (!sameInterfaces(old.interfaces, paths.interfaces)) return undefined;
  markMoved(old, paths);
  const { prefixes, isMarked } = scratch;
  let routes: readonly OspfRoute[] | undefined;
  if (2 * prefixes.length <= earlier.routes.length && !someMarked(graph.rows[root]!.prefixes)) {
    offers.begin(origin.table, origin.nextHopSets);
    offerDestinations(paths, offers, isMarked);
    routes = replaced(origin, earlier.routes, columns, offers);
  }
  for (const prefix of prefixes) isMarked[prefix] = 0;
  prefixes.length = 0;
  return routes;
}

/** Marks what every vertex advertises, or advertised, whose distance, next hops or LSA differ. */
function markMoved(old: ShortestPaths, { graph, root, distances, sets }: ShortestPaths): void {
  const { size } = graph.prefixTable;
  if (scratch.isMarked.length < size) scratch.isMarked = new Uint8Array(2 * size);
  const oldRows = old.graph.rows;
  const { rows } = graph;
  for (let vertex = 0; vertex < rows.length; vertex++) {
    const row = rows[vertex]!;
    const oldRow = oldRows[vertex]!;
    const before = old.distances[vertex]!;
    const distance = distances[vertex]!;
    if (row === oldRow && distance === before && sets[vertex] === old.sets[vertex]) continue;
    if (vertex === root) continue;
    if (before !== unreachedDistance) mark(oldRow.prefixes);
    if (distance !== unreachedDistance) mark(row.prefixes);
  }
}

function mark(prefixes: readonly number[]): void {
  const { isMarked } = scratch;
  for (const prefix of prefixes) {
    if (isMarked[prefix] === 1) continue;
    isMarked[prefix] = 1;
    scratch.prefixes.push(prefix);
  }
}

function someMarked(prefixes: readonly number[]): boolean {
  for (const prefix of prefixes) if (scratch.isMarked[prefix] === 1) return true;
  return false;
}

/** Undefined when a destination has no route to replace, or no offer. Takes all offers in any case. */
function replaced(
  origin: RouteOrigin,
  before: readonly OspfRoute[],
  old: RouteColumns,
  offers: PrefixOffers,
): readonly OspfRoute[] | undefined {
  const { table, nextHopSets, areaId, maximumPaths } = origin;
  const { order, ranks, prefixes } = table;
  let routes: OspfRoute[] | undefined;
  let columns = old;
  let complete = offers.count === scratch.prefixes.length;
  let place = 0;
  for (let rank = offers.take(); rank >= 0; rank = offers.take()) {
    const number = order[rank]!;
    while (place < old.count && ranks[old.prefixAt(place)]! < rank) place++;
    if (place === old.count || old.prefixAt(place) !== number) complete = false;
    const cost = offers.takenCost;
    const set = offers.takenSet;
    if (!complete || old.holds(place, number, cost, set)) continue;
    if (routes === undefined) {
      routes = before.slice();
      columns = old.copy();
    }
    const nextHops = nextHopSets.nextHops(set, maximumPaths);
    routes[place] = { prefix: prefixes[number]!, cost, nextHops, areaId, pathType: 'intraArea' };
    columns.set(place, number, cost, set);
  }
  if (!complete) return undefined;
  if (routes === undefined) return before;
  rememberColumns(routes, origin, columns);
  return routes;
}
