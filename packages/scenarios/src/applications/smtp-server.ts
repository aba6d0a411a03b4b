// A mail server that greets, takes HELO and QUIT and knows no other command. RFC 5321 §4.

import type { SocketEffect } from '@ospflab/linux-host';
import { bytesOfText, textOfBytes } from '@ospflab/net';
import type { Application, ApplicationContext } from './application.ts';

const lineBytesMax = 512;

export class SmtpServer implements Application {
  /** Greets with 554: no service here. */
  failing = false;
  readonly #context: ApplicationContext;
  readonly #port: number;
  /** What came of the line so far, by socket. */
  readonly #lines = new Map<number, string>();
  #listener: number | undefined;

  constructor(context: ApplicationContext, port: number) {
    this.#context = context;
    this.#port = port;
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
    for (const socket of this.#lines.keys()) {
      this.#context.host({ kind: 'tcpAbort', socket });
      this.#context.forgetSocket(socket);
    }
    this.crashed();
  }

  crashed(): void {
    this.#listener = undefined;
    this.#lines.clear();
  }

  woken(): void {
    // A server only answers.
  }

  socketEffect(effect: SocketEffect): void {
    switch (effect.kind) {
      case 'tcpAccepted':
        this.#lines.set(effect.socket, '');
        this.#say(effect.socket, this.failing ? '554 no service' : '220 ready');
        if (this.failing) this.#close(effect.socket);
        return;
      case 'tcpReceived':
        this.#received(effect.socket, textOfBytes(effect.bytes));
        return;
      case 'tcpClosed':
        if (this.#lines.has(effect.socket)) this.#close(effect.socket);
        return;
      case 'tcpReset':
      case 'tcpFailed':
        this.#lines.delete(effect.socket);
        this.#context.forgetSocket(effect.socket);
        return;
      default:
        return;
    }
  }

  #received(socket: number, text: string): void {
    const before = this.#lines.get(socket);
    if (before === undefined) return;
    const lines = (before + text).split('\r\n');
    const rest = lines.pop() ?? '';
    this.#lines.set(socket, rest.slice(0, lineBytesMax));
    for (const line of lines) {
      const command = line.slice(0, 4).toUpperCase();
      if (command === 'HELO') this.#say(socket, '250 pleased');
      else if (command !== 'QUIT') this.#say(socket, '502 not implemented');
      else {
        this.#say(socket, '221 bye');
        this.#close(socket);
        return;
      }
    }
  }

  #say(socket: number, line: string): void {
    this.#context.host({ kind: 'tcpSend', socket, bytes: bytesOfText(`${line}\r\n`) });
  }

  #close(socket: number): void {
    this.#lines.delete(socket);
    this.#context.host({ kind: 'tcpClose', socket });
  }
}
