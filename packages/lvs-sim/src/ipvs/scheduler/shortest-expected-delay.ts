// sed: the smallest (active + 1) per weight. Linux: net/netfilter/ipvs/ip_vs_sed.c, 6.1.

import type { Destination } from '../destination.ts';
import type { SchedulerRow } from './scheduler.ts';

function pick(destinations: readonly Destination[]): Destination | undefined {
  let least: Destination | undefined;
  for (const destination of destinations) {
    if (destination.overloaded) continue;
    if (least === undefined) {
      if (destination.weight > 0) least = destination;
    } else if (isSooner(destination, least)) least = destination;
  }
  return least;
}

/** Strictly; with the products crossed out so that weights need no division. */
export function isSooner(candidate: Destination, least: Destination): boolean {
  return (least.activeConnections + 1) * candidate.weight > (candidate.activeConnections + 1) * least.weight;
}

export const shortestExpectedDelay: SchedulerRow = {
  create: (pool) => ({ schedule: () => pick(pool.destinations) }),
};
