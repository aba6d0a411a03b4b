// dh: 256 buckets by destination address (the VIP), the destinations tiled once each whatever their weight.
// Linux: net/netfilter/ipvs/ip_vs_dh.c, 6.1. Meant for caches in front of many addresses; one VIP always gives one destination.

import type { Ipv4Address } from '@ospflab/net';
import type { Destination } from '../destination.ts';
import { addressBucket, addressBucketCount } from './address-bucket.ts';
import type { SchedulerNumbers, SchedulerRow } from './scheduler.ts';
import { TableScheduler } from './table-scheduler.ts';

class DestinationHash extends TableScheduler {
  schedule(_client: Ipv4Address, _clientPort: number, virtualAddress: Ipv4Address): Destination | undefined {
    const destination = this.table[addressBucket(virtualAddress)];
    return destination?.usable === true ? destination : undefined;
  }

  numbers(_client: Ipv4Address, _clientPort: number, virtualAddress: Ipv4Address): SchedulerNumbers {
    return { bucket: addressBucket(virtualAddress) };
  }

  protected override filled(): Destination[] {
    const { destinations } = this.pool;
    const buckets: Destination[] = [];
    if (destinations.length === 0) return buckets;
    for (let bucket = 0; bucket < addressBucketCount; bucket++) {
      buckets.push(destinations[bucket % destinations.length]!);
    }
    return buckets;
  }
}

export const destinationHash: SchedulerRow = { create: (pool) => new DestinationHash(pool) };
