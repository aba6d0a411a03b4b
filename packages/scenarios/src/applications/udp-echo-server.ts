// Sends every datagram back to where it came from.

import type { SocketEffect } from '@ospflab/linux-host';
import type { Application, ApplicationContext } from './application.ts';

export class UdpEchoServer implements Application {
  readonly #context: ApplicationContext;
  readonly #port: number;
  #socket: number | undefined;

  constructor(context: ApplicationContext, port: number) {
    this.#context = context;
    this.#port = port;
  }

  start(): void {
    if (this.#socket !== undefined) return;
    this.#socket = this.#context.newSocket();
    this.#context.host({ kind: 'udpBind', socket: this.#socket, port: this.#port });
  }

  /** The process ends: its machine answers that nobody listens. */
  stop(): void {
    if (this.#socket === undefined) return;
    this.#context.host({ kind: 'udpClose', socket: this.#socket });
    this.#context.forgetSocket(this.#socket);
    this.crashed();
  }

  crashed(): void {
    this.#socket = undefined;
  }

  woken(): void {
    // A server only answers.
  }

  socketEffect(effect: SocketEffect): void {
    if (effect.kind !== 'udpReceived') return;
    const answer = this.answerTo(effect.bytes);
    if (answer === undefined) return;
    this.#context.host({
      kind: 'udpSend',
      socket: effect.socket,
      source: effect.local,
      destination: effect.source,
      port: effect.sourcePort,
      bytes: answer,
    });
  }

  /** Undefined: it says nothing. */
  protected answerTo(bytes: Uint8Array): Uint8Array | undefined {
    return bytes;
  }
}
