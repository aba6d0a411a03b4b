// A web server with one page that names the real server: reads a request up to its empty line, answers, closes.
// A request to upgrade to `echo` stays open instead and gets every later byte back, as a web socket would. With TLS it waits for the
// stand-in of a handshake first.

import { isClientHello, serverHello } from '@ospflab/lvs-sim';
import { bytesOfText, textOfBytes } from '@ospflab/net';
import type { ApplicationContext } from './application.ts';
import { TcpServer } from './tcp-server.ts';

const echoing = Symbol('echoing');
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

/** Of each connection it keeps what came of the request so far, or that bytes go back. */
export class HttpServer extends TcpServer<string | typeof echoing> {
  /** Answers 503 to every request for a page. */
  failing = false;
  readonly #tls: boolean;
  readonly #answer: Uint8Array;

  constructor(context: ApplicationContext, port: number, page: string, tls = false) {
    super(context, port);
    this.#tls = tls;
    const body = `${page}\n`;
    this.#answer = bytesOfText(
      `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
  }

  protected override accepted(socket: number): void {
    this.conversations.set(socket, '');
  }

  protected override received(socket: number, before: string | typeof echoing, bytes: Uint8Array): void {
    if (before === echoing) {
      this.send(socket, bytes);
    } else if (before === '' && isClientHello(bytes)) {
      this.send(socket, this.#tls ? serverHello : badRequest);
      if (!this.#tls) this.close(socket);
    } else {
      this.#requested(socket, before + textOfBytes(bytes));
    }
  }

  #requested(socket: number, request: string): void {
    if (request.length > requestBytesMax) {
      this.abort(socket);
    } else if (!request.includes(endOfRequest)) {
      this.conversations.set(socket, request);
    } else if (upgrade.test(request)) {
      this.conversations.set(socket, echoing);
      this.send(socket, switching);
    } else {
      this.send(socket, this.failing ? unavailable : this.#answer);
      this.close(socket);
    }
  }
}
