// An attempt over TCP: TCP_CHECK, HTTP_GET, SSL_GET, SMTP_CHECK.

import type { Instant } from '@ospflab/sim';
import { Attempt } from './attempt.ts';
import type { CheckTarget } from './keepalived-config.ts';
import type { CheckState } from './check-state.ts';
import type { KeepalivedEffect } from './effect.ts';

export class ConnectionAttempt extends Attempt {
  private readonly target: CheckTarget;

  constructor(state: CheckState, target: CheckTarget, sink: (effect: KeepalivedEffect) => void) {
    super(state, sink);
    this.target = target;
  }

  open(now: Instant): void {
    if (!this.begin(now)) return;
    const { target, state } = this;
    this.current = 'connecting';
    this.extend(now);
    this.sink({
      kind: 'openConnection',
      check: state.index,
      address: target.connectIp ?? state.server.config.address,
      port: target.connectPort ?? state.server.config.port,
      ...(target.bindTo === undefined ? {} : { bindTo: target.bindTo }),
      ...(target.bindPort === undefined ? {} : { bindPort: target.bindPort }),
    });
  }

  send(bytes: Uint8Array, now: Instant): void {
    this.sink({ kind: 'sendBytes', check: this.state.index, bytes });
    this.exchange(now);
  }

  /** The connection stands, and the other side is to speak. */
  exchange(now: Instant): void {
    this.current = 'exchanging';
    this.extend(now);
  }

  /** connect_timeout counts anew for the connection, for each request and for each piece of an answer. */
  extend(now: Instant): void {
    this.setDeadline(this.state.settings.connectTimeout, now);
  }

  /** The connection has done its service. */
  close(): void {
    this.sink({ kind: 'closeConnection', check: this.state.index });
  }

  override abandon(): void {
    this.sink({ kind: 'abandonConnection', check: this.state.index });
  }
}
