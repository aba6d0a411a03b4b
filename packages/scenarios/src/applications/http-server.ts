// A web server with one page: reads a request up to its empty line, answers, closes. The page names the real server.

import type { SocketEffect } from '@ospflab/linux-host';
import { bytesOfText, textOfBytes } from '@ospflab/net';
import type { Application, ApplicationContext } from './application.ts';

const endOfRequest = '\r\n\r\n';
const requestBytesMax = 8192;

export class HttpServer implements Application {
  readonly #context: ApplicationContext;
  readonly #port: number;
  readonly #answer: Uint8Array;
  readonly #requests = new Map<number, string>();
  #listener: number | undefined;

  constructor(context: ApplicationContext, port: number, page: string) {
    this.#context = context;
    this.#port = port;
    const body = `${page}\n`;
    this.#answer = bytesOfText(
      `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
  }

  start(): void {
    if (this.#listener !== undefined) return;
    this.#listener = this.#context.newSocket();
    this.#context.host({ kind: 'tcpListen', listener: this.#listener, port: this.#port });
  }

  /** The process ends: open connections are reset, new ones refused. */
  stop(): void {
    if (this.#listener === undefined) return;
    this.#context.host({ kind: 'tcpUnlisten', listener: this.#listener });
    this.#context.forgetSocket(this.#listener);
    for (const socket of this.#requests.keys()) this.#abandon(socket);
    this.crashed();
  }

  crashed(): void {
    this.#listener = undefined;
    this.#requests.clear();
  }

  woken(): void {
    // A server only answers.
  }

  socketEffect(effect: SocketEffect): void {
    switch (effect.kind) {
      case 'tcpAccepted':
        this.#requests.set(effect.socket, '');
        return;
      case 'tcpReceived':
        this.#received(effect.socket, effect.bytes);
        return;
      case 'tcpClosed':
        this.#context.host({ kind: 'tcpClose', socket: effect.socket });
        this.#requests.delete(effect.socket);
        return;
      case 'tcpReset':
      case 'tcpFailed':
        this.#requests.delete(effect.socket);
        this.#context.forgetSocket(effect.socket);
        return;
      default:
        return;
    }
  }

  #received(socket: number, bytes: Uint8Array): void {
    const before = this.#requests.get(socket);
    if (before === undefined) return;
    const request = before + textOfBytes(bytes);
    if (request.length > requestBytesMax) {
      this.#abandon(socket);
      this.#requests.delete(socket);
    } else if (request.includes(endOfRequest)) {
      this.#requests.delete(socket);
      this.#context.host({ kind: 'tcpSend', socket, bytes: this.#answer });
      this.#context.host({ kind: 'tcpClose', socket });
    } else {
      this.#requests.set(socket, request);
    }
  }

  #abandon(socket: number): void {
    this.#context.host({ kind: 'tcpAbort', socket });
    this.#context.forgetSocket(socket);
  }
}
