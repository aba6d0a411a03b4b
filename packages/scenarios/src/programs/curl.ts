// `curl URL`: one GET over the simulated TCP, the page on the terminal.

import type { SocketEffect } from '@ospflab/linux-host';
import {
  bytesOfText,
  formatIpv4Address,
  parseIpv4Address,
  textOfBytes,
  type Ipv4Address,
} from '@ospflab/net';
import { seconds } from '@ospflab/sim';
import type { ApplicationContext } from '../applications/application.ts';
import type { Program, ProgramStart } from './program.ts';

const usage = 'curl [http://]A.B.C.D[:PORT][/PATH]';
const timeLimit = seconds(130);

export function startCurl(words: readonly string[]): ProgramStart {
  const url = words.find((word) => !word.startsWith('-'));
  const match = /^(?:http:\/\/)?([\d.]+)(?::(\d{1,5}))?(\/\S*)?$/.exec(url ?? '');
  const address = parseIpv4Address(match?.[1] ?? '');
  const port = Number(match?.[2] ?? 80);
  if (match === null || address === undefined || port < 1 || port > 65535) return { ok: false, usage };
  return { ok: true, make: (context) => new Curl(context, address, port, match[3] ?? '/') };
}

class Curl implements Program {
  output = '';
  finished = false;
  readonly #context: ApplicationContext;
  readonly #address: Ipv4Address;
  readonly #port: number;
  readonly #path: string;
  #socket = 0;
  #answer = '';
  #started = 0;

  constructor(context: ApplicationContext, address: Ipv4Address, port: number, path: string) {
    this.#context = context;
    this.#address = address;
    this.#port = port;
    this.#path = path;
  }

  start(): void {
    this.#socket = this.#context.newSocket();
    this.#started = this.#context.now();
    this.#context.wakeAfter(timeLimit, 0);
    this.#context.host({
      kind: 'tcpConnect',
      socket: this.#socket,
      destination: this.#address,
      port: this.#port,
    });
  }

  crashed(): void {
    this.#finish('');
  }

  woken(): void {
    if (this.finished) return;
    this.#context.host({ kind: 'tcpAbort', socket: this.#socket });
    this.#finish(`curl: (28) ${this.#place()}: no answer in time\n`);
  }

  socketEffect(effect: SocketEffect): void {
    if (!('socket' in effect) || effect.socket !== this.#socket || this.finished) return;
    switch (effect.kind) {
      case 'tcpConnected': {
        const request = `GET ${this.#path} HTTP/1.1\r\nHost: ${formatIpv4Address(this.#address)}\r\n\r\n`;
        this.#context.host({ kind: 'tcpSend', socket: this.#socket, bytes: bytesOfText(request) });
        return;
      }
      case 'tcpReceived':
        this.#answer += textOfBytes(effect.bytes);
        return;
      case 'tcpClosed': {
        this.#context.host({ kind: 'tcpClose', socket: this.#socket });
        const bodyAt = this.#answer.indexOf('\r\n\r\n');
        this.#finish(
          bodyAt < 0 ? `curl: (52) ${this.#place()}: empty reply\n` : this.#answer.slice(bodyAt + 4),
        );
        return;
      }
      case 'tcpReset':
        this.#finish(`curl: (56) ${this.#place()}: connection reset by peer\n`);
        return;
      case 'tcpFailed':
        this.#finish(`curl: (7) ${this.#place()}: ${failureWords[effect.reason]}\n`);
        return;
      default:
        return;
    }
  }

  #place(): string {
    const waited = Math.round((this.#context.now() - this.#started) / 1e6);
    return `${formatIpv4Address(this.#address)} port ${this.#port} after ${waited} ms`;
  }

  #finish(text: string): void {
    this.output += text;
    this.finished = true;
    this.#context.forgetSocket(this.#socket);
  }
}

const failureWords = {
  refused: 'connection refused',
  timeout: 'connection timed out',
  unreachable: 'no route to host',
  portInUse: 'no free local port',
  tooManySockets: 'too many open sockets',
} as const;
