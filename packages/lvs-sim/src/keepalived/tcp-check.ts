// TCP_CHECK: a server is up when it accepts a connection. keepalived 2.2.7: keepalived/check/check_tcp.c.

import type { Instant } from '@ospflab/sim';
import type { CheckState } from './check-state.ts';
import { ConnectionAttempt } from './connection-attempt.ts';
import type { KeepalivedEffect } from './effect.ts';
import type { CheckInput, HealthCheck } from './health-check.ts';
import type { ConnectFailure } from './input.ts';
import type { TcpCheckConfig } from './keepalived-config.ts';
import { PlainOutcome } from './plain-outcome.ts';

const wording = {
  connection: 'TCP connection to',
  check: (state: CheckState) => `TCP_CHECK on service ${state.server.text}`,
  retriesWhileDown: true,
};

export class TcpCheck implements HealthCheck {
  readonly state: CheckState<TcpCheckConfig>;
  private readonly attempt: ConnectionAttempt;
  private readonly outcome: PlainOutcome;

  constructor(state: CheckState<TcpCheckConfig>, sink: (effect: KeepalivedEffect) => void) {
    this.state = state;
    this.attempt = new ConnectionAttempt(state, state.config, sink);
    this.outcome = new PlainOutcome(state, this.attempt, wording, sink);
  }

  start(firstAttempt: Instant): void {
    this.attempt.wait(firstAttempt);
  }

  stop(): void {
    this.attempt.stop();
  }

  timerExpired(now: Instant): void {
    if (this.attempt.phase === 'waiting') this.attempt.open(now);
    else if (this.attempt.phase === 'connecting') {
      this.attempt.abandon();
      this.failed('timeout', now);
    }
  }

  /** Whatever the server says first, the connection is closed as soon as it stands. */
  answered(input: CheckInput, now: Instant): void {
    if (this.attempt.phase !== 'connecting') return;
    if (input.kind === 'connectFailed') this.failed(input.reason, now);
    else if (input.kind === 'connectSucceeded') {
      this.attempt.close();
      this.outcome.succeeded(now);
    }
  }

  private failed(reason: ConnectFailure, now: Instant): void {
    const how = reason === 'timeout' ? 'timeout' : 'failed';
    this.outcome.failed(reason, `TCP connection to ${this.state.server.text} ${how}.`, now);
  }
}
