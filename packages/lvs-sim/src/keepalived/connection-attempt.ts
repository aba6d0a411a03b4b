// The part that all connecting checks share: one timer and at most one connection, either waiting for the next attempt or in one.

import { after, type Duration, type Instant } from '@ospflab/sim';
import type { CheckState } from './check-state.ts';
import type { KeepalivedEffect } from './effect.ts';
import type { CheckFailure } from './event.ts';

export type AttemptPhase = 'idle' | 'waiting' | 'connecting' | 'exchanging';

export class ConnectionAttempt {
  private readonly state: CheckState;
  private readonly sink: (effect: KeepalivedEffect) => void;
  private current: AttemptPhase = 'idle';

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

  /** While ha_suspend holds the check, it looks again after delay_loop. */
  open(now: Instant): void {
    const { index, config, enabled, server, settings } = this.state;
    if (!enabled) {
      this.wait(after(now, settings.delayLoop));
      return;
    }
    this.current = 'connecting';
    this.setDeadline(now);
    this.sink({
      kind: 'openConnection',
      check: index,
      address: config.connectIp ?? server.config.address,
      port: config.connectPort ?? server.config.port,
      ...(config.bindTo === undefined ? {} : { bindTo: config.bindTo }),
      ...(config.bindPort === undefined ? {} : { bindPort: config.bindPort }),
    });
  }

  send(bytes: Uint8Array, now: Instant): void {
    this.current = 'exchanging';
    this.setDeadline(now);
    this.sink({ kind: 'sendBytes', check: this.state.index, bytes });
  }

  /** connect_timeout counts anew for the connection, for the request and for each piece of the answer. */
  setDeadline(now: Instant): void {
    this.sink({
      kind: 'setTimer',
      timer: this.state.index,
      at: after(now, this.state.settings.connectTimeout),
    });
  }

  /** The connection has done its service. */
  close(): void {
    this.sink({ kind: 'closeConnection', check: this.state.index });
  }

  /** Nobody answered. */
  abandon(): void {
    this.sink({ kind: 'abandonConnection', check: this.state.index });
  }

  failed(reason: CheckFailure): void {
    const { index, server, retries } = this.state;
    this.sink({
      kind: 'record',
      event: {
        kind: 'checkAttemptFailed',
        check: index,
        realServer: server.config.address,
        realPort: server.config.port,
        attempt: retries + 1,
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

  nextAfter(delay: Duration, now: Instant): void {
    this.wait(after(now, delay));
  }
}
