// A timer that ticks for ever with a fixed phase, as real daemons have many. Only ticks that somebody waits for are armed,
// so an idle one costs nothing.

import { after, type Duration, type Instant } from '@ospflab/sim';
import type { RouterTimer, TimerRegistry } from './router-timer.ts';

export class FreeRunningTimer {
  readonly #timer: RouterTimer;
  readonly #registry: TimerRegistry;
  #phase: Instant | undefined = undefined;
  #period = 1 as Duration;

  constructor(registry: TimerRegistry, onTick: () => void) {
    this.#registry = registry;
    this.#timer = registry.allocate(onTick);
  }

  get running(): boolean {
    return this.#phase !== undefined;
  }

  /** Begins a phase; one that already runs keeps its own. The first tick is a period later. */
  start(now: Instant, period: Duration): void {
    if (this.#phase !== undefined) return;
    this.#phase = now;
    this.#period = period;
  }

  stop(): void {
    this.#phase = undefined;
    this.#timer.cancel();
  }

  /** Arms the next tick, strictly after now. Does nothing when it does not run or is armed already. */
  wantTick(now: Instant): void {
    if (this.#phase === undefined || this.#timer.at !== undefined) return;
    const ticks = Math.floor((now - this.#phase) / this.#period) + 1;
    this.#timer.set(after(this.#phase, (ticks * this.#period) as Duration));
  }

  release(): void {
    this.#phase = undefined;
    this.#registry.release(this.#timer);
  }
}
