// What a helper keeps of a neighbour that restarts, RFC 3623 §3.1.

import type { Instant } from '@ospflab/sim';
import type { RouterTimer } from '../router-timer.ts';
import type { RestartReason } from './grace-lsa.ts';

export interface Help {
  /** Ends it. */
  readonly timer: RouterTimer;
  /** As the neighbour asked for it. */
  graceSeconds: number;
  /** Until this router's patience ends, from the last grace-LSA on. */
  grantedSeconds: number;
  until: Instant;
  reason: RestartReason;
}
