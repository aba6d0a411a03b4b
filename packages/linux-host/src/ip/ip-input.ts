// From the network card to the three ways a packet can go: delivered here, forwarded, or dropped with a reason.
// Linux: net/ipv4/route.c, ip_route_input_slow.

import type { Ipv4Address, Ipv4Packet } from '@ospflab/net';
import type { NetworkInterface } from '../interface/network-interface.ts';
import type { Kernel } from '../kernel.ts';
import { deliver } from './deliver.ts';
import { forward } from './forward.ts';
import { validateSource } from './validate-source.ts';

const allHosts = 0xe0000001;
const limitedBroadcast = 0xffffffff;

/** `toUs`: the frame was addressed to this card, not broadcast or multicast; only such packets are forwarded. */
export function ipInput(kernel: Kernel, holder: NetworkInterface, packet: Ipv4Packet, toUs: boolean): void {
  const destination = kernel.routes.lookup(packet.destination);
  const validity = validateSource(kernel, holder, packet.source, packet.destination === limitedBroadcast);
  if (validity === 'martian' || validity === 'reversePathFailed') {
    kernel.drop(validity === 'martian' ? 'martianSource' : 'reversePathFailed', packet, holder.index);
    return;
  }
  if (isMartianDestination(kernel, holder, packet.destination)) {
    kernel.drop('martianDestination', packet, holder.index);
    return;
  }
  switch (destination.kind) {
    case 'local':
    case 'broadcast':
      deliver(kernel, holder, packet, destination.kind === 'local');
      return;
    case 'multicast':
      // A group nobody joined here never gets past the card's filter on a real machine; it is not worth an event.
      if (packet.destination === allHosts || holder.groups.has(packet.destination)) {
        deliver(kernel, holder, packet, false);
      }
      return;
    case 'unicast':
      if (holder.settings.forwarding === 0) kernel.drop('forwardingOff', packet, holder.index);
      else if (!toUs) kernel.drop('notForUs', packet, holder.index);
      else forward(kernel, holder, packet, destination.route, validity === 'onLink');
      return;
    case 'refused':
      refuse(kernel, holder, packet, destination.type);
      return;
    case 'none':
      kernel.drop('noRoute', packet, holder.index);
      if (holder.settings.forwarding !== 0) kernel.icmp.routeError(packet, 0, holder.index);
  }
}

function isMartianDestination(kernel: Kernel, holder: NetworkInterface, destination: Ipv4Address): boolean {
  if (holder.loopback) return false;
  if (destination >>> 24 === 127) return !kernel.sysctls.either(holder.settings, 'route_localnet');
  return destination === 0;
}

function refuse(
  kernel: Kernel,
  holder: NetworkInterface,
  packet: Ipv4Packet,
  type: 'blackhole' | 'unreachable' | 'prohibit',
): void {
  kernel.drop(type === 'prohibit' ? 'prohibited' : 'blackhole', packet, holder.index);
  if (type === 'blackhole' || holder.settings.forwarding === 0) return;
  kernel.icmp.routeError(packet, type === 'prohibit' ? 13 : 1, holder.index);
}
