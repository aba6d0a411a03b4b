// The hash with which a Linux router chooses the next hop of a packet of its own: there is no packet yet to look into, only the
// flow that a socket asks a route for.

import type { Ipv4Address } from '@ospflab/net';
import { hashFields, hashFieldsDefault } from './hash-fields.ts';
import { linuxMultipathHash, type LinuxHashOptions } from './linux-multipath-hash.ts';
import { linuxRecordHash } from './linux-record-hash.ts';

/** Fields of an outer packet: the others speak of tunnels. */
const outerFields = 63;

/**
 * 0 … 2³¹ − 1. A socket that is bound to no address asks with source 0; one that sends ICMP has its type and code in the place of
 * the destination port. Linux: net/ipv4/route.c (fib_multipath_hash without skb, fib_multipath_custom_hash_fl4): policy 3 takes its
 * fields, but the hash does not go through jhash as that of a forwarded packet does.
 */
export function localOutputHash(
  options: LinuxHashOptions,
  source: Ipv4Address | 0,
  destination: Ipv4Address,
  protocol: number,
  sourcePort: number,
  destinationPort: number,
): number {
  if (options.policy !== 3) {
    return linuxMultipathHash(
      options,
      source as Ipv4Address,
      destination,
      protocol,
      sourcePort,
      destinationPort,
    );
  }
  const fields = options.fields ?? hashFieldsDefault;
  if ((fields & outerFields) === 0) return 0;
  return linuxRecordHash(
    options.seed,
    (fields & hashFields.sourceAddress) !== 0 ? source : 0,
    (fields & hashFields.destinationAddress) !== 0 ? destination : 0,
    (fields & hashFields.protocol) !== 0 ? protocol : 0,
    (fields & hashFields.sourcePort) !== 0 ? sourcePort : 0,
    (fields & hashFields.destinationPort) !== 0 ? destinationPort : 0,
  );
}
