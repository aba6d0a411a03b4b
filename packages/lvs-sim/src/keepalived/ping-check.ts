// PING_CHECK: a server is up when its machine answers an echo request. keepalived 2.2.7: keepalived/check/check_ping.c.

import type { Instant } from '@ospflab/sim';
import type { CheckState } from './check-state.ts';
import type { KeepalivedEffect } from './effect.ts';
import type { CheckInput } from './health-check.ts';
import type { PingCheckConfig } from './keepalived-config.ts';
import { PlainCheck, type PlainWording } from './plain-check.ts';
import { ProbeAttempt } from './probe-attempt.ts';

const dataBytes = 128;

const wording: PlainWording = {
  connection: 'ICMP connection to',
  check: ({ server, pool }, afterRetries) =>
    `ICMP CHECK on service ${server.text}${afterRetries ? ` of ${pool.text}` : ''}`,
  retriesWhileDown: false,
};

export class PingCheck extends PlainCheck<PingCheckConfig, ProbeAttempt> {
  protected readonly wording = wording;

  constructor(state: CheckState<PingCheckConfig>, sink: (effect: KeepalivedEffect) => void) {
    super(state, new ProbeAttempt(state, state.config, sink), sink);
  }

  timerExpired(now: Instant): void {
    if (this.attempt.phase === 'waiting') {
      if (this.attempt.begin(now)) this.attempt.sendEcho(dataBytes, now);
      return;
    }
    this.attempt.abandon();
    const words = `ICMP connection to address ${this.state.server.text} timeout.`;
    this.failed('timeout', words, now);
  }

  /** Errors of other machines do not reach the program, so that only a missing route shows before the time is over. */
  answered(input: CheckInput, now: Instant): void {
    if (this.attempt.phase !== 'exchanging') return;
    if (input.kind === 'echoReplied') {
      this.attempt.abandon();
      this.succeeded(now);
    } else if (input.kind === 'probeFailed' && input.reason === 'noRoute') {
      this.attempt.abandon();
      this.log('send ICMP packet fail');
      this.failed('noRoute', undefined, now);
    }
  }
}
