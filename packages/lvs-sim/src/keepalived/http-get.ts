// HTTP_GET: a server is up when every url in turn gives the wanted status code and body digest, one url per delay_loop.
// keepalived 2.2.7: keepalived/check/check_http.c. After a failure the url that failed must succeed once before the round starts over,
// so with one url a server returns after two good answers.

import { formatIpv4Address } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { CheckState } from './check-state.ts';
import { ConnectionAttempt } from './connection-attempt.ts';
import type { KeepalivedEffect } from './effect.ts';
import type { CheckFailure } from './event.ts';
import type { HealthCheck } from './health-check.ts';
import { readHttpAnswer } from './http-answer.ts';
import type { ConnectFailure } from './input.ts';
import type { HttpGetConfig, HttpUrlConfig } from './keepalived-config.ts';
import { md5 } from './md5.ts';

const defaultStatusCodes = [{ from: 200, to: 299 }];
const answerLengthMax = 1024 * 1024;
const noBytes = new Uint8Array(0);

export class HttpGet implements HealthCheck {
  readonly state: CheckState<HttpGetConfig>;
  private readonly sink: (effect: KeepalivedEffect) => void;
  private readonly attempt: ConnectionAttempt;
  private urlIndex = 0;
  /** The url that took the server down and has not succeeded since. */
  private recovering = false;
  private answer = noBytes;

  constructor(state: CheckState<HttpGetConfig>, sink: (effect: KeepalivedEffect) => void) {
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
    const { phase } = this.attempt;
    if (phase === 'waiting') {
      if (this.url === undefined) this.roundSucceeded(now);
      else this.attempt.open(now);
    } else if (phase === 'connecting' || phase === 'exchanging') {
      this.attempt.abandon();
      this.failed('timeout', now);
    }
  }

  connectSucceeded(now: Instant): void {
    if (this.attempt.phase !== 'connecting') return;
    this.answer = noBytes;
    this.attempt.send(this.request(), now);
  }

  connectFailed(reason: ConnectFailure, now: Instant): void {
    if (this.attempt.phase === 'connecting') this.failed(reason, now);
  }

  bytesReceived(bytes: Uint8Array, now: Instant): void {
    if (this.attempt.phase !== 'exchanging') return;
    const joined = new Uint8Array(this.answer.length + bytes.length);
    joined.set(this.answer);
    joined.set(bytes, this.answer.length);
    this.answer = joined;
    const answer = readHttpAnswer(joined);
    const complete =
      answer === 'notHttp' ||
      joined.length > answerLengthMax ||
      (answer?.contentLength !== undefined && joined.length >= answer.bodyStart + answer.contentLength);
    if (complete) {
      this.attempt.close();
      this.judge(now);
    } else this.attempt.setDeadline(now);
  }

  connectionClosed(how: 'closed' | 'reset', now: Instant): void {
    if (this.attempt.phase !== 'exchanging') return;
    this.attempt.close();
    if (how === 'reset') this.failed('reset', now);
    else this.judge(now);
  }

  private get url(): HttpUrlConfig | undefined {
    return this.state.config.urls[this.urlIndex];
  }

  private request(): Uint8Array {
    const { config, server } = this.state;
    const port = config.connectPort ?? server.config.port;
    const address = formatIpv4Address(config.connectIp ?? server.config.address);
    const named = this.url?.virtualHost ?? server.config.virtualHost;
    const host = named ?? (port === 80 ? address : `${address}:${port}`);
    const text = `GET ${this.url?.path} HTTP/1.0\r\nUser-Agent: KeepAliveClient\r\nHost: ${host}\r\n\r\n`;
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  }

  /** The answer is complete, or the server has closed. */
  private judge(now: Instant): void {
    const answer = readHttpAnswer(this.answer);
    if (answer === undefined || answer === 'notHttp') {
      this.failed(this.answer.length === 0 ? 'closed' : 'notHttp', now);
      return;
    }
    const { statusCodes = defaultStatusCodes, digest, path } = this.url!;
    if (!statusCodes.some(({ from, to }) => answer.statusCode >= from && answer.statusCode <= to)) {
      if (this.state.isUp && this.state.logsAllFailures) {
        this.log(
          `HTTP status code error to ${this.state.server.text} url(${path}), status_code [${answer.statusCode}].`,
        );
      }
      this.failed('statusCode', now);
      return;
    }
    if (!this.state.isUp) this.log(`HTTP status code success to ${this.state.server.text} url(${path})`);
    if (digest !== undefined) {
      const end = answer.bodyStart + (answer.contentLength ?? this.answer.length);
      if (md5(this.answer.subarray(answer.bodyStart, end)) !== digest) {
        this.failed('digest', now);
        return;
      }
      if (!this.state.isUp) this.log(`MD5 digest success to ${this.state.server.text} url(${path})`);
    }
    this.urlSucceeded(now);
  }

  private urlSucceeded(now: Instant): void {
    this.state.retries = 0;
    if (this.recovering) {
      this.recovering = false;
      this.urlIndex = 0;
    } else if (++this.urlIndex >= this.state.config.urls.length) {
      this.roundSucceeded(now);
      return;
    }
    this.attempt.nextAfter(this.state.settings.delayLoop, now);
  }

  /** Every url gave what was wanted; without urls, at once. */
  private roundSucceeded(now: Instant): void {
    const { state } = this;
    this.urlIndex = 0;
    if (!state.isUp || !state.hasRun) {
      this.log(`Remote Web server ${state.server.text} succeed on service.`);
      state.pool.noteVerdict(state, true);
    }
    state.hasRun = true;
    this.attempt.nextAfter(state.settings.delayLoop, now);
  }

  private failed(reason: CheckFailure, now: Instant): void {
    const { state } = this;
    const { retry, delayBeforeRetry, delayLoop } = state.settings;
    this.attempt.failed(reason);
    let delay = delayLoop;
    if ((state.isUp || !state.hasRun) && state.retries >= retry) {
      state.retries = 0;
      this.recovering = true;
      const count = retry > 0 && state.hasRun ? ` after ${retry} retries` : '';
      this.log(`HTTP_CHECK on service ${state.server.text} failed${count}.`);
      state.pool.noteVerdict(state, false);
    } else if (state.isUp) {
      delay = delayBeforeRetry;
      state.retries++;
    } else this.recovering = true;
    state.hasRun = true;
    this.attempt.nextAfter(delay, now);
  }

  private log(text: string): void {
    this.sink({ kind: 'log', text });
  }
}
