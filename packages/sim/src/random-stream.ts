// Named random streams. Each consumer owns one, seeded from the run's seed and its own name, so that a new consumer
// never shifts the dice of another.

import seedrandom from 'seedrandom';
import { naturalLogarithmOf32BitFraction } from './natural-logarithm.ts';

const twoTo32 = 4294967296;

export class RandomStream {
  readonly name: string;
  /** A number in [0, 1) with 32 random bits. Needs no `this`: it may be handed on as `random: () => number`. */
  readonly next: () => number;

  constructor(seed: number | string, name: string) {
    this.name = name;
    // The length keeps ("1", "2x") and ("12", "x") apart.
    const seedText = String(seed);
    this.next = seedrandom.alea(`${seedText.length}:${seedText}:${name}`);
  }

  /** An integer in 0 … count − 1; count up to 2³². */
  integer(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** A number in [low, high). */
  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** An exponentially distributed number ≥ 0 with the given mean, for example the gap between two arrivals. */
  exponential(mean: number): number {
    return -mean * naturalLogarithmOf32BitFraction(twoTo32 - this.next() * twoTo32);
  }

  /** True with the given probability. A probability of zero or one draws nothing. */
  chance(probability: number): boolean {
    if (probability <= 0) return false;
    if (probability >= 1) return true;
    return this.next() < probability;
  }
}
