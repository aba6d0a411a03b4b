// A packet of a known connection on its way to the real server, by forwarding method. Linux: net/netfilter/ipvs/ip_vs_xmit.c, 6.1.
// Routes, MTU and next hops are the host's business.

import { withTtl, type Ipv4Packet } from '@ospflab/net';
import type { Destination } from './destination.ts';
import { methodNumbers } from './forwarding-method.ts';
import { icmpToServer, toServer } from './masquerade.ts';
import type { IpvsVerdict } from './verdict.ts';

const accepted: IpvsVerdict = { kind: 'accept' };
const rejectTtlExceeded: IpvsVerdict = { kind: 'reject', icmp: 'timeExceeded', reason: 'ttlExceeded' };
const dropLoopbackServer: IpvsVerdict = { kind: 'drop', reason: 'loopbackServer' };

export function transmit(
  method: number,
  destination: Destination,
  realPort: number,
  packet: Ipv4Packet,
  pathMtuDiscovery: boolean,
): IpvsVerdict {
  const { address, local } = destination;
  if (method === methodNumbers.masquerading) {
    if (local) {
      if (address >>> 24 === 127) return dropLoopbackServer;
      return { kind: 'acceptChanged', packet: translated(packet, destination, realPort, packet.ttl) };
    }
    if (packet.ttl <= 1) return rejectTtlExceeded;
    return {
      kind: 'forward',
      nextHop: address,
      packet: translated(packet, destination, realPort, packet.ttl - 1),
    };
  }
  if (local) return accepted;
  if (packet.ttl <= 1) return rejectTtlExceeded;
  const forwarded = withTtl(packet, packet.ttl - 1);
  return method === methodNumbers.tunneling
    ? { kind: 'tunnel', realServer: address, packet: forwarded, pathMtuDiscovery }
    : { kind: 'forward', nextHop: address, packet: forwarded };
}

function translated(packet: Ipv4Packet, destination: Destination, realPort: number, ttl: number): Ipv4Packet {
  const { kind } = packet.payload;
  return kind === 'tcp' || kind === 'udp'
    ? toServer(packet, destination.address, realPort, ttl)
    : icmpToServer(packet, destination.address, realPort, ttl);
}
