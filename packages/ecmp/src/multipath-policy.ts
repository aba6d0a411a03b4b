// What a value of net.ipv4.fib_multipath_hash_policy is: which parts of a packet Linux hashes.

import type { Ipv4Packet } from '@ospflab/net';
import type { FlowHash } from './flow-hash.ts';

export interface MultipathPolicy extends FlowHash {
  /** The value of the sysctl. */
  readonly policy: number;
  /** The hash of a packet to be forwarded: fragments, ICMP errors and tunnels each give other parts. 0 … 2³¹ − 1. */
  readonly hashPacket: (seed: number, packet: Ipv4Packet) => number;
}
