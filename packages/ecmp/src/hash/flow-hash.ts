// What a flow hash is. Each has its file; `flow-hashes.ts` is the table of all.

import type { Ipv4Address } from '@ospflab/net';

export interface FlowHash {
  /** As users write it. */
  readonly name: string;
  /** One sentence for listings. */
  readonly about: string;
  /** The result lies in 0 … 2^hashBits − 1. */
  readonly hashBits: number;
  /** Flat arguments, because this runs once per packet: nothing is allocated. Ports are 0 where a packet shows none. */
  readonly hashFlow: (
    seed: number,
    source: Ipv4Address,
    destination: Ipv4Address,
    protocol: number,
    sourcePort: number,
    destinationPort: number,
  ) => number;
}

/** A hash of any bytes, of which a flow gives thirteen: addresses, ports, protocol, in network order. */
export interface ByteHash extends FlowHash {
  /** Unsigned. With seed 0 it is the hash that its specification publishes check values for. */
  readonly hashBytes: (bytes: Uint8Array, seed: number) => number;
}

export const flowKeyLengthBytes = 13;

/** The bytes that `hashFlow` of a `ByteHash` stands for. */
export function writeFlowBytes(
  bytes: Uint8Array,
  source: number,
  destination: number,
  protocol: number,
  sourcePort: number,
  destinationPort: number,
): void {
  bytes[0] = source >>> 24;
  bytes[1] = source >>> 16;
  bytes[2] = source >>> 8;
  bytes[3] = source;
  bytes[4] = destination >>> 24;
  bytes[5] = destination >>> 16;
  bytes[6] = destination >>> 8;
  bytes[7] = destination;
  bytes[8] = sourcePort >>> 8;
  bytes[9] = sourcePort;
  bytes[10] = destinationPort >>> 8;
  bytes[11] = destinationPort;
  bytes[12] = protocol;
}

/**
 * The 31 bits that selectors take: the upper ones of 32. A narrower hash stands at both ends, because thresholds look at the
 * upper bits and remainders at the lower ones.
 */
export function selectionHash(hash: number, hashBits: number): number {
  switch (hashBits) {
    case 31:
      return hash;
    case 32:
      return hash >>> 1;
    default:
      return (hash << (31 - hashBits)) | (hash & ((1 << (31 - hashBits)) - 1));
  }
}
