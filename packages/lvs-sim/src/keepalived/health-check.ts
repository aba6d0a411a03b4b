// What `Keepalived` needs of a check of any kind. A new kind is a file that implements this and a row in `healthCheckTable`.

import type { Instant } from '@ospflab/sim';
import type { CheckState } from './check-state.ts';
import type { ConnectFailure } from './input.ts';

export interface HealthCheck {
  readonly state: CheckState;
  /** The program starts: the first attempt is due at this instant. */
  start(firstAttempt: Instant): void;
  timerExpired(now: Instant): void;
  connectSucceeded(now: Instant): void;
  connectFailed(reason: ConnectFailure, now: Instant): void;
  bytesReceived(bytes: Uint8Array, now: Instant): void;
  connectionClosed(how: 'closed' | 'reset', now: Instant): void;
  /** The process ends: timer and connection go. */
  stop(): void;
}
