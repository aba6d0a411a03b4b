// The part that all checks share: one timer, and at most one attempt that waits for an answer.

import { after, type Duration, type Instant } from '@ospflab/sim';
import type { CheckState } from './check-state.ts';
import type { KeepalivedEffect } from './effect.ts';
import type { CheckFailure } from './event.ts';

/** `waiting` for the next attempt; `connecting` and `exchanging` in one. */
export type AttemptPhase = 'idle' | 'waiting' | 'connecting' | 'exchanging';

export abstract class Attempt {
  protected readonly state: CheckState;
  protected readonly sink: (effect: KeepalivedEffect) => void;
  protected current: AttemptPhase = 'idle';

  constructor(state: CheckState, sink: (effect: KeepalivedEffect) => void) {
    this.state = state;
    this.sink = sink;
  }

  get phase(): AttemptPhase {
    return this.current;
  }

  wait(until: Instant): void {
    this.current = 'waiting';
    this.sink({ kind: 'setTimer', timer: this.state.index, at: until });
  }

  nextAfter(delay: Duration, now: Instant): void {
    this.wait(after(now, delay));
  }

  /** While ha_suspend holds the check, it looks again after delay_loop; false then. */
  begin(now: Instant): boolean {
    if (this.state.enabled) return true;
    this.nextAfter(this.state.settings.delayLoop, now);
    return false;
  }

  setDeadline(delay: Duration, now: Instant): void {
    this.sink({ kind: 'setTimer', timer: this.state.index, at: after(now, delay) });
  }

  /** Nobody answered: what the attempt holds is given up. */
  abstract abandon(): void;

  /** For the trace. */
  noteFailure(reason: CheckFailure): void {
    const { index, server } = this.state;
    this.sink({
      kind: 'record',
      event: {
        kind: 'checkAttemptFailed',
        check: index,
        realServer: server.config.address,
        realPort: server.config.port,
        attempt: ++this.state.failuresInRow,
        reason,
      },
    });
  }

  stop(): void {
    if (this.current === 'idle') return;
    this.sink({ kind: 'cancelTimer', timer: this.state.index });
    if (this.current !== 'waiting') this.abandon();
    this.current = 'idle';
  }
}
