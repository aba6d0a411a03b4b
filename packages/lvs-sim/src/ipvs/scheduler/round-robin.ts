// rr: the next usable destination after the last pick. Linux: net/netfilter/ipvs/ip_vs_rr.c, 6.1.

import type { Destination } from '../destination.ts';
import { listHead } from './scheduler.ts';
import type { Scheduler, SchedulerNumbers, SchedulerPool, SchedulerRow } from './scheduler.ts';

class RoundRobin implements Scheduler {
  private readonly pool: SchedulerPool;
  private last = listHead;

  constructor(pool: SchedulerPool) {
    this.pool = pool;
  }

  destinationAdded(): void {
    if (this.last !== listHead) this.last++;
  }

  destinationRemoved(position: number): void {
    if (position <= this.last) this.last--;
  }

  schedule(): Destination | undefined {
    const { destinations } = this.pool;
    const count = destinations.length;
    const start = this.last;
    // From behind the last pick to the end of the list, then from its start up to and including the last pick.
    for (let position = start + 1; position < count; position++) {
      if (destinations[position]!.usable) return destinations[(this.last = position)];
    }
    for (let position = 0; position <= start; position++) {
      if (destinations[position]!.usable) return destinations[(this.last = position)];
    }
    return undefined;
  }

  numbers(): SchedulerNumbers {
    return { last: this.last };
  }
}

export const roundRobin: SchedulerRow = { create: (pool) => new RoundRobin(pool) };
