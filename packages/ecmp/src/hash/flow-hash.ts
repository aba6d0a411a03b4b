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
