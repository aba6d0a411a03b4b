// SMTP_CHECK: a server is up when it greets, takes HELO and answers QUIT. keepalived 2.2.7: keepalived/check/check_smtp.c.

import { bytesOfText, formatIpv4Address, textOfBytes } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import { AttemptedCheck } from './attempted-check.ts';
import type { CheckState } from './check-state.ts';
import { ConnectionAttempt } from './connection-attempt.ts';
import type { KeepalivedEffect } from './effect.ts';
import type { CheckFailure } from './event.ts';
import type { CheckInput } from './health-check.ts';
import type { SmtpCheckConfig } from './keepalived-config.ts';

const defaultHeloName = 'smtpchecker.keepalived.org';
/** A longer line is forgotten, and reading goes on. */
const lineLengthMax = 511;

export class SmtpCheck extends AttemptedCheck<SmtpCheckConfig, ConnectionAttempt> {
  /** As in the log. */
  private readonly place: string;
  /** The line that the server owes. */
  private awaited: 'banner' | 'helo' | 'quit' = 'banner';
  private line = '';

  constructor(state: CheckState<SmtpCheckConfig>, sink: (effect: KeepalivedEffect) => void) {
    super(state, new ConnectionAttempt(state, state.config, sink), sink);
    const { config, server } = state;
    const address = formatIpv4Address(config.connectIp ?? server.config.address);
    this.place = `[${address}]:${config.connectPort ?? server.config.port}`;
    // Unlike the other checks it gives a server its retries at the start, too.
    state.retries = 0;
  }

  timerExpired(now: Instant): void {
    const { phase } = this.attempt;
    if (phase === 'waiting') {
      this.attempt.open(now);
      return;
    }
    this.attempt.abandon();
    const what = phase === 'connecting' ? 'Connection timeout to' : 'Read timeout from';
    this.failed('timeout', what, now);
  }

  answered(input: CheckInput, now: Instant): void {
    const { phase } = this.attempt;
    if (phase === 'connecting') {
      if (input.kind === 'connectFailed') this.failed(input.reason, 'Error connecting to', now);
      else if (input.kind === 'connectSucceeded') {
        this.awaited = 'banner';
        this.line = '';
        this.attempt.exchange(now);
      }
    } else if (phase === 'exchanging') {
      if (input.kind === 'bytesReceived') this.received(textOfBytes(input.bytes), now);
      else if (input.kind === 'connectionClosed') {
        this.attempt.close();
        this.failed(input.how, 'Read failure from', now);
      }
    }
  }

  /** What stands behind the first line of a piece is not looked at. */
  private received(text: string, now: Instant): void {
    this.line = this.line.length > lineLengthMax ? text : this.line + text;
    const end = this.line.indexOf('\n');
    if (end < 0) {
      this.attempt.extend(now);
      return;
    }
    const status = /^\s*(\d{3})(?:\s|$)/.exec(this.line.slice(0, end))?.[1];
    this.line = '';
    this.takeLine(status, now);
  }

  private takeLine(status: string | undefined, now: Instant): void {
    if (this.awaited === 'quit') {
      this.attempt.close();
      this.succeeded(now);
    } else if (status !== (this.awaited === 'banner' ? '220' : '250')) {
      const what = this.awaited === 'banner' ? 'Bad greeting banner from' : 'Bad HELO response from';
      this.attempt.close();
      this.failed('answer', what, now);
    } else if (this.awaited === 'banner') {
      this.awaited = 'helo';
      this.attempt.send(bytesOfText(`HELO ${this.state.config.heloName ?? defaultHeloName}\r\n`), now);
    } else {
      this.awaited = 'quit';
      this.attempt.send(bytesOfText('QUIT\r\n'), now);
    }
  }

  private succeeded(now: Instant): void {
    const { state } = this;
    state.retries = 0;
    state.failuresInRow = 0;
    if (!state.isUp || !state.hasRun) {
      this.log(`Remote SMTP server ${state.server.text} succeed on service.`);
      state.pool.noteVerdict(state, true);
    }
    state.hasRun = true;
    this.attempt.nextAfter(state.settings.delayLoop, now);
  }

  /** Whether up or down, every round has its retries. */
  private failed(reason: CheckFailure, words: string, now: Instant): void {
    const { state } = this;
    const { retry, delayBeforeRetry, delayLoop } = state.settings;
    this.attempt.noteFailure(reason);
    const undecided = state.isUp || !state.hasRun;
    if (undecided && (state.logsAllFailures || state.retries >= retry)) {
      this.log(`SMTP_CHECK ${words} server ${this.place}`);
    }
    if (++state.retries <= retry) {
      this.attempt.nextAfter(delayBeforeRetry, now);
      return;
    }
    if (undecided) state.pool.noteVerdict(state, false);
    state.retries = 0;
    this.attempt.nextAfter(delayLoop, now);
  }
}
