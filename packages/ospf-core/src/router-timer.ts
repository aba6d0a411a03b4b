// Timers as the protocol sees them: one object each, mapped to the small integers of the effect contract.

import type { Instant } from '@ospflab/sim';
import type { OspfEffect } from './effect.ts';

export class RouterTimer {
  readonly id: number;
  readonly #sink: (effect: OspfEffect) => void;
  readonly onExpired: () => void;
  #at: Instant | undefined = undefined;

  constructor(id: number, sink: (effect: OspfEffect) => void, onExpired: () => void) {
    this.id = id;
    this.#sink = sink;
    this.onExpired = onExpired;
  }

  /** When it will expire; undefined when it is off. */
  get at(): Instant | undefined {
    return this.#at;
  }

  set(at: Instant): void {
    this.#at = at;
    this.#sink({ kind: 'setTimer', timer: this.id, at });
  }

  cancel(): void {
    if (this.#at === undefined) return;
    this.#at = undefined;
    this.#sink({ kind: 'cancelTimer', timer: this.id });
  }

  /** True when it was armed for this instant: an expiry that crossed a cancel or a later deadline is ignored. */
  takeExpiry(now: Instant): boolean {
    if (this.#at === undefined || this.#at > now) return false;
    this.#at = undefined;
    return true;
  }
}

/** Hands out dense ids; those of released timers are used again. */
export class TimerRegistry {
  readonly #sink: (effect: OspfEffect) => void;
  readonly #timers: (RouterTimer | undefined)[] = [];
  readonly #free: number[] = [];

  constructor(sink: (effect: OspfEffect) => void) {
    this.#sink = sink;
  }

  allocate(onExpired: () => void): RouterTimer {
    const id = this.#free.pop() ?? this.#timers.length;
    const timer = new RouterTimer(id, this.#sink, onExpired);
    this.#timers[id] = timer;
    return timer;
  }

  release(timer: RouterTimer): void {
    timer.cancel();
    this.#timers[timer.id] = undefined;
    this.#free.push(timer.id);
  }

  expire(id: number, now: Instant): void {
    const timer = this.#timers[id];
    if (timer?.takeExpiry(now) === true) timer.onExpired();
  }

  /** Forgets all timers; their owners are gone. */
  releaseAll(): void {
    for (const timer of this.#timers) timer?.cancel();
    this.#timers.length = 0;
    this.#free.length = 0;
  }
}
