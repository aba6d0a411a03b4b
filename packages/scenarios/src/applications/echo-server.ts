// A server that sends every byte back and stays: the far end of long flows.

import type { SocketEffect } from '@ospflab/linux-host';
import type { Application, ApplicationContext } from './application.ts';

export class EchoServer implements Application {
  readonly #context: ApplicationContext;
  readonly #port: number;
  readonly #connections = new Set<number>();
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
    for (const socket of this.#connections) {
      this.#context.host({ kind: 'tcpAbort', socket });
      this.#context.forgetSocket(socket);
    }
    this.crashed();
  }

  crashed(): void {
    this.#listener = undefined;
    this.#connections.clear();
  }

  woken(): void {
    // A server only answers.
  }

  socketEffect(effect: SocketEffect): void {
    switch (effect.kind) {
      case 'tcpAccepted':
        this.#connections.add(effect.socket);
        return;
      case 'tcpReceived':
        this.#context.host({ kind: 'tcpSend', socket: effect.socket, bytes: effect.bytes });
        return;
      case 'tcpClosed':
        this.#connections.delete(effect.socket);
        this.#context.host({ kind: 'tcpClose', socket: effect.socket });
        return;
      case 'tcpReset':
      case 'tcpFailed':
        this.#connections.delete(effect.socket);
        this.#context.forgetSocket(effect.socket);
        return;
      default:
        return;
    }
  }
}
