// Whether what belongs to a flow goes its way: ICMP errors about it, which path MTU discovery lives on, and its fragments.

import { ipProtocols, quoteOf, type FiveTuple, type Ipv4Packet, type Ipv4Payload } from '@ospflab/net';
import { hashPacket, type LinuxHashOptions } from '../linux/linux-multipath-hash.ts';
import { hashThresholdBounds, selectByHashThreshold } from '../selector/hash-threshold.ts';
import { packetOfFlow } from '../traffic/packet-of-flow.ts';

export interface PathConsistency {
  readonly flows: number;
  /** Part of the flows for which a "fragmentation needed" about a packet to the client reaches the flow's member. */
  readonly icmpErrors: number;
  /** Part of the flows whose fragments go where their whole packets go. */
  readonly fragmentsWithFlow: number;
  /** Part of the flows whose first and later fragments go together. */
  readonly fragmentsTogether: number;
  /** What chance gives for each of them: Σ share². */
  readonly byChance: number;
}

/** Flows are from clients to a service; errors come from routers in between, about what the service sent. */
export function pathConsistencyOf(
  options: LinuxHashOptions,
  weights: readonly number[],
  flows: readonly FiveTuple[],
): PathConsistency {
  const bounds = hashThresholdBounds(weights);
  const memberOf = (packet: Ipv4Packet): number => selectByHashThreshold(bounds, hashPacket(options, packet));
  let icmpErrors = 0;
  let fragmentsWithFlow = 0;
  let fragmentsTogether = 0;
  flows.forEach((flow, index) => {
    const whole = memberOf(datagram(flow, 0, false));
    const first = memberOf(datagram(flow, 0, true));
    const later = memberOf(datagram(flow, 1480, false));
    if (memberOf(packetTooBig(flow, index)) === whole) icmpErrors++;
    if (first === whole && later === whole) fragmentsWithFlow++;
    if (first === later) fragmentsTogether++;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const count = Math.max(1, flows.length);
  return {
    flows: flows.length,
    icmpErrors: icmpErrors / count,
    fragmentsWithFlow: fragmentsWithFlow / count,
    fragmentsTogether: fragmentsTogether / count,
    byChance: weights.reduce((sum, weight) => sum + (weight / total) ** 2, 0),
  };
}

function datagram(flow: FiveTuple, fragmentOffsetBytes: number, moreFragments: boolean): Ipv4Packet {
  const ports = Uint8Array.of(
    flow.sourcePort >>> 8,
    flow.sourcePort,
    flow.destinationPort >>> 8,
    flow.destinationPort,
    ...new Uint8Array(16),
  );
  return packetOfFlow(flow, { kind: 'raw', bytes: ports }, fragmentOffsetBytes, moreFragments);
}

/** From a router that is not on the flow's addresses, about a packet from the service to the client. */
function packetTooBig(flow: FiveTuple, index: number): Ipv4Packet {
  const answer = datagram(
    {
      source: flow.destination,
      destination: flow.source,
      protocol: flow.protocol,
      sourcePort: flow.destinationPort,
      destinationPort: flow.sourcePort,
    },
    0,
    false,
  );
  const router = ((flow.source ^ Math.imul(index + 1, 0x9e3779b1)) >>> 0) as FiveTuple['source'];
  const error: Ipv4Payload = {
    kind: 'icmpDestinationUnreachable',
    code: 4,
    nextHopMtu: 1400,
    original: quoteOf(answer, 28),
  };
  return packetOfFlow(
    { source: router, destination: flow.destination, protocol: ipProtocols.icmp },
    error,
    0,
    false,
  );
}
