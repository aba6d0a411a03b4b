// What a list of routes was made from, as columns of plain numbers: a later run compares itself with those, line by line in memory,
// instead of following three references per route.

import type { AreaId } from '../lsa/lsa.ts';
import type { NextHopSets } from './next-hop-sets.ts';
import type { OspfRoute } from './ospf-route.ts';
import type { PrefixTable } from './prefix-table.ts';

const columnCount = 3;

export class RouteColumns {
  readonly count: number;
  /** Per route: the number of its prefix, its cost, its set of next hops. */
  readonly #values: Float64Array;

  constructor(count: number, values = new Float64Array(columnCount * count)) {
    this.count = count;
    this.#values = values;
  }

  copy(): RouteColumns {
    return new RouteColumns(this.count, this.#values.slice());
  }

  /** `prefix`: a number of the table. `set`: one of `nextHopSets`, or `directSet` where directly attached next hops stand before them. */
  set(route: number, prefix: number, cost: number, set: number): void {
    const place = columnCount * route;
    this.#values[place] = prefix;
    this.#values[place + 1] = cost;
    this.#values[place + 2] = set;
  }

  prefixAt(route: number): number {
    return this.#values[columnCount * route]!;
  }

  holds(route: number, prefix: number, cost: number, set: number): boolean {
    const place = columnCount * route;
    const values = this.#values;
    return values[place] === prefix && values[place + 1] === cost && values[place + 2] === set;
  }
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

const empty = new RouteColumns(0);

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

function sameOrigin(left: RouteOrigin, right: RouteOrigin): boolean {
  return (
    left.table === right.table &&
    left.nextHopSets === right.nextHopSets &&
    left.areaId === right.areaId &&
    left.maximumPaths === right.maximumPaths
  );
}
