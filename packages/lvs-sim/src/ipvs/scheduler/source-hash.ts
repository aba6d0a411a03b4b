// sh: 256 buckets by client address, filled with the destinations in list order, each weight times.
// Linux: net/netfilter/ipvs/ip_vs_sh.c, 6.1. Directors whose lists differ in order disagree on most clients.

import type { Ipv4Address } from '@ospflab/net';
import type { Destination } from '../destination.ts';
import { addressBucket, addressBucketCount } from './address-bucket.ts';
import type { Scheduler, SchedulerNumbers, SchedulerPool, SchedulerRow } from './scheduler.ts';

class SourceHash implements Scheduler {
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
    this.fill();
  }

  schedule(client: Ipv4Address, clientPort: number): Destination | undefined {
    const home = this.homeOf(client, clientPort);
    const destination = this.buckets[home];
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
      const destination = this.buckets[bucket];
      if (destination?.usable === true) return destination;
    }
    return undefined;
  }

  private fill(): void {
    const { destinations } = this.pool;
    this.buckets = [];
    if (destinations.length === 0) return;
    let position = 0;
    let repeated = 0;
    while (this.buckets.length < addressBucketCount) {
      const destination = destinations[position]!;
      this.buckets.push(destination);
      // A destination of weight 0 keeps one place a round.
      if (++repeated >= destination.weight) {
        position = (position + 1) % destinations.length;
        repeated = 0;
      }
    }
  }
}

export const sourceHash: SchedulerRow = { create: (pool) => new SourceHash(pool) };
