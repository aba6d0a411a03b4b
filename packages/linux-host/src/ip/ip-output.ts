// The host's own packets: route, source address, identification, fragments. Linux: net/ipv4/ip_output.c, route.c.

import {
  broadcastMac,
  ipv4FromNumber,
  ipv4HeaderLengthBytes,
  ipv4Length,
  ipv4PayloadLength,
  multicastMac,
} from '@ospflab/net';
import type { Ipv4Address, Ipv4Packet, Ipv4Payload } from '@ospflab/net';
import type { NetworkInterface } from '../interface/network-interface.ts';
import type { Kernel } from '../kernel.ts';
import type { Destination } from '../routing/route-lookup.ts';
import type { FibHop, FibRoute } from '../routing/fib-route.ts';
import { selectHop, selectHopOfOutput } from '../routing/next-hop-selection.ts';
import { exceptionOf, pathMtuOf } from '../routing/route-exceptions.ts';
import { fragmentsOf } from './fragment.ts';
import { selectSource } from './select-source.ts';

export interface OutgoingPacket {
  readonly source: Ipv4Address | undefined;
  readonly destination: Ipv4Address;
  readonly protocol: number;
  readonly payload: Ipv4Payload;
  readonly ttl: number;
  readonly typeOfService: number;
  /** `whenFits`: sockets without a wish of their own forbid routers to cut what they did not have to cut themselves. */
  readonly dontFragment: boolean | 'whenFits';
  /** Needed for groups and broadcasts; otherwise forces the interface, with the destination on its link. */
  readonly interfaceIndex: number | undefined;
  /** An ICMP error goes the way that the hash of the packet it is about chooses. Linux: net/ipv4/icmp.c, icmp_route_lookup. */
  readonly about?: Ipv4Packet;
}

export type OutputResult = 'sent' | 'noRoute' | 'tooBig';

export function ipOutput(kernel: Kernel, outgoing: OutgoingPacket): OutputResult {
  const destination = kernel.routes.lookup(outgoing.destination);
  const forced =
    outgoing.interfaceIndex === undefined ? undefined : kernel.interfaces.at(outgoing.interfaceIndex);
  const hop =
    destination.kind === 'unicast' && forced === undefined
      ? hopOf(kernel, destination.route, outgoing)
      : undefined;
  const source = outgoing.source ?? sourceTowards(kernel, outgoing.destination, destination, forced, hop);
  if (source === undefined) return 'noRoute';
  const mtu = mtuTowards(kernel, outgoing.destination, hop, forced);
  const built: Ipv4Packet = {
    kind: 'ipv4',
    source,
    destination: outgoing.destination,
    protocol: outgoing.protocol,
    ttl: outgoing.ttl,
    typeOfService: outgoing.typeOfService,
    identification: kernel.nextIdentification(),
    dontFragment: forbidsCutting(kernel, outgoing, hop, mtu),
    moreFragments: false,
    fragmentOffsetBytes: 0,
    payload: outgoing.payload,
  };
  const packet = kernel.hooks.leaving === undefined ? built : kernel.hooks.leaving(built, kernel.now);
  switch (destination.kind) {
    case 'local':
      return kernel.loopBack(packet);
    case 'multicast':
    case 'broadcast':
      return sendToGroup(kernel, packet, destination.kind, forced);
    case 'unicast':
      return sendUnicast(kernel, packet, destination, forced, hop, mtu);
    default:
      if (forced === undefined) return 'noRoute';
      return sendPieces(kernel, forced, packet.destination, packet, mtu);
  }
}

function mtuTowards(
  kernel: Kernel,
  destination: Ipv4Address,
  hop: FibHop | undefined,
  forced: NetworkInterface | undefined,
): number {
  if (hop === undefined) return (forced ?? kernel.interfaces.loopback).mtu;
  return pathMtuOf(kernel, hop, destination, kernel.interfaces.at(hop.interfaceIndex)!.mtu);
}

/** Linux: net/ipv4/ip_output.c, ip_dont_fragment. */
function forbidsCutting(
  kernel: Kernel,
  outgoing: OutgoingPacket,
  hop: FibHop | undefined,
  mtu: number,
): boolean {
  if (outgoing.dontFragment === false || kernel.sysctls.global.ip_no_pmtu_disc !== 0) return false;
  if (hop?.exceptions !== undefined && exceptionOf(kernel, hop, outgoing.destination)?.mtuLocked === true)
    return false;
  if (outgoing.dontFragment === true) return true;
  return ipv4HeaderLengthBytes + ipv4PayloadLength(outgoing.payload) <= mtu;
}

/** Linux: the route is looked up before the source is known, so an unbound socket hashes with source 0. */
function hopOf(kernel: Kernel, route: FibRoute, outgoing: OutgoingPacket): FibHop {
  if (outgoing.about !== undefined) return selectHop(kernel, route, outgoing.about, undefined);
  const { payload } = outgoing;
  const hasPorts = payload.kind === 'tcp' || payload.kind === 'udp';
  const asksEcho = payload.kind === 'icmpEcho' && payload.operation === 'request';
  return selectHopOfOutput(kernel, route, {
    source: outgoing.source ?? unbound,
    destination: outgoing.destination,
    protocol: outgoing.protocol,
    sourcePort: hasPorts ? payload.sourcePort : 0,
    // Linux: include/net/flow.h, union flowi_uli: the type and code of ICMP sockets lie where ports have the destination.
    destinationPort: hasPorts ? payload.destinationPort : asksEcho ? echoRequestAsPort : 0,
  });
}

const unbound = ipv4FromNumber(0);
const echoRequestAsPort = 0x0800;

/** The source a packet to that address would get through that hop; undefined when there is no route. */
export function sourceTowards(
  kernel: Kernel,
  address: Ipv4Address,
  destination: Destination,
  forced: NetworkInterface | undefined,
  hop: FibHop | undefined,
): Ipv4Address | undefined {
  if (destination.kind === 'local') return address;
  if (forced !== undefined) return selectSource(kernel, forced, address);
  if (destination.kind !== 'unicast') return undefined;
  const route = destination.route;
  if (route.preferredSource !== undefined) return route.preferredSource;
  const holder = hop === undefined ? undefined : kernel.interfaces.at(hop.interfaceIndex);
  if (hop === undefined || holder === undefined) return undefined;
  return selectSource(kernel, holder, hop.gateway ?? address);
}

function sendUnicast(
  kernel: Kernel,
  packet: Ipv4Packet,
  destination: Destination & { kind: 'unicast' },
  forced: NetworkInterface | undefined,
  hop: FibHop | undefined,
  mtu: number,
): OutputResult {
  if (forced !== undefined) {
    const onForced = destination.route.hops.find((hop) => hop.interfaceIndex === forced.index);
    return sendPieces(kernel, forced, onForced?.gateway ?? packet.destination, packet, mtu);
  }
  if (hop === undefined) return 'noRoute';
  const holder = kernel.interfaces.at(hop.interfaceIndex)!;
  const gateway = kernel.redirects.gatewayOf(hop, packet.destination);
  return sendPieces(kernel, holder, gateway ?? packet.destination, packet, mtu);
}

function sendPieces(
  kernel: Kernel,
  holder: NetworkInterface,
  nextHop: Ipv4Address,
  packet: Ipv4Packet,
  mtu: number,
): OutputResult {
  if (ipv4Length(packet) <= mtu) {
    kernel.neighbors.output(holder, nextHop, packet, 0);
    return 'sent';
  }
  if (packet.dontFragment) return 'tooBig';
  for (const piece of fragmentsOf(packet, mtu)) kernel.neighbors.output(holder, nextHop, piece, 0);
  return 'sent';
}

function sendToGroup(
  kernel: Kernel,
  packet: Ipv4Packet,
  kind: 'multicast' | 'broadcast',
  forced: NetworkInterface | undefined,
): OutputResult {
  if (forced === undefined) return 'noRoute';
  const mac = kind === 'multicast' ? multicastMac(packet.destination) : broadcastMac;
  const pieces = ipv4Length(packet) > forced.mtu ? fragmentsOf(packet, forced.mtu) : [packet];
  for (const piece of pieces) kernel.neighbors.transmit(forced, mac, piece);
  return 'sent';
}
