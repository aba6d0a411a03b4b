// wrr: rounds with a falling weight threshold, so that a heavier destination takes part in more of them.
// Linux: net/netfilter/ipvs/ip_vs_wrr.c, 6.1. Names in parentheses are the kernel's.

import type { Destination } from '../destination.ts';
import { greatestCommonDivisor } from './greatest-common-divisor.ts';
import { listHead } from './scheduler.ts';
import type { Scheduler, SchedulerNumbers, SchedulerPool, SchedulerRow } from './scheduler.ts';

class WeightedRoundRobin implements Scheduler {
  private readonly pool: SchedulerPool;
  /** Position of the last pick (cl). */
  private current = listHead;
  /** A destination must weigh at least this much in the present round (cw). */
  private threshold = 0;
  /** Threshold of the first round (mw). */
  private firstThreshold = 0;
  /** How far the threshold falls from round to round (di). */
  private decrement = 1;

  constructor(pool: SchedulerPool) {
    this.pool = pool;
    this.measure();
    this.threshold = this.firstThreshold;
  }

  destinationAdded(): void {
    this.destinationEdited();
  }

  destinationRemoved(): void {
    this.destinationEdited();
  }

  destinationEdited(): void {
    this.current = listHead;
    this.measure();
    if (this.threshold > this.firstThreshold || this.threshold === 0) this.threshold = this.firstThreshold;
    else if (this.decrement > 1) {
      this.threshold = Math.floor(this.threshold / this.decrement) * this.decrement + 1;
    }
  }

  schedule(): Destination | undefined {
    if (this.firstThreshold === 0) return undefined;
    const { destinations } = this.pool;
    const start = this.current;
    let position = start;
    let restarted = false;
    /** The round that has just ended went over the whole list and accepted every weight of at least 1. */
    let lastPass = false;
    let stopAtStart = false;
    // Ends after the round in which every weight of at least 1 was acceptable; thresholds fall by at least 1 a round.
    for (;;) {
      for (position++; position < destinations.length; position++) {
        const destination = destinations[position]!;
        if (!destination.overloaded && destination.weight >= this.threshold) {
          this.current = position;
          return destination;
        }
        if (position === start && stopAtStart) {
          this.current = position;
          return undefined;
        }
      }
      position = listHead;
      this.threshold -= this.decrement;
      if (this.threshold <= 0) {
        this.threshold = this.firstThreshold;
        if (lastPass || start === listHead) {
          this.current = listHead;
          return undefined;
        }
        restarted = true;
      }
      lastPass = this.threshold <= this.decrement;
      if (lastPass && restarted) stopAtStart = true;
    }
  }

  numbers(): SchedulerNumbers {
    return { cl: this.current, cw: this.threshold, mw: this.firstThreshold, di: this.decrement };
  }

  private measure(): void {
    const weights = this.pool.destinations.map(({ weight }) => weight);
    this.decrement = greatestCommonDivisor(weights) || 1;
    this.firstThreshold = Math.max(0, ...weights) - (this.decrement - 1);
  }
}

export const weightedRoundRobin: SchedulerRow = {
  create: (pool) => new WeightedRoundRobin(pool),
};
