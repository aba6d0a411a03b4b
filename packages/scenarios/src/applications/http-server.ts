// A web server with one page that names the real server: reads a request up to its empty line, answers, closes.
// A request to upgrade to `echo` stays open instead and gets every later byte back, as a web socket would. With TLS it waits for the
// stand-in of a handshake first.

import type { SocketEffect } from '@ospflab/linux-host';
import { isClientHello, serverHello } from '@ospflab/lvs-sim';
import { bytesOfText, textOfBytes } from '@ospflab/net';
import type { Application, ApplicationContext } from './application.ts';

const endOfRequest = '\r\n\r\n';
const upgrade = /^upgrade: *echo *$/im;
const switching = bytesOfText(
  'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n',
);
const requestBytesMax = 8192;
const unavailable = bytesOfText(
  'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
);
const badRequest = bytesOfText('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');

export class HttpServer implements Application {
  /** Answers 503 to every request for a page. */
  failing = false;
  readonly #context: ApplicationContext;
  readonly #port: number;
  readonly #tls: boolean;
  readonly #answer: Uint8Array;
  /** What came of the request so far, by socket. */
  readonly #requests = new Map<number, string>();
  readonly #echoing = new Set<number>();
  #listener: number | undefined;

  constructor(context: ApplicationContext, port: number, page: string, tls = false) {
    this.#context = context;
    this.#port = port;
    this.#tls = tls;
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
    for (const socket of [...this.#requests.keys(), ...this.#echoing]) this.#abandon(socket);
    this.crashed();
  }

  crashed(): void {
    this.#listener = undefined;
    this.#requests.clear();
    this.#echoing.clear();
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
        this.#drop(effect.socket);
        return;
      case 'tcpReset':
      case 'tcpFailed':
        this.#drop(effect.socket);
        this.#context.forgetSocket(effect.socket);
        return;
      default:
        return;
    }
  }

  #received(socket: number, bytes: Uint8Array): void {
    if (this.#echoing.has(socket)) {
      this.#context.host({ kind: 'tcpSend', socket, bytes });
      return;
    }
    const before = this.#requests.get(socket);
    if (before === undefined) return;
    if (before === '' && isClientHello(bytes)) {
      this.#context.host({ kind: 'tcpSend', socket, bytes: this.#tls ? serverHello : badRequest });
      if (this.#tls) return;
      this.#requests.delete(socket);
      this.#context.host({ kind: 'tcpClose', socket });
      return;
    }
    const request = before + textOfBytes(bytes);
    if (request.length > requestBytesMax) {
      this.#abandon(socket);
      this.#drop(socket);
    } else if (!request.includes(endOfRequest)) {
      this.#requests.set(socket, request);
    } else if (upgrade.test(request)) {
      this.#requests.delete(socket);
      this.#echoing.add(socket);
      this.#context.host({ kind: 'tcpSend', socket, bytes: switching });
    } else {
      this.#requests.delete(socket);
      this.#context.host({ kind: 'tcpSend', socket, bytes: this.failing ? unavailable : this.#answer });
      this.#context.host({ kind: 'tcpClose', socket });
    }
  }

  #drop(socket: number): void {
    this.#requests.delete(socket);
    this.#echoing.delete(socket);
  }

  #abandon(socket: number): void {
    this.#context.host({ kind: 'tcpAbort', socket });
    this.#context.forgetSocket(socket);
  }
}
