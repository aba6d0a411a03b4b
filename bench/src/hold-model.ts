// The hold model of event queues: a constant crowd waits; each operation takes the earliest event and queues one a random time later.

import { RandomStream } from '@ospflab/sim';
import FlatQueue from 'flatqueue';
import type { Contender } from './ratio-table.ts';

export interface HoldQueue {
  push(at: number, label: number): void;
  /** Leaves what it took in `instant` and `label`. */
  pop(): void;
  instant: number;
  label: number;
}

export const gapCount = 1 << 18;

/** Time from an event to the one that it queues, ns. */
export const mixes: Readonly<Record<'exp' | 'sim', () => Float64Array>> = {
  exp: () => {
    const stream = new RandomStream('bench', 'exp');
    return Float64Array.from({ length: gapCount }, () => Math.round(stream.exponential(1e9)));
  },
  sim: () => {
    const stream = new RandomStream('bench', 'sim');
    const linkDelays = [10_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000];
    return Float64Array.from({ length: gapCount }, () =>
      stream.chance(0.1)
        ? Math.round(stream.between(1e9, 40e9))
        : linkDelays[stream.integer(linkDelays.length)]! + stream.integer(2000),
    );
  },
};

/** Carries a number and nothing else: no event queue, but what the goals were set beside. */
export function bareFlatqueue(): HoldQueue {
  const queue = new FlatQueue<number>();
  const hold: HoldQueue = {
    instant: 0,
    label: 0,
    push: (at, label) => queue.push(label, at),
    pop: () => {
      hold.instant = queue.peekValue()!;
      hold.label = queue.pop()!;
    },
  };
  return hold;
}

/** Runs hold operations and folds what was popped into a number. */
export function hold(queue: HoldQueue, gaps: Float64Array, operations: number, withLabels: boolean): number {
  let check = 0;
  for (let i = 0; i < operations; i++) {
    queue.pop();
    check = (Math.imul(check, 31) + (queue.instant | 0) + (withLabels ? queue.label : 0)) | 0;
    queue.push(queue.instant + gaps[i & (gapCount - 1)]!, i);
  }
  return check;
}

export function fill(queue: HoldQueue, gaps: Float64Array, pending: number): HoldQueue {
  for (let i = 0; i < pending; i++) queue.push(gaps[i & (gapCount - 1)]!, i);
  return queue;
}

/** How fast this machine is: flatqueue of bare numbers, 100,000 waiting in the mix `sim`, by operations or by runs of a million. */
export function speedOfMachine(unit: 'operations' | 'million'): Contender {
  const gaps = mixes.sim();
  const queue = fill(bareFlatqueue(), gaps, 100_000);
  const operations = 1_000_000;
  return {
    name: 'flatqueue, a million of pop and push',
    yardstick: true,
    run: () => {
      hold(queue, gaps, operations, true);
      return unit === 'operations' ? operations : 1;
    },
  };
}
