// A scheduler that keeps nothing between two picks: one function over the destinations in list order.

import type { Destination } from '../destination.ts';
import type { Scheduler, SchedulerPool } from './scheduler.ts';

export function statelessScheduler(
  pool: SchedulerPool,
  pick: (destinations: readonly Destination[]) => Destination | undefined,
): Scheduler {
  const nothing = (): void => undefined;
  return {
    destinationAdded: nothing,
    destinationRemoved: nothing,
    destinationEdited: nothing,
    schedule: () => pick(pool.destinations),
  };
}
