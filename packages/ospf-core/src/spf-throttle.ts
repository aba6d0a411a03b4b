// When SPF may run: a delay after the first change and a hold time between runs that grows while changes keep coming.
// The hold grows linearly by its minimum with every run that was asked for within it, and falls back after a quiet one.

import { after, between, type Duration, type Instant } from '@ospflab/sim';

export class SpfThrottle {
  delay: Duration;
  hold: Duration;
  holdMax: Duration;
  #multiplier = 1;
  #lastRunAt: Instant | undefined = undefined;

  constructor(delay: Duration, hold: Duration, holdMax: Duration) {
    this.delay = delay;
    this.hold = hold;
    this.holdMax = holdMax;
  }

  /** New settings; what has grown stays. */
  adopt(delay: Duration, hold: Duration, holdMax: Duration): void {
    this.delay = delay;
    this.hold = hold;
    this.holdMax = holdMax;
  }

  get multiplier(): number {
    return this.#multiplier;
  }

  get lastRunAt(): Instant | undefined {
    return this.#lastRunAt;
  }

  /** The instant for a run asked for now, when none is scheduled. */
  schedule(now: Instant): Instant {
    const hold = Math.min(this.hold * this.#multiplier, this.holdMax) as Duration;
    const elapsed = this.#lastRunAt === undefined ? hold : between(this.#lastRunAt, now);
    if (elapsed >= hold) {
      this.#multiplier = 1;
      return after(now, this.delay);
    }
    if (hold < this.holdMax) this.#multiplier++;
    return after(now, Math.max(hold - elapsed, this.delay) as Duration);
  }

  ran(now: Instant): void {
    this.#lastRunAt = now;
  }
}
