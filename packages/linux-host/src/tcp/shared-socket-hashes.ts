// The random hash that each TCP socket has, seen by all machines that are namespaces of one kernel: there a packet keeps the hash of the
// socket that sent it, and hash policy 1 takes it in the place of its own. Linux: net/core/sock.h, skb_set_hash_from_sk.

import { SocketHash } from '@ospflab/ecmp';
import type { FiveTuple, Ipv4Packet } from '@ospflab/net';

const socketsMax = 1_000_000;

export class SharedSocketHashes {
  private readonly bySender = new Map<string, SocketHash>();

  opened(flow: FiveTuple, random: () => number): void {
    if (this.bySender.size >= socketsMax) this.bySender.clear();
    const { source, sourcePort, destination, destinationPort } = flow;
    this.bySender.set(keyOf(source, sourcePort, destination, destinationPort), new SocketHash(random));
  }

  /** A retransmission timeout draws another hash, in the hope of another path. */
  retransmitted({ source, sourcePort, destination, destinationPort }: FiveTuple): void {
    this.bySender.get(keyOf(source, sourcePort, destination, destinationPort))?.retransmitted();
  }

  closed({ source, sourcePort, destination, destinationPort }: FiveTuple): void {
    this.bySender.delete(keyOf(source, sourcePort, destination, destinationPort));
  }

  /** Unsigned 32 bits; 0 for a packet that no socket sent. */
  hashOf({ source, destination, payload }: Ipv4Packet): number {
    if (payload.kind !== 'tcp') return 0;
    const key = keyOf(source, payload.sourcePort, destination, payload.destinationPort);
    return this.bySender.get(key)?.value ?? 0;
  }
}

function keyOf(source: number, sourcePort: number, destination: number, destinationPort: number): string {
  return `${source}:${sourcePort}>${destination}:${destinationPort}`;
}
