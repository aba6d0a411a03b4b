// What zebra does to a resilient group when the next hops of its routes change.

import { ResilientGroup, type ResilientMember, type ResilientTimers } from './resilient-group.ts';

/** FRR: `nexthop-group … resilient buckets (1-256)`. */
export const frrBucketsMax = 256;

/** The buckets that FRR asks the kernel for: its command line takes no more than 256. */
export function frrBuckets(wanted: number): number {
  return Math.min(frrBucketsMax, Math.max(1, wanted));
}

/**
 * A named group keeps its id when its members change: the kernel replaces it in place and only buckets that must move do.
 * The groups that zebra makes for routes of a routing protocol get a new id for every new set of next hops: the route moves
 * to a fresh table, and what the old one kept is lost.
 */
export function replaceGroupAsFrr<NextHop>(
  group: ResilientGroup<NextHop>,
  members: readonly ResilientMember<NextHop>[],
  keepsId: boolean,
  now: number,
  timers: ResilientTimers,
): ResilientGroup<NextHop> {
  if (!keepsId) return new ResilientGroup(members, frrBuckets(group.bucketMembers().length), now, timers);
  group.replace(members, now, timers);
  return group;
}
