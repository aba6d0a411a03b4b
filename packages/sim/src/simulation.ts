// The simulation: one clock, one queue, one trace and one seed. It dispatches events in the order of
// (instant, insertion) and restores the cause that each was scheduled under.

import { EventQueue, type EventHandle } from './event-queue.ts';
import type { EventTarget, TargetId } from './event-target.ts';
import { RandomStream } from './random-stream.ts';
import type { RunBounds, RunEnd, RunOutcome } from './run-outcome.ts';
import { endOfTime, seconds, startOfTime, type Instant } from './time.ts';
import { Trace, type RecordId, type TraceOptions } from './trace.ts';

export interface SimulationOptions {
  /** All randomness of the run follows from it. */
  readonly seed: number | string;
  readonly trace?: TraceOptions;
  readonly bounds?: RunBounds;
}

const eventsMaxDefault = 1e9;
const simulatedTimeMaxDefault = (30 * 86_400 * seconds(1)) as Instant;

export class Simulation {
  readonly seed: number | string;
  readonly trace: Trace;

  private readonly queue = new EventQueue();
  private readonly targets: EventTarget[] = [];
  private readonly streams = new Map<string, RandomStream>();
  private readonly eventsMax: number;
  private readonly simulatedTimeMax: Instant;
  private instant: Instant = startOfTime;
  private eventsTotal = 0;
  private running = false;
  private stopWanted = false;

  constructor(options: SimulationOptions) {
    this.seed = options.seed;
    this.trace = new Trace(this, options.trace);
    this.eventsMax = options.bounds?.eventsMax ?? eventsMaxDefault;
    this.simulatedTimeMax = options.bounds?.simulatedTimeMax ?? simulatedTimeMaxDefault;
  }

  /** The instant of the event being dispatched, or the one that the last run came to. */
  get now(): Instant {
    return this.instant;
  }

  /** The record that whatever happens now is a consequence of; 0 for none. Scheduled events inherit it. */
  get currentCause(): RecordId {
    return this.trace.currentCause;
  }
  set currentCause(cause: RecordId) {
    this.trace.currentCause = cause;
  }

  /** Events that wait. */
  get pending(): number {
    return this.queue.size;
  }

  /** Makes the target known; events are scheduled for it by the number that it gets. */
  register(target: EventTarget): TargetId {
    return (this.targets.push(target) - 1) as TargetId;
  }

  /**
   * Has the target's `handleEvent(kind, argument, at)` called at that instant, after everything already scheduled for it.
   * `kind` is a 32-bit integer. Throws on an instant that lies before `now` or is not a whole nanosecond:
   * that is a mistake in the caller.
   */
  schedule(at: Instant, target: TargetId, kind: number, argument?: unknown): EventHandle {
    if (!(at >= this.instant && at <= endOfTime && Math.floor(at) === at)) {
      throw new RangeError(`Cannot schedule at ${at} ns: now is ${this.instant} ns.`);
    }
    return this.queue.push(at, target, kind, argument, this.trace.currentCause);
  }

  /** Takes back an event; false when it was already dispatched or cancelled. */
  cancel(handle: EventHandle): boolean {
    return this.queue.cancel(handle);
  }

  /** The stream of that name; the same object for the same name. */
  stream(name: string): RandomStream {
    let stream = this.streams.get(name);
    if (stream === undefined) {
      stream = new RandomStream(this.seed, name);
      this.streams.set(name, stream);
    }
    return stream;
  }

  /** Ends the present run after the event being dispatched; what waits stays. */
  stop(): void {
    this.stopWanted = true;
  }

  /**
   * Dispatches everything up to and including `until`, at most `eventsMax` events, and may be called again to go on.
   * Afterwards `now` is `until` (or the bound on simulated time); it stays at the last event when the run was stopped
   * or hit a bound on events, and when it went idle with `until: endOfTime`.
   */
  run(limits: { readonly until: Instant; readonly eventsMax?: number }): RunOutcome {
    if (this.running) throw new Error('A handler cannot run the simulation that is running it.');
    const until = limits.until < this.simulatedTimeMax ? limits.until : this.simulatedTimeMax;
    const eventsBefore = this.eventsTotal;
    const budget = Math.min(limits.eventsMax ?? Infinity, this.eventsMax - eventsBefore);
    this.running = true;
    this.stopWanted = false;
    let drained: boolean;
    try {
      drained = this.dispatchUntil(until, eventsBefore + budget);
    } finally {
      this.running = false;
      this.trace.currentCause = 0;
    }
    let end: RunEnd;
    if (!drained) end = this.stopWanted ? 'stopped' : 'eventBoundHit';
    else if (this.queue.size === 0) end = 'idle';
    else end = until < limits.until ? 'timeBoundHit' : 'reachedUntil';
    const openEnded = end === 'idle' && limits.until === endOfTime;
    if (drained && !openEnded && until > this.instant) this.instant = until;
    return {
      end,
      at: this.instant,
      events: this.eventsTotal - eventsBefore,
      eventsTotal: this.eventsTotal,
      pending: this.queue.size,
    };
  }

  /** True when nothing is left up to `until`, false when it was stopped or the count of events reached its limit. */
  private dispatchUntil(until: Instant, eventsLimit: number): boolean {
    const { queue, targets } = this;
    const trace = this.trace;
    for (;;) {
      if (this.stopWanted) return false;
      // The bound is hit only if there is an event that it keeps from being dispatched.
      if (this.eventsTotal >= eventsLimit) return (queue.earliestInstant() ?? Infinity) > until;
      if (!queue.pop(until)) return true;
      this.eventsTotal++;
      this.instant = queue.poppedInstant;
      trace.currentCause = queue.poppedCause;
      targets[queue.poppedTarget]!.handleEvent(queue.poppedKind, queue.poppedArgument, queue.poppedInstant);
    }
  }
}
