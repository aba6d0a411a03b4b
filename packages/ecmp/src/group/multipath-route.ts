// A multipath route of any kind that Linux has, and why it takes the member it takes.

import { hashThresholdBounds, selectByHashThreshold } from '../selector/hash-threshold.ts';
import type { ResilientGroup } from './resilient-group.ts';

export const routeKinds = ['legacy', 'group', 'resilient'] as const;
export type RouteKind = (typeof routeKinds)[number];

export interface MultipathRoute {
  /** 1-based; 0 when all members are dead. */
  readonly choose: (hash: number) => number;
  /** One sentence. */
  readonly explain: (hash: number) => string;
}

/** What a route is made from. */
export interface MultipathRouteConfig {
  readonly kind: RouteKind;
  /** A weight of 0 is a dead member of a legacy route. */
  readonly weights: readonly number[];
  /**
   * 1 for members whose neighbour has failed. Legacy routes look at it as under fib_multipath_use_neigh = 1, hash-threshold groups
   * always, resilient groups never.
   */
  readonly failed?: Uint8Array;
}

/** `legacy` and `group` choose by the same regions; they differ in who looks at neighbours. */
export function thresholdRoute({ weights, failed }: MultipathRouteConfig): MultipathRoute {
  const bounds = hashThresholdBounds(weights);
  const choose = (hash: number): number => selectByHashThreshold(bounds, hash, failed) + 1;
  return {
    choose,
    explain: (hash) => {
      const member = choose(hash);
      const owner = selectByHashThreshold(bounds, hash) + 1;
      if (owner === 0) return 'every member is dead';
      const before = [...bounds.subarray(0, owner - 1)].findLast((bound) => bound !== -1);
      const region = `${before === undefined ? 0 : before + 1} … ${bounds[owner - 1]}`;
      const place = `hash ${hash} lies in the region of member ${owner}, ${region}`;
      if (member === owner) return place;
      return `${place}, whose neighbour has failed: member ${member} is the next good one`;
    },
  };
}

/** Buckets by hash, whatever neighbours do. Reading it marks no bucket as used. */
export function resilientRoute<NextHop>(
  group: ResilientGroup<NextHop>,
  ids: readonly number[],
): MultipathRoute {
  const table = group.bucketMembers();
  const choose = (hash: number): number => ids.indexOf(group.members[table[hash % table.length]!]!.id) + 1;
  return {
    choose,
    explain: (hash) =>
      `hash ${hash} modulo ${table.length} buckets is bucket ${hash % table.length}, which belongs to member ${choose(hash)}`,
  };
}
