// UDP_CHECK: a server is up unless its machine says that nobody listens, or, with require_reply, when it answers.
// keepalived 2.2.7: keepalived/check/check_udp.c.

import { bytesOfText } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { CheckState } from './check-state.ts';
import type { KeepalivedEffect } from './effect.ts';
import type { CheckInput } from './health-check.ts';
import type { UdpCheckConfig } from './keepalived-config.ts';
import { PlainCheck, type PlainWording } from './plain-check.ts';
import { ProbeAttempt } from './probe-attempt.ts';

const defaultPayload = bytesOfText('keepalived check - keepalived ch');
const defaultReplyLengthMax = 255;

const wording: PlainWording = {
  connection: 'UDP connection to',
  check: (state) => `UDP_CHECK on service ${state.server.text}`,
  retriesWhileDown: false,
};

export class UdpCheck extends PlainCheck<UdpCheckConfig, ProbeAttempt> {
  protected readonly wording = wording;

  constructor(state: CheckState<UdpCheckConfig>, sink: (effect: KeepalivedEffect) => void) {
    super(state, new ProbeAttempt(state, state.config, sink), sink);
  }

  timerExpired(now: Instant): void {
    const { config } = this.state;
    if (this.attempt.phase === 'waiting') {
      if (this.attempt.begin(now)) this.attempt.sendDatagram(config.payload ?? defaultPayload, now);
      return;
    }
    this.attempt.abandon();
    if (config.requireReply === true) this.unanswered('timeout', now);
    else this.succeeded(now);
  }

  answered(input: CheckInput, now: Instant): void {
    if (this.attempt.phase !== 'exchanging') return;
    if (input.kind === 'probeFailed') {
      this.attempt.abandon();
      this.unanswered(input.reason, now);
    } else if (input.kind === 'datagramReceived') {
      this.attempt.abandon();
      if (isWanted(input.bytes, this.state.config)) this.succeeded(now);
      else {
        this.failed('answer', `UDP check to ${this.state.server.text} reply data mismatch.`, now);
      }
    }
  }

  private unanswered(reason: 'timeout' | 'refused' | 'unreachable' | 'noRoute', now: Instant): void {
    this.failed(reason, `UDP connection to ${this.state.server.text} failed.`, now);
  }
}

/** Without a pattern every reply is good. */
function isWanted(answer: Uint8Array, config: UdpCheckConfig): boolean {
  const { reply, minReplyLength = 0, maxReplyLength = defaultReplyLengthMax } = config;
  if (reply === undefined) return true;
  if (answer.length < minReplyLength || answer.length > maxReplyLength) return false;
  const length = Math.min(answer.length, reply.bytes.length);
  for (let at = 0; at < length; at++) {
    if (((answer[at]! ^ reply.bytes[at]!) & ~reply.wild[at]!) !== 0) return false;
  }
  return true;
}
