// The hash a Linux router selects a next hop with, for a flow given by its parts and for a packet.

import type { Ipv4Address, Ipv4Packet } from '@ospflab/net';
import { multipathPolicies, type MultipathPolicyNumber } from './multipath-policies.ts';

export interface LinuxHashOptions {
  readonly policy: MultipathPolicyNumber;
  /** Unsigned 32 bits, the seed in use (not the 0 that asks for a random one). */
  readonly seed: number;
}

/** 0 … 2³¹ − 1 without allocation. Give ports as 0 where a packet would not show them; `hashPacket` knows where. */
export function linuxMultipathHash(
  options: LinuxHashOptions,
  source: Ipv4Address,
  destination: Ipv4Address,
  protocol: number,
  sourcePort: number,
  destinationPort: number,
): number {
  return multipathPolicies[options.policy].hashFlow(
    options.seed,
    source,
    destination,
    protocol,
    sourcePort,
    destinationPort,
  );
}

/** 0 … 2³¹ − 1 for a packet that is forwarded. */
export function hashPacket(options: LinuxHashOptions, packet: Ipv4Packet): number {
  return multipathPolicies[options.policy].hashPacket(options.seed, packet);
}
