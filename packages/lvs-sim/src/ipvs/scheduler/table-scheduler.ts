// A scheduler that looks destinations up in a table, which is filled anew whenever the pool changes.

import type { Ipv4Address } from '@ospflab/net';
import type { Destination } from '../destination.ts';
import type { Scheduler, SchedulerNumbers, SchedulerPool } from './scheduler.ts';

export abstract class TableScheduler implements Scheduler {
  protected readonly pool: SchedulerPool;
  /** Empty when there is no destination. */
  protected table: readonly Destination[];

  constructor(pool: SchedulerPool) {
    this.pool = pool;
    this.table = this.filled();
  }

  destinationAdded(): void {
    this.table = this.filled();
  }

  destinationRemoved(): void {
    this.table = this.filled();
  }

  destinationEdited(): void {
    this.table = this.filled();
  }

  abstract schedule(
    client: Ipv4Address,
    clientPort: number,
    virtualAddress: Ipv4Address,
  ): Destination | undefined;

  abstract numbers(client: Ipv4Address, clientPort: number, virtualAddress: Ipv4Address): SchedulerNumbers;

  protected abstract filled(): Destination[];
}
