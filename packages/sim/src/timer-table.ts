// The timers of one sans-IO core: keyed by small integers, cancellable, and free of churn when a deadline only moves
// later, as an inactivity timer's does with every hello.

import { noEvent, type EventHandle } from './event-queue.ts';
import type { EventTarget, TargetId } from './event-target.ts';
import type { Simulation } from './simulation.ts';
import type { Instant } from './time.ts';
import type { RecordId } from './trace.ts';

const notSet = -1;

/**
 * A deadline that moves later leaves its queue entry where it is; the entry fires early, sees the new deadline and
 * schedules itself again for it. Order among equal instants: a timer has the place of the moment when its last entry
 * was queued, which is the early firing after a lazy move and the call of `set` otherwise.
 * An expiry has the cause under which `set` was called last.
 */
export class TimerTable implements EventTarget {
  private readonly simulation: Simulation;
  private readonly self: TargetId;
  private readonly onExpired: (timer: number, now: Instant) => void;
  private readonly deadlines: number[] = [];
  private readonly entryInstants: number[] = [];
  private readonly entries: EventHandle[] = [];
  private readonly causes: RecordId[] = [];

  constructor(simulation: Simulation, onExpired: (timer: number, now: Instant) => void) {
    this.simulation = simulation;
    this.self = simulation.register(this);
    this.onExpired = onExpired;
  }

  /** Arms the timer, or moves its deadline. `timer` is an integer ≥ 0 from a dense range. */
  set(timer: number, at: Instant): void {
    for (let known = this.deadlines.length; known <= timer; known++) this.addTimer();
    this.causes[timer] = this.simulation.currentCause;
    const entry = this.entries[timer]!;
    if (entry !== noEvent && this.entryInstants[timer]! <= at) {
      this.deadlines[timer] = at;
      return;
    }
    const handle = this.simulation.schedule(at, this.self, timer);
    this.simulation.cancel(entry);
    this.entries[timer] = handle;
    this.entryInstants[timer] = at;
    this.deadlines[timer] = at;
  }

  /** Disarms the timer; nothing happens when it is not armed. */
  cancel(timer: number): void {
    const entry = this.entries[timer];
    if (entry === undefined || entry === noEvent) return;
    this.simulation.cancel(entry);
    this.entries[timer] = noEvent;
    this.deadlines[timer] = notSet;
  }

  /** Disarms every timer. */
  clear(): void {
    for (let timer = 0; timer < this.entries.length; timer++) this.cancel(timer);
  }

  /** When the timer is due; undefined when it is not armed. */
  deadlineOf(timer: number): Instant | undefined {
    const deadline = this.deadlines[timer];
    return deadline === undefined || deadline === notSet ? undefined : (deadline as Instant);
  }

  /** Of the timers that are armed, the earliest; undefined when none is. */
  nextDeadline(): Instant | undefined {
    let next: number | undefined;
    for (const deadline of this.deadlines) {
      if (deadline !== notSet && (next === undefined || deadline < next)) next = deadline;
    }
    return next as Instant | undefined;
  }

  handleEvent(timer: number, _argument: unknown, now: Instant): void {
    this.simulation.currentCause = this.causes[timer]!;
    const deadline = this.deadlines[timer]!;
    if (deadline > now) {
      this.entries[timer] = this.simulation.schedule(deadline as Instant, this.self, timer);
      this.entryInstants[timer] = deadline;
      return;
    }
    this.entries[timer] = noEvent;
    this.deadlines[timer] = notSet;
    this.onExpired(timer, now);
  }

  private addTimer(): void {
    this.deadlines.push(notSet);
    this.entryInstants.push(notSet);
    this.entries.push(noEvent);
    this.causes.push(0);
  }
}
