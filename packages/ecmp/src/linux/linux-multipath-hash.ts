// The hash a Linux router selects a next hop with, for a flow given by its parts and for a packet.

import type { Ipv4Address, Ipv4Packet } from '@ospflab/net';
import { hashFieldsDefault } from './hash-fields.ts';
import { HashedKeys, hashOfKeys } from './hashed-keys.ts';
import type { L4HashSource } from './l4-hash-source.ts';
import { multipathPolicies, type MultipathPolicyNumber } from './multipath-policies.ts';

export interface LinuxHashOptions {
  readonly policy: MultipathPolicyNumber;
  /** Unsigned 32 bits, the seed in use (not the 0 that asks for a random one). */
  readonly seed: number;
  /** net.ipv4.fib_multipath_hash_fields for policy 3: bits of `hashFields`, by default addresses and protocol. */
  readonly fields?: number;
  /** Where a packet's own hash comes from, which policy 1 prefers; by default there is none. */
  readonly l4Hash?: L4HashSource;
}

const scratch = new HashedKeys();

/** 0 … 2³¹ − 1 without allocation. Give ports as 0 where a packet would not show them; `hashPacket` knows where. */
export function linuxMultipathHash(
  options: LinuxHashOptions,
  source: Ipv4Address,
  destination: Ipv4Address,
  protocol: number,
  sourcePort: number,
  destinationPort: number,
): number {
  return multipathPolicies[options.policy]!.hashFlow(
    options.seed,
    source,
    destination,
    protocol,
    sourcePort,
    destinationPort,
    options.fields,
  );
}

/** 0 … 2³¹ − 1 for a packet that is forwarded. `socketHash`: of the local socket that sent it, 0 if none did. */
export function hashPacket(options: LinuxHashOptions, packet: Ipv4Packet, socketHash = 0): number {
  const carried = carriedHash(options, packet, socketHash);
  if (carried !== 0) return carried >>> 1;
  multipathPolicies[options.policy]!.readPacket(packet, options.fields ?? hashFieldsDefault, scratch);
  return hashOfKeys(options.seed, scratch);
}

/** 0 … 2³¹ − 1 for the bytes of an IPv6 packet; undefined when they do not hold an IPv6 header. */
export function hashIpv6Packet(options: LinuxHashOptions, bytes: Uint8Array): number | undefined {
  if (bytes.length < 40 || bytes[0]! >>> 4 !== 6) return undefined;
  multipathPolicies[options.policy]!.readIpv6(bytes, options.fields ?? hashFieldsDefault, scratch);
  return hashOfKeys(options.seed, scratch);
}

/** The hash that the packet came with, where it decides; else 0. Linux: net/ipv4/route.c, case 1, `skb->l4_hash`. */
export function carriedHash(options: LinuxHashOptions, packet: Ipv4Packet, socketHash: number): number {
  if (options.l4Hash === undefined || options.policy !== 1) return 0;
  return options.l4Hash.hashOf(packet, socketHash);
}
