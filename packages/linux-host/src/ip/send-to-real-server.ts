// What a balancer at LOCAL_IN sends on: to the real server's card, or inside another packet to the real server.
// Linux: net/netfilter/ipvs/ip_vs_xmit.c (ip_vs_dr_xmit, ip_vs_nat_xmit, ip_vs_tunnel_xmit), 6.1.

import { ipv4Length, withTtl, type Ipv4Address, type Ipv4Packet } from '@ospflab/net';
import type { NetworkInterface } from '../interface/network-interface.ts';
import type { Kernel } from '../kernel.ts';
import type { FibHop } from '../routing/fib-route.ts';
import { selectHop } from '../routing/next-hop-selection.ts';
import { fragmentsOf } from './fragment.ts';
import { encapsulated, outerHeaderBytes } from './ip-in-ip.ts';
import { selectSource } from './select-source.ts';

/** `original` is the packet as it came, for errors about it; the one to send may have another destination. */
export function sendToRealServer(
  kernel: Kernel,
  holder: NetworkInterface,
  original: Ipv4Packet,
  packet: Ipv4Packet,
  realServer: Ipv4Address,
): void {
  const hop = hopTowards(kernel, holder, original, packet, realServer);
  if (hop === undefined) return;
  const outgoing = kernel.interfaces.at(hop.interfaceIndex)!;
  if (isTooLarge(kernel, holder, original, packet, outgoing.mtu)) return;
  sendPieces(kernel, holder, outgoing, hop.gateway ?? realServer, packet);
}

/** The way has room for so much less as the outer header takes. */
export function sendThroughTunnel(
  kernel: Kernel,
  holder: NetworkInterface,
  original: Ipv4Packet,
  packet: Ipv4Packet,
  realServer: Ipv4Address,
  pathMtuDiscovery: boolean,
): void {
  const hop = hopTowards(kernel, holder, original, packet, realServer);
  if (hop === undefined) return;
  const outgoing = kernel.interfaces.at(hop.interfaceIndex)!;
  const room = outgoing.mtu - outerHeaderBytes;
  if (pathMtuDiscovery && isTooLarge(kernel, holder, original, packet, room)) return;
  const destination = kernel.routes.lookup(realServer);
  const preferred = destination.kind === 'unicast' ? destination.route.preferredSource : undefined;
  const source = preferred ?? selectSource(kernel, outgoing, hop.gateway ?? realServer);
  const outer = encapsulated(packet, source, realServer, kernel.nextIdentification(), pathMtuDiscovery);
  sendPieces(kernel, holder, outgoing, hop.gateway ?? realServer, outer);
}

function hopTowards(
  kernel: Kernel,
  holder: NetworkInterface,
  original: Ipv4Packet,
  packet: Ipv4Packet,
  realServer: Ipv4Address,
): FibHop | undefined {
  const destination = kernel.routes.lookup(realServer);
  if (packet.ttl < 1) {
    kernel.drop('ttlExceeded', original, holder.index);
    kernel.icmp.timeExceeded(original, 0, holder.index);
    return undefined;
  }
  if (destination.kind !== 'unicast') {
    kernel.drop('noRoute', original, holder.index);
    kernel.icmp.destinationUnreachable(original, 1, 0, holder.index);
    return undefined;
  }
  return selectHop(kernel, destination.route, packet, holder);
}

function isTooLarge(
  kernel: Kernel,
  holder: NetworkInterface,
  original: Ipv4Packet,
  packet: Ipv4Packet,
  mtu: number,
): boolean {
  if (!packet.dontFragment || ipv4Length(packet) <= mtu) return false;
  kernel.drop('fragmentationNeeded', original, holder.index);
  kernel.icmp.destinationUnreachable(withTtl(original, packet.ttl), 4, mtu, holder.index);
  return true;
}

function sendPieces(
  kernel: Kernel,
  holder: NetworkInterface,
  outgoing: NetworkInterface,
  nextHop: Ipv4Address,
  packet: Ipv4Packet,
): void {
  const pieces = ipv4Length(packet) > outgoing.mtu ? fragmentsOf(packet, outgoing.mtu) : [packet];
  for (const piece of pieces) kernel.neighbors.output(outgoing, nextHop, piece, holder.index);
}
