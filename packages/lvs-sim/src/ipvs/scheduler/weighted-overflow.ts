// ovf: the heaviest destination whose active connections do not exceed its weight. Linux: net/netfilter/ipvs/ip_vs_ovf.c, 6.1.

import type { Destination } from '../destination.ts';
import type { SchedulerRow } from './scheduler.ts';

function pick(destinations: readonly Destination[]): Destination | undefined {
  let heaviest: Destination | undefined;
  for (const destination of destinations) {
    if (!destination.usable || destination.activeConnections > destination.weight) continue;
    if (heaviest === undefined || destination.weight > heaviest.weight) heaviest = destination;
  }
  return heaviest;
}

export const weightedOverflow: SchedulerRow = {
  create: (pool) => ({ schedule: () => pick(pool.destinations) }),
};
