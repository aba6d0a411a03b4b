// What TCP_CHECK, UDP_CHECK and PING_CHECK make of an attempt. keepalived 2.2.7: check_tcp.c, check_udp.c, check_ping.c.

import type { Instant } from '@ospflab/sim';
import type { Attempt } from './attempt.ts';
import { AttemptedCheck } from './attempted-check.ts';
import type { CheckState } from './check-state.ts';
import type { CheckFailure } from './event.ts';
import type { CheckConfig } from './keepalived-config.ts';

export interface PlainWording {
  /** `TCP connection to` */
  readonly connection: string;
  /** `TCP_CHECK on service X`, after retries or at once. */
  readonly check: (state: CheckState, afterRetries: boolean) => string;
  /** TCP_CHECK repeats failed attempts on a server that is down, too. */
  readonly retriesWhileDown: boolean;
}

export abstract class PlainCheck<Config extends CheckConfig, Means extends Attempt> extends AttemptedCheck<
  Config,
  Means
> {
  protected abstract readonly wording: PlainWording;

  protected succeeded(now: Instant): void {
    const { state } = this;
    state.retries = 0;
    state.failuresInRow = 0;
    if (!state.isUp || !state.hasRun) {
      this.log(`${this.wording.connection} ${state.server.text} success.`);
      state.pool.noteVerdict(state, true);
    }
    state.hasRun = true;
    this.attempt.nextAfter(state.settings.delayLoop, now);
  }

  /** `words`: what is logged about every failure when that was asked for, after the server's name. */
  protected failed(reason: CheckFailure, words: string | undefined, now: Instant): void {
    const { state } = this;
    const { retry, delayBeforeRetry, delayLoop } = state.settings;
    this.attempt.noteFailure(reason);
    if (words !== undefined && state.isUp && state.logsAllFailures) this.log(words);
    const undecided = state.isUp || !state.hasRun;
    let delay = delayLoop;
    if (state.retries >= retry && (undecided || this.wording.retriesWhileDown)) {
      state.retries = 0;
      if (undecided) {
        const afterRetries = retry > 0 && state.hasRun;
        const count = afterRetries ? ` after ${retry} retries` : '';
        this.log(`${this.wording.check(state, afterRetries)} failed${count}.`);
        state.pool.noteVerdict(state, false);
      }
    } else if (state.isUp || this.wording.retriesWhileDown) {
      delay = delayBeforeRetry;
      state.retries++;
    }
    state.hasRun = true;
    this.attempt.nextAfter(delay, now);
  }
}
