// Hands out the small dense timer numbers of the contract and remembers who waits for each.

import type { Instant } from '@ospflab/sim';
import type { HostEffect } from './effect.ts';

export interface TimerOwner {
  timerExpired(timer: number): void;
}

export class TimerPool {
  private readonly sink: (effect: HostEffect) => void;
  private readonly owners: (TimerOwner | undefined)[] = [];
  private readonly armed: boolean[] = [];
  private readonly free: number[] = [];

  constructor(sink: (effect: HostEffect) => void) {
    this.sink = sink;
  }

  allocate(owner: TimerOwner): number {
    const timer = this.free.pop() ?? this.owners.length;
    this.owners[timer] = owner;
    this.armed[timer] = false;
    return timer;
  }

  /** Cancels and gives the number back. */
  release(timer: number): void {
    if (this.owners[timer] === undefined) return;
    this.cancel(timer);
    this.owners[timer] = undefined;
    this.free.push(timer);
  }

  set(timer: number, at: Instant): void {
    this.armed[timer] = true;
    this.sink({ kind: 'setTimer', timer, at });
  }

  cancel(timer: number): void {
    if (this.armed[timer] !== true) return;
    this.armed[timer] = false;
    this.sink({ kind: 'cancelTimer', timer });
  }

  isArmed(timer: number): boolean {
    return this.armed[timer] === true;
  }

  /** An expiry that crossed a cancellation is ignored. */
  expire(timer: number): void {
    if (this.armed[timer] !== true) return;
    this.armed[timer] = false;
    this.owners[timer]?.timerExpired(timer);
  }

  cancelAll(): void {
    for (let timer = 0; timer < this.owners.length; timer++) this.cancel(timer);
  }
}
