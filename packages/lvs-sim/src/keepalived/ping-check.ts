// PING_CHECK: a server is up when its machine answers an echo request. keepalived 2.2.7: keepalived/check/check_ping.c.

import type { Instant } from '@ospflab/sim';
import type { CheckState } from './check-state.ts';
import type { KeepalivedEffect } from './effect.ts';
import type { CheckInput, HealthCheck } from './health-check.ts';
import type { PingCheckConfig } from './keepalived-config.ts';
import { PlainOutcome } from './plain-outcome.ts';
import { ProbeAttempt } from './probe-attempt.ts';

const dataBytes = 128;

const wording = {
  connection: 'ICMP connection to',
  check: ({ server, pool }: CheckState, afterRetries: boolean) =>
    `ICMP CHECK on service ${server.text}${afterRetries ? ` of ${pool.text}` : ''}`,
  retriesWhileDown: false,
};

export class PingCheck implements HealthCheck {
  readonly state: CheckState<PingCheckConfig>;
  private readonly sink: (effect: KeepalivedEffect) => void;
  private readonly attempt: ProbeAttempt;
  private readonly outcome: PlainOutcome;

  constructor(state: CheckState<PingCheckConfig>, sink: (effect: KeepalivedEffect) => void) {
    this.state = state;
    this.sink = sink;
    this.attempt = new ProbeAttempt(state, state.config, sink);
    this.outcome = new PlainOutcome(state, this.attempt, wording, sink);
  }

  start(firstAttempt: Instant): void {
    this.attempt.wait(firstAttempt);
  }

  stop(): void {
    this.attempt.stop();
  }

  timerExpired(now: Instant): void {
    if (this.attempt.phase === 'waiting') {
      if (this.attempt.begin(now)) this.attempt.sendEcho(dataBytes, now);
      return;
    }
    this.attempt.abandon();
    const words = `ICMP connection to address ${this.state.server.text} timeout.`;
    this.outcome.failed('timeout', words, now);
  }

  /** Errors of other machines do not reach the program, so that only a missing route shows before the time is over. */
  answered(input: CheckInput, now: Instant): void {
    if (this.attempt.phase !== 'exchanging') return;
    if (input.kind === 'echoReplied') {
      this.attempt.abandon();
      this.outcome.succeeded(now);
    } else if (input.kind === 'probeFailed' && input.reason === 'noRoute') {
      this.attempt.abandon();
      this.sink({ kind: 'log', text: 'send ICMP packet fail' });
      this.outcome.failed('noRoute', undefined, now);
    }
  }
}
