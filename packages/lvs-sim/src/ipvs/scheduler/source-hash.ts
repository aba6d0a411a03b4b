// sh: 256 buckets by client address, filled with the destinations in list order, each weight times.
// Linux: net/netfilter/ipvs/ip_vs_sh.c, 6.1. Directors whose lists differ in order disagree on most clients.

import type { Ipv4Address } from '@ospflab/net';
import type { Destination } from '../destination.ts';
import { addressBucket, addressBucketCount } from './address-bucket.ts';
import type { SchedulerNumbers, SchedulerRow } from './scheduler.ts';
import { TableScheduler } from './table-scheduler.ts';

class SourceHash extends TableScheduler {
  schedule(client: Ipv4Address, clientPort: number): Destination | undefined {
    const home = this.homeOf(client, clientPort);
    const destination = this.table[home];
    if (destination === undefined || destination.usable) return destination;
    return this.pool.flags.includes('sh-fallback') ? this.fallback(home) : undefined;
  }

  numbers(client: Ipv4Address, clientPort: number): SchedulerNumbers {
    return { bucket: this.homeOf(client, clientPort) };
  }

  private homeOf(client: Ipv4Address, clientPort: number): number {
    return addressBucket(client + (this.pool.flags.includes('sh-port') ? clientPort : 0));
  }

  private fallback(home: number): Destination | undefined {
    for (let offset = 0; offset < addressBucketCount; offset++) {
      // The kernel adds its offset to the home bucket twice: once here, once when it hashes.
      const bucket = (((offset + home) & 255) + home) & 255;
      const destination = this.table[bucket];
      if (destination?.usable === true) return destination;
    }
    return undefined;
  }

  protected override filled(): Destination[] {
    const { destinations } = this.pool;
    const buckets: Destination[] = [];
    if (destinations.length === 0) return buckets;
    let position = 0;
    let repeated = 0;
    while (buckets.length < addressBucketCount) {
      const destination = destinations[position]!;
      buckets.push(destination);
      // A destination of weight 0 keeps one place a round.
      if (++repeated >= destination.weight) {
        position = (position + 1) % destinations.length;
        repeated = 0;
      }
    }
    return buckets;
  }
}

export const sourceHash: SchedulerRow = { create: (pool) => new SourceHash(pool) };
