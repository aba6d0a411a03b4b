// TCP_CHECK: a server is up when it accepts a connection. keepalived 2.2.7: keepalived/check/check_tcp.c.

import type { Instant } from '@ospflab/sim';
import type { CheckState } from './check-state.ts';
import { ConnectionAttempt } from './connection-attempt.ts';
import type { KeepalivedEffect } from './effect.ts';
import type { HealthCheck } from './health-check.ts';
import type { ConnectFailure } from './input.ts';
import type { TcpCheckConfig } from './keepalived-config.ts';

export class TcpCheck implements HealthCheck {
  readonly state: CheckState<TcpCheckConfig>;
  private readonly sink: (effect: KeepalivedEffect) => void;
  private readonly attempt: ConnectionAttempt;

  constructor(state: CheckState<TcpCheckConfig>, sink: (effect: KeepalivedEffect) => void) {
    this.state = state;
    this.sink = sink;
    this.attempt = new ConnectionAttempt(state, sink);
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

  connectSucceeded(now: Instant): void {
    if (this.attempt.phase !== 'connecting') return;
    this.attempt.close();
    const { state } = this;
    state.retries = 0;
    if (!state.isUp || !state.hasRun) {
      this.log(`TCP connection to ${state.server.text} success.`);
      state.pool.noteVerdict(state, true);
    }
    state.hasRun = true;
    this.attempt.nextAfter(state.settings.delayLoop, now);
  }

  connectFailed(reason: ConnectFailure, now: Instant): void {
    if (this.attempt.phase === 'connecting') this.failed(reason, now);
  }

  bytesReceived(): void {
    // Whatever the server says first, the connection was closed as soon as it stood.
  }

  connectionClosed(): void {
    // As above.
  }

  private failed(reason: ConnectFailure, now: Instant): void {
    const { state } = this;
    const { retry, delayBeforeRetry, delayLoop } = state.settings;
    this.attempt.failed(reason);
    if (state.isUp && state.logsAllFailures) {
      this.log(`TCP connection to ${state.server.text} ${reason === 'timeout' ? 'timeout' : 'failed'}.`);
    }
    let delay = delayLoop;
    if ((state.isUp || !state.hasRun) && state.retries >= retry) {
      state.retries = 0;
      const count = retry > 0 && state.hasRun ? ` after ${retry} retries` : '';
      this.log(`TCP_CHECK on service ${state.server.text} failed${count}.`);
      state.pool.noteVerdict(state, false);
    } else if (state.isUp) {
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
