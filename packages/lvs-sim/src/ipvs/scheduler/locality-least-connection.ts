// lblc: a virtual address stays with the destination it had, until that one is over its weight; then wlc chooses.
// Linux: net/netfilter/ipvs/ip_vs_lblc.c, 6.1. Meant for caches; one VIP means one destination at a time.

import type { Ipv4Address } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { Destination } from '../destination.ts';
import { isOverWeight, localityExpiry } from './locality.ts';
import type { Scheduler, SchedulerPool, SchedulerRow } from './scheduler.ts';
import { leastLoadedByWeight } from './weighted-least-connection.ts';

interface Choice {
  destination: Destination;
  lastUse: Instant;
}

/**
 * A choice that is not available is passed over, and good again if the destination returns.
 * Departs from Linux, where the choice itself keeps a removed destination in the trash for longer than two idle minutes.
 */
class LocalityLeastConnection implements Scheduler {
  private readonly pool: SchedulerPool;
  private readonly choices = new Map<Ipv4Address, Choice>();

  constructor(pool: SchedulerPool) {
    this.pool = pool;
  }

  schedule(
    _client: Ipv4Address,
    _clientPort: number,
    virtualAddress: Ipv4Address,
    now: Instant,
  ): Destination | undefined {
    const choice = this.choices.get(virtualAddress);
    if (choice !== undefined && now - choice.lastUse <= localityExpiry) {
      choice.lastUse = now;
      const { destination } = choice;
      const good = destination.available && destination.weight > 0;
      if (good && !isOverWeight(destination, this.pool.destinations)) return destination;
    }
    const destination = leastLoadedByWeight(this.pool.destinations);
    if (destination !== undefined) this.choices.set(virtualAddress, { destination, lastUse: now });
    return destination;
  }
}

export const localityLeastConnection: SchedulerRow = {
  create: (pool) => new LocalityLeastConnection(pool),
};
