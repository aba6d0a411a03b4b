// lc: the least loaded destination, whatever its weight as long as it is not 0. Linux: net/netfilter/ipvs/ip_vs_lc.c, 6.1.

import type { Destination } from '../destination.ts';
import { connectionOverhead } from './connection-overhead.ts';
import type { SchedulerRow } from './scheduler.ts';

function pick(destinations: readonly Destination[]): Destination | undefined {
  let least: Destination | undefined;
  let leastOverhead = 0;
  for (const destination of destinations) {
    if (!destination.usable) continue;
    const overhead = connectionOverhead(destination);
    if (least === undefined || overhead < leastOverhead) {
      least = destination;
      leastOverhead = overhead;
    }
  }
  return least;
}

export const leastConnection: SchedulerRow = {
  create: (pool) => ({ schedule: () => pick(pool.destinations) }),
};
