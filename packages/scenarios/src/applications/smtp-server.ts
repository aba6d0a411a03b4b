// A mail server that greets, takes HELO and QUIT and knows no other command. RFC 5321 §4.

import { bytesOfText, textOfBytes } from '@ospflab/net';
import { TcpServer } from './tcp-server.ts';

const lineBytesMax = 512;

/** Of each connection it keeps what came of the line so far. */
export class SmtpServer extends TcpServer<string> {
  /** Greets with 554: no service here. */
  failing = false;

  protected override accepted(socket: number): void {
    this.conversations.set(socket, '');
    this.#say(socket, this.failing ? '554 no service' : '220 ready');
    if (this.failing) this.close(socket);
  }

  protected override received(socket: number, before: string, bytes: Uint8Array): void {
    const lines = (before + textOfBytes(bytes)).split('\r\n');
    const rest = lines.pop() ?? '';
    this.conversations.set(socket, rest.slice(0, lineBytesMax));
    for (const line of lines) {
      const command = line.slice(0, 4).toUpperCase();
      if (command === 'HELO') this.#say(socket, '250 pleased');
      else if (command !== 'QUIT') this.#say(socket, '502 not implemented');
      else {
        this.#say(socket, '221 bye');
        this.close(socket);
        return;
      }
    }
  }

  #say(socket: number, line: string): void {
    this.send(socket, bytesOfText(`${line}\r\n`));
  }
}
