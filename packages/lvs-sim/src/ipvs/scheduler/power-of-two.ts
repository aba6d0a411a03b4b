// twos: of two destinations drawn by weight, the one with less load per weight. Linux: net/netfilter/ipvs/ip_vs_twos.c, 6.1.

import type { Destination } from '../destination.ts';
import { connectionOverhead } from './connection-overhead.ts';
import type { SchedulerPool, SchedulerRow } from './scheduler.ts';

function pick(pool: SchedulerPool): Destination | undefined {
  const usable = pool.destinations.filter((destination) => destination.usable);
  const total = usable.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return undefined;
  // The sum itself can be drawn too, which favours no one but the arithmetic is the kernel's.
  const first = drawn(usable, Math.floor(pool.random() * (total + 1)));
  const second = drawn(usable, Math.floor(pool.random() * (total + 1)));
  const secondIsFreer = second.weight * connectionOverhead(first) > first.weight * connectionOverhead(second);
  return secondIsFreer ? second : first;
}

function drawn(usable: readonly Destination[], lot: number): Destination {
  let left = lot;
  for (const destination of usable) {
    left -= destination.weight;
    if (left <= 0) return destination;
  }
  return usable.at(-1)!;
}

export const powerOfTwo: SchedulerRow = {
  create: (pool) => ({ schedule: () => pick(pool) }),
};
