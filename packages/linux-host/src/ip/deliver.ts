// Local delivery: reassembly, the LOCAL_IN hook, then the protocol. Linux: net/ipv4/ip_input.c.

import { ipProtocols, ipv4Length, type Ipv4Packet } from '@ospflab/net';
import type { NetworkInterface } from '../interface/network-interface.ts';
import type { Kernel } from '../kernel.ts';
import type { LocalInDropReason } from '../event.ts';
import { fragmentsOf } from './fragment.ts';
import { selectHop } from '../routing/next-hop-selection.ts';

/** `unicast`: the destination is an own address, not a group or broadcast. */
export function deliver(
  kernel: Kernel,
  holder: NetworkInterface,
  packet: Ipv4Packet,
  unicast: boolean,
): void {
  let whole: Ipv4Packet | undefined = packet;
  if (packet.moreFragments || packet.fragmentOffsetBytes > 0)
    whole = kernel.reassembly.add(packet, holder.index);
  if (whole === undefined) return;
  if (unicast && kernel.hooks.localIn !== undefined && !passesHook(kernel, holder, whole)) return;
  switch (whole.payload.kind) {
    case 'tcp':
      if (unicast) kernel.tcp.receive(holder, whole, whole.payload);
      return;
    case 'udp':
      kernel.udp.receive(holder, whole, whole.payload, unicast);
      return;
    case 'raw':
    case 'structured':
      if (isParsedProtocol(whole.protocol)) kernel.drop('malformed', whole, holder.index);
      else deliverRaw(kernel, holder, whole, unicast);
      return;
    default:
      kernel.icmp.receive(holder, whole, whole.payload, unicast);
  }
}

function isParsedProtocol(protocol: number): boolean {
  return protocol === ipProtocols.icmp || protocol === ipProtocols.tcp || protocol === ipProtocols.udp;
}

function deliverRaw(kernel: Kernel, holder: NetworkInterface, packet: Ipv4Packet, unicast: boolean): void {
  if (kernel.rawProtocols.has(packet.protocol)) {
    kernel.sink({ kind: 'rawReceived', interfaceIndex: holder.index, packet });
    return;
  }
  kernel.drop('noSocket', packet, holder.index);
  if (unicast) kernel.icmp.destinationUnreachable(packet, 2, 0, holder.index);
}

function passesHook(kernel: Kernel, holder: NetworkInterface, packet: Ipv4Packet): boolean {
  const verdict = kernel.hooks.localIn!(packet, holder.index, kernel.now);
  switch (verdict.kind) {
    case 'accept':
      return true;
    case 'drop':
      kernel.drop(localInReason(verdict.reason), packet, holder.index);
      return false;
    case 'reject':
      kernel.drop(localInReason(verdict.reason), packet, holder.index);
      kernel.icmp.destinationUnreachable(packet, 3, 0, holder.index);
      return false;
    case 'forward':
      sendToRealServer(kernel, holder, verdict.packet, verdict.nextHop);
      return false;
  }
}

/** Direct routing: the packet leaves as it is, only the frame is addressed to the real server. Linux: ip_vs_dr_xmit. */
function sendToRealServer(
  kernel: Kernel,
  holder: NetworkInterface,
  packet: Ipv4Packet,
  realServer: Ipv4Packet['destination'],
): void {
  const destination = kernel.routes.lookup(realServer);
  if (packet.ttl < 1) {
    kernel.drop('ttlExceeded', packet, holder.index);
    kernel.icmp.timeExceeded(packet, 0, holder.index);
    return;
  }
  if (destination.kind !== 'unicast') {
    kernel.drop('noRoute', packet, holder.index);
    kernel.icmp.destinationUnreachable(packet, 1, 0, holder.index);
    return;
  }
  const hop = selectHop(kernel, destination.route, packet, holder);
  const outgoing = kernel.interfaces.at(hop.interfaceIndex)!;
  const oversized = ipv4Length(packet) > outgoing.mtu;
  if (oversized && packet.dontFragment) {
    kernel.drop('fragmentationNeeded', packet, holder.index);
    kernel.icmp.destinationUnreachable(packet, 4, outgoing.mtu, holder.index);
    return;
  }
  const pieces = oversized ? fragmentsOf(packet, outgoing.mtu) : [packet];
  for (const piece of pieces)
    kernel.neighbors.output(outgoing, hop.gateway ?? realServer, piece, holder.index);
}

function localInReason(reason: string): LocalInDropReason {
  return `localIn${reason.charAt(0).toUpperCase()}${reason.slice(1)}`;
}
