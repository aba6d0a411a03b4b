// What the routers of the oracle for several areas hold and say: routes, and what others hear of them.

import type { OspfProfile } from '@ospflab/ospf-core';
import type { Path } from './area-oracle-paths.ts';
import type { AreasPlan, PlannedExternal } from './planned-areas.ts';

export interface OracleRules {
  readonly profile: Pick<
    OspfProfile,
    | 'areaBorderRouter'
    | 'believesSummariesOfItself'
    | 'boundariesThroughAnyArea'
    | 'nssaBorderIsBoundary'
    | 'nssaDefault'
    | 'nssaTranslatedMetrics'
    | 'rangeDropsPackets'
    | 'rangesReachEveryArea'
    | 'stubDefaultCost'
    | 'transitAreasSeeNetworks'
    | 'translatesSharedPrefixes'
    | 'virtualLinkPaths'
  >;
  readonly rfc1583Compatibility: boolean;
}

export interface Route extends Path {
  readonly area: number;
  readonly inter: boolean;
}

export type Table = Map<string, Route>;
export type Costs = ReadonlyMap<string, number>;

export interface External extends Omit<PlannedExternal, 'nextHop'> {
  readonly forwardingAddress: string | undefined;
  /** RFC 3101 §2.4: it may be carried on to the AS. */
  readonly mayGoOn: boolean;
}

/** What others hear of a router. */
export interface Word {
  readonly border: boolean;
  /** Transit areas of virtual links that stand. */
  readonly endpointIn: readonly number[];
  readonly boundary: boolean;
  /** By area: networks, and boundary routers as `router 3`. */
  readonly networks: readonly Costs[];
  readonly boundaries: readonly Costs[];
  /** To the AS. */
  readonly externals: readonly External[];
  /** By area, to NSSAs. */
  readonly inside: readonly (readonly External[])[];
}

export const defaultPrefix = '0.0.0.0/0';

export function silence({ areas }: AreasPlan, border: boolean): Word {
  const nothing = areas.map(() => new Map<string, number>());
  const inside = areas.map(() => []);
  return {
    border,
    endpointIn: [],
    boundary: false,
    networks: nothing,
    boundaries: nothing,
    externals: [],
    inside,
  };
}

/** The cheaper one stays; equal ones join their next hops. */
export function offer(table: Table, key: string, route: Route): void {
  const known = table.get(key);
  if (known === undefined || route.cost < known.cost) table.set(key, route);
  else if (route.cost === known.cost)
    table.set(key, { ...known, hops: new Set([...known.hops, ...route.hops]) });
}
