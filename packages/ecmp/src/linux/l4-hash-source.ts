// Policy 1 does not compute anything when a packet already carries a hash over its ports (skb->l4_hash): from the network
// card, or from a local socket when sender and router share a kernel. Which of them holds is an explicit choice.

import { readU16, type Ipv4Packet } from '@ospflab/net';
import { toeplitzFlow, toeplitzTable, type ToeplitzTable } from '../hash/toeplitz.ts';

export interface L4HashSource {
  /** As users write it. */
  readonly name: string;
  readonly about: string;
  /**
   * The unsigned 32 bits that the packet carries, 0 when it carries none over its ports. `socketHash` is that of the
   * sending socket in the same kernel, 0 for a packet from outside.
   */
  readonly hashOf: (packet: Ipv4Packet, socketHash: number) => number;
}

/** Packets come without a hash: virtual machines, and cards with receive hashing off. */
export const noL4Hash: L4HashSource = {
  name: 'off',
  about: 'packets carry no hash, the kernel computes its own',
  hashOf: () => 0,
};

/**
 * Receive-side scaling: Toeplitz over addresses and ports of whole TCP segments, and of UDP if the card was told so
 * (`ethtool -N … rx-flow-hash udp4 sdfn`). Without ports the card reports a hash of addresses, which policy 1 passes over.
 */
export function nicL4Hash(key: Uint8Array, hashesUdpPorts = false): L4HashSource {
  const table = toeplitzTable(key);
  return {
    name: hashesUdpPorts ? 'toeplitz-udp' : 'toeplitz',
    about: 'the network card hashes addresses and ports with Toeplitz',
    hashOf: (packet) => nicHashOf(packet, table, hashesUdpPorts),
  };
}

/** Sender and router in one kernel, as network namespaces are: the hash of the socket stays with its packets. */
export const socketL4Hash: L4HashSource = {
  name: 'socket',
  about: 'packets carry the random hash of the socket that sent them, drawn anew on retransmission',
  hashOf: (_packet, socketHash) => socketHash >>> 0,
};

function nicHashOf(packet: Ipv4Packet, table: ToeplitzTable, hashesUdpPorts: boolean): number {
  const isTcp = packet.protocol === 6;
  const isFragment = packet.moreFragments || packet.fragmentOffsetBytes > 0;
  if (isFragment || !(isTcp || (hashesUdpPorts && packet.protocol === 17))) return 0;
  const payload = packet.payload;
  switch (payload.kind) {
    case 'tcp':
    case 'udp':
      return toeplitzFlow(
        table,
        packet.source,
        packet.destination,
        payload.sourcePort,
        payload.destinationPort,
      );
    case 'raw':
      if (payload.bytes.length < 4) return 0;
      return toeplitzFlow(
        table,
        packet.source,
        packet.destination,
        readU16(payload.bytes, 0),
        readU16(payload.bytes, 2),
      );
    default:
      return 0;
  }
}
