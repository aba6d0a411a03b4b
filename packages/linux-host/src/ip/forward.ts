// Forwarding of one packet: time to live, next hop, redirect, size, neighbour. Linux: net/ipv4/ip_forward.c.

import { ipv4Length, withTtl, type Ipv4Packet } from '@ospflab/net';
import type { NetworkInterface } from '../interface/network-interface.ts';
import type { Kernel } from '../kernel.ts';
import type { FibRoute } from '../routing/fib-route.ts';
import { selectHop } from '../routing/next-hop-selection.ts';
import { fragmentsOf } from './fragment.ts';

export function forward(
  kernel: Kernel,
  holder: NetworkInterface,
  packet: Ipv4Packet,
  route: FibRoute,
  senderOnLink: boolean,
): void {
  if (packet.ttl <= 1) {
    kernel.drop('ttlExceeded', packet, holder.index);
    kernel.icmp.timeExceeded(packet, 0, holder.index);
    return;
  }
  const hop = selectHop(kernel, route, packet, holder);
  const outgoing = kernel.interfaces.at(hop.interfaceIndex)!;
  const gateway =
    hop.exceptions === undefined ? hop.gateway : kernel.redirects.gatewayOf(hop, packet.destination);
  const oversized = ipv4Length(packet) > outgoing.mtu;
  if (oversized && packet.dontFragment) {
    kernel.drop('fragmentationNeeded', packet, holder.index);
    kernel.icmp.destinationUnreachable(packet, 4, outgoing.mtu, holder.index);
    return;
  }
  if (outgoing === holder && senderOnLink) {
    kernel.redirects.considerSending(holder, packet, gateway ?? packet.destination, gateway);
  }
  if (oversized) {
    sendPieces(kernel, holder, outgoing, packet, gateway);
    return;
  }
  kernel.neighbors.output(
    outgoing,
    gateway ?? packet.destination,
    leaving(kernel, withTtl(packet, packet.ttl - 1)),
    holder.index,
  );
}

function leaving(kernel: Kernel, packet: Ipv4Packet): Ipv4Packet {
  return kernel.hooks.leaving === undefined ? packet : kernel.hooks.leaving(packet, kernel.now);
}

function sendPieces(
  kernel: Kernel,
  holder: NetworkInterface,
  outgoing: NetworkInterface,
  packet: Ipv4Packet,
  gateway: Ipv4Packet['destination'] | undefined,
): void {
  for (const fragment of fragmentsOf(leaving(kernel, packet), outgoing.mtu)) {
    kernel.neighbors.output(
      outgoing,
      gateway ?? packet.destination,
      withTtl(fragment, packet.ttl - 1),
      holder.index,
    );
  }
}
