// lblcr: a virtual address has a set of destinations, of which the least loaded serves; when that one is over its weight, the set grows.
// Linux: net/netfilter/ipvs/ip_vs_lblcr.c, 6.1.

import type { Ipv4Address } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { Destination } from '../destination.ts';
import { connectionOverhead } from './connection-overhead.ts';
import { isOverWeight, localityExpiry } from './locality.ts';
import type { Scheduler, SchedulerPool, SchedulerRow } from './scheduler.ts';
import { leastLoadedByWeight } from './weighted-least-connection.ts';

interface Replicas {
  /** The one that joined last comes first. */
  members: Destination[];
  lastChange: Instant;
  lastUse: Instant;
}

class LocalityReplication implements Scheduler {
  private readonly pool: SchedulerPool;
  private readonly sets = new Map<Ipv4Address, Replicas>();

  constructor(pool: SchedulerPool) {
    this.pool = pool;
  }

  schedule(
    _client: Ipv4Address,
    _clientPort: number,
    virtualAddress: Ipv4Address,
    now: Instant,
  ): Destination | undefined {
    const { destinations } = this.pool;
    const set = this.sets.get(virtualAddress);
    if (set === undefined || now - set.lastUse > localityExpiry) {
      const first = leastLoadedByWeight(destinations);
      if (first !== undefined) {
        this.sets.set(virtualAddress, { members: [first], lastChange: now, lastUse: now });
      }
      return first;
    }
    set.lastUse = now;
    const member = leastLoadedByWeight(set.members.filter(({ available }) => available));
    if (set.members.length > 1 && now - set.lastChange > localityExpiry) dropBusiest(set, now);
    if (member !== undefined && !isOverWeight(member, destinations)) return member;
    const joining = leastLoadedByWeight(destinations);
    if (joining !== undefined && !set.members.includes(joining)) {
      set.members.unshift(joining);
      set.lastChange = now;
    }
    return joining;
  }
}

function dropBusiest(set: Replicas, now: Instant): void {
  let busiest: Destination | undefined;
  for (const member of set.members) {
    if (member.weight <= 0) continue;
    if (busiest === undefined || isBusier(member, busiest)) busiest = member;
  }
  if (busiest === undefined) return;
  set.members = set.members.filter((member) => member !== busiest);
  set.lastChange = now;
}

function isBusier(candidate: Destination, busiest: Destination): boolean {
  return connectionOverhead(busiest) * candidate.weight < connectionOverhead(candidate) * busiest.weight;
}

export const localityReplication: SchedulerRow = {
  create: (pool) => new LocalityReplication(pool),
};
