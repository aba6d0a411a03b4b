// wlc, the default: the least load per weight; the first in the list wins ties. Linux: net/netfilter/ipvs/ip_vs_wlc.c, 6.1.

import type { Destination } from '../destination.ts';
import type { SchedulerRow } from './scheduler.ts';

/** The locality schedulers (lblc, lblcr) fall back on it too. */
export function leastLoadedByWeight(destinations: readonly Destination[]): Destination | undefined {
  let least: Destination | undefined;
  let leastOverhead = 0;
  let leastWeight = 0;
  for (let position = 0; position < destinations.length; position++) {
    const destination = destinations[position]!;
    if (destination.overloaded) continue;
    const weight = destination.weight;
    const overhead = destination.activeConnections * 256 + destination.inactiveConnections;
    if (least === undefined) {
      if (weight <= 0) continue;
    } else if (leastOverhead * weight <= overhead * leastWeight) continue;
    least = destination;
    leastOverhead = overhead;
    leastWeight = weight;
  }
  return least;
}

export const weightedLeastConnection: SchedulerRow = {
  create: (pool) => ({ schedule: () => leastLoadedByWeight(pool.destinations) }),
};
