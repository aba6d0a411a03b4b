// What follows an attempt of TCP_CHECK, UDP_CHECK and PING_CHECK. keepalived 2.2.7: check_tcp.c, check_udp.c, check_ping.c.

import type { Instant } from '@ospflab/sim';
import type { Attempt } from './attempt.ts';
import type { CheckState } from './check-state.ts';
import type { KeepalivedEffect } from './effect.ts';
import type { CheckFailure } from './event.ts';

export interface PlainWording {
  /** `TCP connection to` */
  readonly connection: string;
  /** `TCP_CHECK on service X`, after retries or at once. */
  readonly check: (state: CheckState, afterRetries: boolean) => string;
  /** TCP_CHECK repeats failed attempts on a server that is down, too. */
  readonly retriesWhileDown: boolean;
}

export class PlainOutcome {
  private readonly state: CheckState;
  private readonly attempt: Attempt;
  private readonly wording: PlainWording;
  private readonly sink: (effect: KeepalivedEffect) => void;

  constructor(
    state: CheckState,
    attempt: Attempt,
    wording: PlainWording,
    sink: (effect: KeepalivedEffect) => void,
  ) {
    this.state = state;
    this.attempt = attempt;
    this.wording = wording;
    this.sink = sink;
  }

  succeeded(now: Instant): void {
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
  failed(reason: CheckFailure, words: string | undefined, now: Instant): void {
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

  private log(text: string): void {
    this.sink({ kind: 'log', text });
  }
}
