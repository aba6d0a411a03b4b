// The flow a packet belongs to, as a balancer or a connection table keys it.

import type { Ipv4Address } from './ipv4-address.ts';
import type { Ipv4Packet } from './packet.ts';

export interface FiveTuple {
  readonly source: Ipv4Address;
  readonly destination: Ipv4Address;
  readonly protocol: number;
  /** 0 where the protocol has no ports or the packet does not show them (fragments). */
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/** Ports come from TCP and UDP only; every other payload, and every fragment, gives 0. */
export function fiveTupleOf(packet: Ipv4Packet): FiveTuple {
  const payload = packet.payload;
  const hasPorts = payload.kind === 'tcp' || payload.kind === 'udp';
  return {
    source: packet.source,
    destination: packet.destination,
    protocol: packet.protocol,
    sourcePort: hasPorts ? payload.sourcePort : 0,
    destinationPort: hasPorts ? payload.destinationPort : 0,
  };
}

/** The flow of the answers. */
export function reverseFiveTuple(flow: FiveTuple): FiveTuple {
  return {
    source: flow.destination,
    destination: flow.source,
    protocol: flow.protocol,
    sourcePort: flow.destinationPort,
    destinationPort: flow.sourcePort,
  };
}
