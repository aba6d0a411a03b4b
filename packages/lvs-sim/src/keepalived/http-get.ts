// HTTP_GET and SSL_GET: a server is up when every url in turn gives the wanted status code and body digest, one url per delay_loop.
// keepalived 2.2.7: check_http.c, check_ssl.c. After a failure the url that failed must succeed once before the round starts over, so
// with one url a server returns after two good answers. TLS is one exchange of stand-in records before the request; nothing is encrypted.

import { bytesOfText, formatIpv4Address } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import { AttemptedCheck } from './attempted-check.ts';
import type { CheckState } from './check-state.ts';
import { ConnectionAttempt } from './connection-attempt.ts';
import type { KeepalivedEffect } from './effect.ts';
import type { CheckFailure } from './event.ts';
import type { CheckInput } from './health-check.ts';
import { readHttpAnswer } from './http-answer.ts';
import type { HttpGetConfig, HttpUrlConfig } from './keepalived-config.ts';
import { md5 } from './md5.ts';
import { isServerHello, clientHello } from './tls-stand-in.ts';

const defaultStatusCodes = [{ from: 200, to: 299 }];
const answerLengthMax = 1024 * 1024;
const noBytes = new Uint8Array(0);

export class HttpGet extends AttemptedCheck<HttpGetConfig, ConnectionAttempt> {
  private urlIndex = 0;
  /** The url that took the server down and has not succeeded since. */
  private recovering = false;
  /** The other side's part of the handshake is awaited. */
  private shakingHands = false;
  private answer: Uint8Array = noBytes;

  constructor(state: CheckState<HttpGetConfig>, sink: (effect: KeepalivedEffect) => void) {
    super(state, new ConnectionAttempt(state, state.config, sink), sink);
  }

  timerExpired(now: Instant): void {
    const { phase } = this.attempt;
    if (phase === 'waiting') {
      if (this.url === undefined) this.urlSucceeded(now);
      else this.attempt.open(now);
      return;
    }
    this.attempt.abandon();
    const reading = this.answer.length === 0 ? 'Timeout WEB read' : 'Timeout HTTP read';
    this.failed('timeout', phase === 'connecting' || this.shakingHands ? 'Timeout connecting' : reading, now);
  }

  answered(input: CheckInput, now: Instant): void {
    const { phase } = this.attempt;
    if (phase === 'connecting') {
      if (input.kind === 'connectSucceeded') this.connected(now);
      else if (input.kind === 'connectFailed') this.failed(input.reason, 'Error connecting', now);
    } else if (phase === 'exchanging') {
      if (input.kind === 'bytesReceived') this.received(input.bytes, now);
      else if (input.kind === 'connectionClosed') this.closed(input.how, now);
    }
  }

  private get url(): HttpUrlConfig | undefined {
    return this.state.config.urls[this.urlIndex];
  }

  private connected(now: Instant): void {
    this.answer = noBytes;
    this.shakingHands = this.state.config.tls === true;
    this.attempt.send(this.shakingHands ? clientHello : this.request(), now);
  }

  private request(): Uint8Array {
    const { config, server } = this.state;
    const port = config.connectPort ?? server.config.port;
    const address = formatIpv4Address(config.connectIp ?? server.config.address);
    const named = this.url?.virtualHost ?? config.virtualHost ?? server.config.virtualHost;
    const version = config.protocol === '1.1' ? '1.1' : '1.0';
    const close = config.protocol === undefined || config.protocol === '1.0' ? '' : 'Connection: close\r\n';
    const fields = `User-Agent: KeepAliveClient\r\n${close}Host: ${named ?? `${address}:${port}`}\r\n`;
    return bytesOfText(`GET ${this.url?.path} HTTP/${version}\r\n${fields}\r\n`);
  }

  private received(bytes: Uint8Array, now: Instant): void {
    if (this.shakingHands) {
      this.shakingHands = false;
      if (isServerHello(bytes)) this.attempt.send(this.request(), now);
      else {
        this.attempt.close();
        this.failed('notTls', 'SSL handshake/communication error connecting to', now);
      }
      return;
    }
    const joined = new Uint8Array(this.answer.length + bytes.length);
    joined.set(this.answer);
    joined.set(bytes, this.answer.length);
    this.answer = joined;
    // An answer ends with its connection, whatever length it announces.
    if (joined.length <= answerLengthMax) this.attempt.extend(now);
    else this.closed('closed', now);
  }

  private closed(how: 'closed' | 'reset', now: Instant): void {
    this.attempt.close();
    if (this.shakingHands) this.failed('notTls', 'SSL handshake/communication error connecting to', now);
    else if (how === 'reset') this.failed('reset', 'Read error with', now);
    else this.judge(now);
  }

  private judge(now: Instant): void {
    const answer = readHttpAnswer(this.answer);
    if (answer === undefined) {
      this.failed('closed', 'Read, no data received from ', now);
      return;
    }
    const { statusCodes = defaultStatusCodes, digest, path } = this.url!;
    const wanted =
      answer !== 'notHttp' &&
      statusCodes.some(({ from, to }) => answer.statusCode >= from && answer.statusCode <= to);
    if (!wanted) {
      this.failed(answer === 'notHttp' ? 'notHttp' : 'statusCode', 'HTTP status code error to', now);
    } else if (digest !== undefined && md5(this.answer.subarray(answer.bodyStart)) !== digest) {
      this.failed('digest', 'MD5 digest error to', now);
    } else {
      const { isUp, server } = this.state;
      const what = digest === undefined ? 'HTTP status code' : 'MD5 digest';
      if (!isUp) this.log(`${what} success to ${server.text} url(${path})`);
      this.urlSucceeded(now);
    }
  }

  /** Also for a check without urls, which counts as a round of good answers. */
  private urlSucceeded(now: Instant): void {
    const { state } = this;
    this.urlIndex++;
    state.retries = 0;
    state.failuresInRow = 0;
    if (this.recovering) {
      this.recovering = false;
      this.urlIndex = 0;
    } else if (this.urlIndex >= state.config.urls.length) {
      this.urlIndex = 0;
      if (!state.isUp || !state.hasRun) {
        this.log(`Remote Web server ${state.server.text} succeed on service.`);
        state.pool.noteVerdict(state, true);
        state.hasRun = true;
      }
    }
    if (!state.hasRun) state.retries = state.settings.retry;
    const hurries = state.config.fastRecovery === true && (!state.hasRun || !state.isUp);
    if (hurries) this.attempt.wait(now);
    else this.attempt.nextAfter(state.settings.delayLoop, now);
  }

  private failed(reason: CheckFailure, words: string, now: Instant): void {
    const { state } = this;
    const { retry, delayBeforeRetry, delayLoop } = state.settings;
    this.attempt.noteFailure(reason);
    if (state.isUp || !state.hasRun) {
      if (state.logsAllFailures) this.log(`${words} server ${state.server.text}.`);
      state.hasRun = true;
      if (++state.retries > retry) {
        if (state.isUp) {
          const count = retry > 0 ? ` after ${state.retries - 1} retries` : '';
          this.log(`HTTP_CHECK on service ${state.server.text} failed${count}.`);
          state.pool.noteVerdict(state, false);
        }
        this.recovering = true;
      }
    }
    const longer = Math.max(delayBeforeRetry, delayLoop) as typeof delayLoop;
    this.attempt.nextAfter(this.recovering ? longer : delayBeforeRetry, now);
  }
}
