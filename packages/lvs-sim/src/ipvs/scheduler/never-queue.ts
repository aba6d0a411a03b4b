// nq: the first destination without active connections, else as sed. Linux: net/netfilter/ipvs/ip_vs_nq.c, 6.1.
// UDP entries are never active, so the first destination in the list gets all of them.

import type { Destination } from '../destination.ts';
import type { SchedulerRow } from './scheduler.ts';
import { isSooner } from './shortest-expected-delay.ts';

function pick(destinations: readonly Destination[]): Destination | undefined {
  let least: Destination | undefined;
  for (const destination of destinations) {
    if (!destination.usable) continue;
    if (destination.activeConnections === 0) return destination;
    if (least === undefined || isSooner(destination, least)) least = destination;
  }
  return least;
}

export const neverQueue: SchedulerRow = { create: (pool) => ({ schedule: () => pick(pool.destinations) }) };
