// The last extended sequence number believed of each sender on an interface, by packet type, RFC 7474 §2. It outlives the neighbour:
// what was recorded before a router died is not believed while it is away either.

import type { OspfPacketBody } from '../packet/ospf-packet.ts';
import { isLater, type ExtendedSequence } from './packet-counter.ts';

type PacketType = OspfPacketBody['kind'];

export class ReceivedSequences {
  /** Only owners of a key get a place here. */
  readonly #bySender = new Map<number, Map<PacketType, ExtendedSequence>>();

  isReplay(sender: number, type: PacketType, sequence: ExtendedSequence): boolean {
    const last = this.#bySender.get(sender)?.get(type);
    return last !== undefined && !isLater(sequence, last);
  }

  note(sender: number, type: PacketType, sequence: ExtendedSequence): void {
    let types = this.#bySender.get(sender);
    if (types === undefined) this.#bySender.set(sender, (types = new Map()));
    types.set(type, sequence);
  }
}
