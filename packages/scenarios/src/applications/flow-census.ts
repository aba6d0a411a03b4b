// The long flows of a client at an instant, and what happened to them since the last count.

export interface FlowCensus {
  /** Established at some time. */
  readonly flows: number;
  readonly alive: number;
  /** Alive, but waiting for the answers to more than one byte. */
  readonly stalled: number;
  /** Since the last count. */
  readonly reset: number;
  /** Since the last count, for other reasons: closed, refused, timed out. */
  readonly endedOtherwise: number;
  /** Since the last count: the longest time between two answers of a flow that was answered again. */
  readonly longestGapSeconds: number;
}
