// What `Keepalived` needs of a check of any kind. A new kind is a file that implements this and a row in `healthCheckTable`.

import type { Instant } from '@ospflab/sim';
import type { CheckState } from './check-state.ts';
import type { KeepalivedInput } from './input.ts';

/** What comes back from an attempt. Answers to one that was given up may still come and are ignored. */
export type CheckInput = Extract<KeepalivedInput, { readonly check: number }>;

export interface HealthCheck {
  readonly state: CheckState;
  /** The program starts: the first attempt is due at this instant. */
  start(firstAttempt: Instant): void;
  timerExpired(now: Instant): void;
  answered(input: CheckInput, now: Instant): void;
  /** The process ends: timer and attempt go. */
  stop(): void;
}
