// What a list of routes was made from, as columns of plain numbers: a later run compares itself with those, line by line in memory,
// instead of following three references per route.

import type { AreaId } from '../lsa/lsa.ts';
import type { NextHopSets } from './next-hop-sets.ts';
import type { OspfRoute } from './ospf-route.ts';
import type { PrefixTable } from './prefix-table.ts';

/** One entry of each column per route. */
export interface RouteColumns {
  /** Numbers of `table`. */
  readonly prefixes: Int32Array;
  readonly costs: Float64Array;
  /** Sets of `nextHopSets`; `directSet` where directly attached next hops stand before them. */
  readonly sets: Int32Array;
}

/** No set of next hops has this number. */
export const directSet = -1;

/** Columns say something only to runs that share all of this. */
export interface RouteOrigin {
  readonly table: PrefixTable;
  readonly nextHopSets: NextHopSets;
  readonly areaId: AreaId;
  readonly maximumPaths: number;
}

interface Remembered {
  readonly origin: RouteOrigin;
  readonly columns: RouteColumns;
}

const known = new WeakMap<readonly OspfRoute[], Remembered>();

const empty = makeColumns(0);

/** The columns of the list; empty ones when it was made from something else. */
export function columnsOf(routes: readonly OspfRoute[], origin: RouteOrigin): RouteColumns {
  const found = known.get(routes);
  if (found === undefined || !sameOrigin(found.origin, origin)) return empty;
  return found.columns;
}

export function rememberColumns(
  routes: readonly OspfRoute[],
  origin: RouteOrigin,
  columns: RouteColumns,
): void {
  known.set(routes, { origin, columns });
}

export function makeColumns(count: number): RouteColumns {
  return {
    prefixes: new Int32Array(count),
    costs: new Float64Array(count),
    sets: new Int32Array(count),
  };
}

function sameOrigin(left: RouteOrigin, right: RouteOrigin): boolean {
  return (
    left.table === right.table &&
    left.nextHopSets === right.nextHopSets &&
    left.areaId === right.areaId &&
    left.maximumPaths === right.maximumPaths
  );
}
