// An attempt without connection: UDP_CHECK and DNS_CHECK send a datagram, PING_CHECK an echo request.

import type { Instant } from '@ospflab/sim';
import { Attempt } from './attempt.ts';
import type { CheckState } from './check-state.ts';
import type { CheckTarget } from './keepalived-config.ts';
import type { KeepalivedEffect } from './effect.ts';

export class ProbeAttempt extends Attempt {
  private readonly target: CheckTarget;

  constructor(state: CheckState, target: CheckTarget, sink: (effect: KeepalivedEffect) => void) {
    super(state, sink);
    this.target = target;
  }

  sendDatagram(bytes: Uint8Array, now: Instant): void {
    const { target, state } = this;
    this.expectAnswer(now);
    this.sink({
      kind: 'sendDatagram',
      check: state.index,
      address: target.connectIp ?? state.server.config.address,
      port: target.connectPort ?? state.server.config.port,
      ...(target.bindTo === undefined ? {} : { bindTo: target.bindTo }),
      ...(target.bindPort === undefined ? {} : { bindPort: target.bindPort }),
      bytes,
    });
  }

  sendEcho(dataBytes: number, now: Instant): void {
    const { target, state } = this;
    this.expectAnswer(now);
    const address = target.connectIp ?? state.server.config.address;
    this.sink({ kind: 'sendEcho', check: state.index, address, dataBytes });
  }

  /** An answer came, or none is wanted any more. */
  override abandon(): void {
    this.sink({ kind: 'forgetProbe', check: this.state.index });
  }

  private expectAnswer(now: Instant): void {
    this.current = 'exchanging';
    this.setDeadline(this.state.settings.connectTimeout, now);
  }
}
