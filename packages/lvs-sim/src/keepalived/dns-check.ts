// DNS_CHECK: a name server is up when it answers a question without error code. keepalived 2.2.7: keepalived/check/check_dns.c.

import type { Instant } from '@ospflab/sim';
import { AttemptedCheck } from './attempted-check.ts';
import type { CheckState } from './check-state.ts';
import { dnsQuery } from './dns-query.ts';
import type { KeepalivedEffect } from './effect.ts';
import type { CheckFailure } from './event.ts';
import type { CheckInput } from './health-check.ts';
import type { DnsCheckConfig } from './keepalived-config.ts';
import { ProbeAttempt } from './probe-attempt.ts';

const headerBytesMin = 8;

export class DnsCheck extends AttemptedCheck<DnsCheckConfig, ProbeAttempt> {
  /** Of the last question; the program draws it at random. */
  private identification: number;

  constructor(state: CheckState<DnsCheckConfig>, sink: (effect: KeepalivedEffect) => void) {
    super(state, new ProbeAttempt(state, state.config, sink), sink);
    this.identification = state.index << 8;
  }

  timerExpired(now: Instant): void {
    if (this.attempt.phase === 'waiting') {
      if (!this.attempt.begin(now)) return;
      this.identification = (this.identification + 1) & 0xffff;
      const { recordType = 'SOA', name = '' } = this.state.config;
      this.attempt.sendDatagram(dnsQuery(this.identification, recordType, name), now);
      return;
    }
    this.attempt.abandon();
    this.failed('timeout', 'read timeout from socket', now);
  }

  /** Answers to other questions are passed over. An unreachable machine only shows when the time is over. */
  answered(input: CheckInput, now: Instant): void {
    if (this.attempt.phase !== 'exchanging') return;
    if (input.kind === 'probeFailed' && input.reason !== 'unreachable') {
      this.attempt.abandon();
      const words =
        input.reason === 'refused'
          ? 'failed to read socket; errno 111 (Connection refused)'
          : 'failed to write socket.';
      this.failed(input.reason, words, now);
    } else if (input.kind === 'datagramReceived') this.received(input.bytes, now);
  }

  private received(bytes: Uint8Array, now: Instant): void {
    const isAnswer = bytes.length >= headerBytesMin && (bytes[2]! & 0x80) !== 0;
    if (!isAnswer || ((bytes[0]! << 8) | bytes[1]!) !== this.identification) return;
    this.attempt.abandon();
    const code = bytes[3]! & 0xf;
    if (code === 0) this.succeeded(now);
    else this.failed('answer', `read error occurred. (rcode = ${code})`, now);
  }

  /** Of a success the log tells nothing but what happens to the server. */
  private succeeded(now: Instant): void {
    const { state } = this;
    state.failuresInRow = 0;
    if (!state.isUp || !state.hasRun) state.pool.noteVerdict(state, true);
    state.retries = 0;
    this.attempt.nextAfter(state.settings.delayLoop, now);
  }

  private failed(reason: CheckFailure, words: string, now: Instant): void {
    const { state } = this;
    const { retry, delayBeforeRetry, delayLoop } = state.settings;
    this.attempt.noteFailure(reason);
    if (state.isUp || !state.hasRun) {
      const isLast = state.retries >= retry;
      if (state.logsAllFailures || isLast) {
        const count = state.hasRun && isLast ? ` after ${retry} retries` : '';
        this.log(`DNS_CHECK (${state.server.text}) ${words}${count}`);
      }
      if (!isLast) {
        state.retries++;
        state.hasRun = true;
        this.attempt.nextAfter(delayBeforeRetry, now);
        return;
      }
      state.pool.noteVerdict(state, false);
    }
    state.retries = 0;
    this.attempt.nextAfter(delayLoop, now);
  }
}
