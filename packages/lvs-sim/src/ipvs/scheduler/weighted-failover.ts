// fo: everything to the heaviest destination. Linux: net/netfilter/ipvs/ip_vs_fo.c, 6.1.

import type { Destination } from '../destination.ts';
import type { SchedulerRow } from './scheduler.ts';

function pick(destinations: readonly Destination[]): Destination | undefined {
  let heaviest: Destination | undefined;
  for (const destination of destinations) {
    if (!destination.usable) continue;
    if (heaviest === undefined || destination.weight > heaviest.weight) heaviest = destination;
  }
  return heaviest;
}

export const weightedFailover: SchedulerRow = {
  create: (pool) => ({ schedule: () => pick(pool.destinations) }),
};
