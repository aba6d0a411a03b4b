// What a value of net.ipv4.fib_multipath_hash_policy (and of its namesake under net.ipv6) is: which parts of a packet Linux
// hashes.

import type { Ipv4Address, Ipv4Packet } from '@ospflab/net';
import type { FlowHash } from '../hash/flow-hash.ts';
import type { HashedKeys } from './hashed-keys.ts';

export interface MultipathPolicy extends FlowHash {
  /** The value of the sysctl. */
  readonly policy: number;
  /** `fields` is net.ipv4.fib_multipath_hash_fields; only policy 3 looks at it, and takes its default when it is left out. */
  readonly hashFlow: (
    seed: number,
    source: Ipv4Address,
    destination: Ipv4Address,
    protocol: number,
    sourcePort: number,
    destinationPort: number,
    fields?: number,
  ) => number;
  /** What is hashed of a packet to be forwarded: fragments, ICMP errors and tunnels each give other parts. */
  readonly readPacket: (packet: Ipv4Packet, fields: number, keys: HashedKeys) => void;
  /** The same for an IPv6 packet of at least 40 bytes. */
  readonly readIpv6: (bytes: Uint8Array, fields: number, keys: HashedKeys) => void;
}
