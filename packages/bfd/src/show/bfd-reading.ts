// What the show commands read.

import type { Instant } from '@ospflab/sim';
import type { BfdSessionView } from '../bfd-speaker.ts';

export interface BfdReading {
  readonly sessions: readonly BfdSessionView[];
  readonly interfaceName: (interfaceIndex: number) => string;
  readonly now: Instant;
}

/** Whole seconds since the session came to its state. */
export function secondsInState({ changedAt }: BfdSessionView, now: Instant): number {
  return Math.floor((now - changedAt) / 1e9);
}

export function wholeMilliseconds(nanoseconds: number): number {
  return Math.floor(nanoseconds / 1e6);
}

/** Offered in every packet although nothing is echoed. */
export const echoReceiveMilliseconds = 50;
