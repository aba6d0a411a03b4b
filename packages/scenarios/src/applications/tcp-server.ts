// What every TCP server does: it listens, keeps a record of each open connection, and resets them all when its process ends.

import type { SocketEffect } from '@ospflab/linux-host';
import type { Application, ApplicationContext } from './application.ts';

export abstract class TcpServer<Conversation> implements Application {
  protected readonly context: ApplicationContext;
  /** How far each connection has come, by socket. What a server has closed itself is no longer among them. */
  protected readonly conversations = new Map<number, Conversation>();
  readonly #port: number;
  #listener: number | undefined;

  constructor(context: ApplicationContext, port: number) {
    this.context = context;
    this.#port = port;
  }

  start(): void {
    if (this.#listener !== undefined) return;
    this.#listener = this.context.newSocket();
    this.context.host({ kind: 'tcpListen', listener: this.#listener, port: this.#port });
  }

  /** The process ends: open connections are reset, new ones refused. */
  stop(): void {
    if (this.#listener === undefined) return;
    this.context.host({ kind: 'tcpUnlisten', listener: this.#listener });
    this.context.forgetSocket(this.#listener);
    for (const socket of this.conversations.keys()) this.abort(socket);
    this.crashed();
  }

  crashed(): void {
    this.#listener = undefined;
    this.conversations.clear();
  }

  woken(): void {
    // A server only answers.
  }

  socketEffect(effect: SocketEffect): void {
    switch (effect.kind) {
      case 'tcpAccepted':
        this.accepted(effect.socket);
        return;
      case 'tcpReceived': {
        const conversation = this.conversations.get(effect.socket);
        if (conversation !== undefined) this.received(effect.socket, conversation, effect.bytes);
        return;
      }
      case 'tcpClosed':
        this.close(effect.socket);
        return;
      case 'tcpReset':
      case 'tcpFailed':
        this.conversations.delete(effect.socket);
        this.context.forgetSocket(effect.socket);
        return;
      default:
        return;
    }
  }

  protected abstract accepted(socket: number): void;

  protected abstract received(socket: number, conversation: Conversation, bytes: Uint8Array): void;

  protected send(socket: number, bytes: Uint8Array): void {
    this.context.host({ kind: 'tcpSend', socket, bytes });
  }

  protected close(socket: number): void {
    this.conversations.delete(socket);
    this.context.host({ kind: 'tcpClose', socket });
  }

  protected abort(socket: number): void {
    this.conversations.delete(socket);
    this.context.host({ kind: 'tcpAbort', socket });
    this.context.forgetSocket(socket);
  }
}
