// dh: 256 buckets by destination address (the VIP), the destinations tiled once each whatever their weight.
// Linux: net/netfilter/ipvs/ip_vs_dh.c, 6.1. Meant for caches in front of many addresses; one VIP always gives one destination.

import type { Ipv4Address } from '@ospflab/net';
import type { Destination } from '../destination.ts';
import { addressBucket, addressBucketCount } from './address-bucket.ts';
import type { Scheduler, SchedulerNumbers, SchedulerPool, SchedulerRow } from './scheduler.ts';

class DestinationHash implements Scheduler {
  private readonly pool: SchedulerPool;
  private buckets: Destination[] = [];

  constructor(pool: SchedulerPool) {
    this.pool = pool;
    this.fill();
  }

  destinationAdded(): void {
    this.fill();
  }

  destinationRemoved(): void {
    this.fill();
  }

  destinationEdited(): void {
    // The table does not depend on weights.
  }

  schedule(_client: Ipv4Address, _clientPort: number, virtualAddress: Ipv4Address): Destination | undefined {
    const destination = this.buckets[addressBucket(virtualAddress)];
    return destination?.usable === true ? destination : undefined;
  }

  numbers(_client: Ipv4Address, _clientPort: number, virtualAddress: Ipv4Address): SchedulerNumbers {
    return { bucket: addressBucket(virtualAddress) };
  }

  private fill(): void {
    const { destinations } = this.pool;
    this.buckets = [];
    if (destinations.length === 0) return;
    for (let bucket = 0; bucket < addressBucketCount; bucket++) {
      this.buckets.push(destinations[bucket % destinations.length]!);
    }
  }
}

export const destinationHash: SchedulerRow = { create: (pool) => new DestinationHash(pool) };
