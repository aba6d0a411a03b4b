// What every scheduler is given and must offer. One scheduler a file, each ending in one row of `schedulerTable`.

import type { Ipv4Address } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { Destination } from '../destination.ts';
import type { SchedulerFlag } from '../virtual-service.ts';

/** The service as its scheduler sees it; live, and in list order: the destination added last comes first. */
export interface SchedulerPool {
  readonly destinations: readonly Destination[];
  readonly flags: readonly SchedulerFlag[];
  /** In [0, 1). */
  readonly random: () => number;
}

/** Position of the list head itself: before the first destination. */
export const listHead = -1;

/** A scheduler that reads the pool at each pick does without the first three. */
export interface Scheduler {
  /** A destination was inserted at position 0. */
  destinationAdded?(): void;
  /** The destination that was at this position is gone. */
  destinationRemoved?(position: number): void;
  destinationEdited?(): void;
  /** The destination for a new connection; undefined when none is usable. */
  schedule(
    client: Ipv4Address,
    clientPort: number,
    virtualAddress: Ipv4Address,
    now: Instant,
  ): Destination | undefined;
  /** What its next decision rests on besides weights and counts, by the kernel's names; absent when there is nothing. */
  numbers?(client: Ipv4Address, clientPort: number, virtualAddress: Ipv4Address): SchedulerNumbers;
}

export type SchedulerNumbers = Readonly<Record<string, number>>;

export interface SchedulerRow {
  readonly create: (pool: SchedulerPool) => Scheduler;
}
