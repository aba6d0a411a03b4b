// A server that sends every byte back and stays: the far end of long flows.

import { TcpServer } from './tcp-server.ts';

export class EchoServer extends TcpServer<'open'> {
  protected override accepted(socket: number): void {
    this.conversations.set(socket, 'open');
  }

  protected override received(socket: number, _conversation: 'open', bytes: Uint8Array): void {
    this.send(socket, bytes);
  }
}
