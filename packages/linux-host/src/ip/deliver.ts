// Local delivery: reassembly, the LOCAL_IN hook, then the protocol. Linux: net/ipv4/ip_input.c.

import { ipProtocols, type Ipv4Packet } from '@ospflab/net';
import type { NetworkInterface } from '../interface/network-interface.ts';
import type { Kernel } from '../kernel.ts';
import type { LocalInDropReason } from '../event.ts';
import { innerPacketOf, ipInIpProtocol, tunnelEnd } from './ip-in-ip.ts';
import { sendThroughTunnel, sendToRealServer } from './send-to-real-server.ts';

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
  if (unicast && kernel.hooks.localIn !== undefined) whole = afterHook(kernel, holder, whole);
  if (whole === undefined) return;
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
      else if (whole.protocol === ipInIpProtocol && tunnelEnd(kernel) !== undefined)
        takeApart(kernel, tunnelEnd(kernel)!, whole);
      else deliverRaw(kernel, holder, whole, unicast);
      return;
    default:
      kernel.icmp.receive(holder, whole, whole.payload, unicast);
  }
}

function takeApart(kernel: Kernel, device: NetworkInterface, outer: Ipv4Packet): void {
  const inner = innerPacketOf(outer);
  if (inner === undefined) kernel.drop('malformed', outer, device.index);
  else kernel.loopBack(inner, device);
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

/** What is left for the host's own stack; undefined when the hook has taken the packet. */
function afterHook(kernel: Kernel, holder: NetworkInterface, packet: Ipv4Packet): Ipv4Packet | undefined {
  const verdict = kernel.hooks.localIn!(packet, holder.index, kernel.now);
  switch (verdict.kind) {
    case 'accept':
      return packet;
    case 'acceptChanged':
      return verdict.packet;
    case 'drop':
      kernel.drop(localInReason(verdict.reason), packet, holder.index);
      return undefined;
    case 'reject':
      kernel.drop(localInReason(verdict.reason), packet, holder.index);
      if (verdict.icmp === 'timeExceeded') kernel.icmp.timeExceeded(packet, 0, holder.index);
      else kernel.icmp.destinationUnreachable(packet, 3, 0, holder.index);
      return undefined;
    case 'forward':
      sendToRealServer(kernel, holder, packet, verdict.packet, verdict.nextHop);
      return undefined;
    case 'tunnel': {
      const { packet: inner, realServer, pathMtuDiscovery } = verdict;
      sendThroughTunnel(kernel, holder, packet, inner, realServer, pathMtuDiscovery);
      return undefined;
    }
  }
}

function localInReason(reason: string): LocalInDropReason {
  return `localIn${reason.charAt(0).toUpperCase()}${reason.slice(1)}`;
}
