// One virtual service in the director: its settings, its destinations in the kernel's list order, and its scheduler.

import type { Instant } from '@ospflab/sim';
import type { Destination } from './destination.ts';
import type { Scheduler, SchedulerPool, SchedulerRow } from './scheduler/scheduler.ts';
import { TrafficCounters } from './traffic-counters.ts';
import type { SchedulerFlag, VirtualServiceKey, VirtualServiceSettings } from './virtual-service.ts';

export class VirtualServiceState implements SchedulerPool {
  readonly key: VirtualServiceKey;
  readonly traffic: TrafficCounters;
  readonly random: () => number;
  settings: VirtualServiceSettings;
  /** The destination added last comes first: the kernel inserts at the list head. */
  readonly destinations: Destination[] = [];
  scheduler: Scheduler;

  constructor(
    key: VirtualServiceKey,
    settings: VirtualServiceSettings,
    row: SchedulerRow,
    random: () => number,
    now: Instant,
  ) {
    this.key = key;
    this.settings = settings;
    this.random = random;
    this.traffic = new TrafficCounters(now);
    this.scheduler = row.create(this);
  }

  get flags(): readonly SchedulerFlag[] {
    return this.settings.schedulerFlags;
  }

  /** Another scheduler starts afresh; the same one keeps its place. */
  edit(settings: VirtualServiceSettings, row: SchedulerRow): void {
    const rescheduled = settings.scheduler !== this.settings.scheduler;
    this.settings = settings;
    if (rescheduled) this.scheduler = row.create(this);
  }

  find(address: number, port: number): Destination | undefined {
    return this.destinations.find((each) => each.address === address && each.port === port);
  }

  insert(destination: Destination): void {
    this.destinations.unshift(destination);
    this.scheduler.destinationAdded?.();
  }

  remove(destination: Destination): void {
    const position = this.destinations.indexOf(destination);
    this.destinations.splice(position, 1);
    this.scheduler.destinationRemoved?.(position);
  }
}
