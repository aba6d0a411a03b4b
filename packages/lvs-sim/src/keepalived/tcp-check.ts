// TCP_CHECK: a server is up when it accepts a connection. keepalived 2.2.7: keepalived/check/check_tcp.c.

import type { Instant } from '@ospflab/sim';
import type { CheckState } from './check-state.ts';
import { ConnectionAttempt } from './connection-attempt.ts';
import type { KeepalivedEffect } from './effect.ts';
import type { CheckInput } from './health-check.ts';
import type { ConnectFailure } from './input.ts';
import type { TcpCheckConfig } from './keepalived-config.ts';
import { PlainCheck, type PlainWording } from './plain-check.ts';

const wording: PlainWording = {
  connection: 'TCP connection to',
  check: (state) => `TCP_CHECK on service ${state.server.text}`,
  retriesWhileDown: true,
};

export class TcpCheck extends PlainCheck<TcpCheckConfig, ConnectionAttempt> {
  protected readonly wording = wording;

  constructor(state: CheckState<TcpCheckConfig>, sink: (effect: KeepalivedEffect) => void) {
    super(state, new ConnectionAttempt(state, state.config, sink), sink);
  }

  timerExpired(now: Instant): void {
    if (this.attempt.phase === 'waiting') this.attempt.open(now);
    else if (this.attempt.phase === 'connecting') {
      this.attempt.abandon();
      this.unanswered('timeout', now);
    }
  }

  /** Whatever the server says first, the connection is closed as soon as it stands. */
  answered(input: CheckInput, now: Instant): void {
    if (this.attempt.phase !== 'connecting') return;
    if (input.kind === 'connectFailed') this.unanswered(input.reason, now);
    else if (input.kind === 'connectSucceeded') {
      this.attempt.close();
      this.succeeded(now);
    }
  }

  private unanswered(reason: ConnectFailure, now: Instant): void {
    const how = reason === 'timeout' ? 'timeout' : 'failed';
    this.failed(reason, `TCP connection to ${this.state.server.text} ${how}.`, now);
  }
}
