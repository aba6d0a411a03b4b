// How a run ended: by reaching what was asked for, or by hitting one of its bounds.

import { toSeconds, type Instant } from './time.ts';

/** Limits of a whole simulation, over all its calls of `run`. */
export interface RunBounds {
  /** Events dispatched at most; 1e9 when not given. */
  readonly eventsMax?: number;
  /** Latest instant that may be simulated; 30 days when not given. */
  readonly simulatedTimeMax?: Instant;
}

export type RunEnd =
  /** Everything up to `until` was dispatched and more waits behind it. */
  | 'reachedUntil'
  /** Everything was dispatched; nothing waits. */
  | 'idle'
  /** `stop` was called by a handler. */
  | 'stopped'
  | 'eventBoundHit'
  | 'timeBoundHit';

export interface RunOutcome {
  readonly end: RunEnd;
  /** The simulation's instant when the run ended. */
  readonly at: Instant;
  /** Events dispatched by this run. */
  readonly events: number;
  /** Events dispatched by the simulation since its start. */
  readonly eventsTotal: number;
  /** Events that still wait. */
  readonly pending: number;
}

/** One sentence for an operator; undefined when no bound was hit. */
export function explainBound(outcome: RunOutcome): string | undefined {
  const place = `at ${toSeconds(outcome.at).toFixed(3)} s after ${outcome.eventsTotal} events, ${outcome.pending} waiting`;
  switch (outcome.end) {
    case 'eventBoundHit':
      return `The bound on events was hit ${place}: raise it, or look for a loop that never ends.`;
    case 'timeBoundHit':
      return `The bound on simulated time was hit ${place}: raise it, or ask for an earlier end.`;
    default:
      return undefined;
  }
}
