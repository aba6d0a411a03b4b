// Which next hop of a multipath route a packet takes: by the Linux hash over upper bounds or buckets, or by the clock in old kernels.
// Linux: net/ipv4/fib_semantics.c, fib_select_multipath; net/ipv4/nexthop.c, nexthop_select_path.

import { hashPacket, localOutputHash, selectByHashThreshold, selectPreferringSource } from '@ospflab/ecmp';
import type { FiveTuple, Ipv4Packet } from '@ospflab/net';
import type { NetworkInterface } from '../interface/network-interface.ts';
import { selectSource } from '../ip/select-source.ts';
import type { Kernel } from '../kernel.ts';
import type { FibHop, FibRoute } from './fib-route.ts';

/** For a packet to be forwarded. `arrivedOn`: the card that may have hashed it; undefined for one of the host itself. */
export function selectHop(
  kernel: Kernel,
  route: FibRoute,
  packet: Ipv4Packet,
  arrivedOn: NetworkInterface | undefined,
): FibHop {
  if (route.hops.length === 1) return route.hops[0]!;
  if (kernel.profile.forwarding.selection === 'perPacket') return hopOfClock(kernel, route);
  return hopOfHash(kernel, route, hashOfReceived(kernel, packet, arrivedOn));
}

/** For a packet of the host itself; source 0 while the socket is bound to no address. */
export function selectHopOfOutput(kernel: Kernel, route: FibRoute, flow: FiveTuple): FibHop {
  if (route.hops.length === 1) return route.hops[0]!;
  const { source, destination, protocol, sourcePort, destinationPort } = flow;
  const hash = localOutputHash(
    kernel.hashOptions,
    source,
    destination,
    protocol,
    sourcePort,
    destinationPort,
  );
  const { selection, prefersSource } = kernel.profile.forwarding;
  if (selection === 'perPacket') return hopOfSocket(kernel, route, flow);
  if (!prefersSource || source === 0 || route.nextHopGroupId !== 0) return hopOfHash(kernel, route, hash);
  const sources = route.hops.map((hop) =>
    selectSource(kernel, kernel.interfaces.at(hop.interfaceIndex)!, hop.gateway ?? destination),
  );
  const failed = failedMembers(kernel, route);
  return route.hops[Math.max(0, selectPreferringSource(route.bounds, hash, sources, source, failed))]!;
}

function hashOfReceived(kernel: Kernel, packet: Ipv4Packet, arrivedOn: NetworkInterface | undefined): number {
  const options = kernel.hashOptions;
  const card = arrivedOn?.receiveHash;
  const sockets = kernel.config.sharedSockets;
  if (options.policy !== 1 || (card === undefined && sockets === undefined))
    return hashPacket(options, packet);
  const carried = card?.hashOf(packet, 0) ?? sockets?.hashOf(packet) ?? 0;
  return carried === 0 ? hashPacket(options, packet) : carried >>> 1;
}

function hopOfHash(kernel: Kernel, route: FibRoute, hash: number): FibHop {
  if (route.resilient !== undefined) return route.hops[route.resilient.selectIndex(hash, kernel.now)]!;
  return route.hops[Math.max(0, selectByHashThreshold(route.bounds, hash, failedMembers(kernel, route)))]!;
}

/** Nanoseconds of a tick at HZ 250. */
const jiffy = 4_000_000;

function hopOfClock(kernel: Kernel, route: FibRoute): FibHop {
  return route.hops[Math.max(0, route.perPacket.select(Math.floor(kernel.now / jiffy)))]!;
}

/** A connected socket keeps the route it found; only what is forwarded goes another way with each packet. */
function hopOfSocket(kernel: Kernel, route: FibRoute, flow: FiveTuple): FibHop {
  const key = `${flow.source}:${flow.sourcePort}>${flow.destination}:${flow.destinationPort}/${flow.protocol}`;
  const known = route.socketHops.get(key);
  if (known !== undefined) return known;
  if (route.socketHops.size >= socketHopsMax) route.socketHops.clear();
  const chosen = hopOfClock(kernel, route);
  route.socketHops.set(key, chosen);
  return chosen;
}

const socketHopsMax = 65_536;

/**
 * Members whose neighbour has failed: hash-threshold groups always pass over them, plain routes with fib_multipath_use_neigh, resilient
 * groups never. Undefined when all are good, which is the usual case; a neighbour never asked for counts as good.
 */
function failedMembers(kernel: Kernel, route: FibRoute): Uint8Array | undefined {
  if (route.nextHopGroupId === 0 && kernel.sysctls.global.fib_multipath_use_neigh === 0) return undefined;
  let failed: Uint8Array | undefined;
  for (let position = 0; position < route.hops.length; position++) {
    const hop = route.hops[position]!;
    if (hop.gateway === undefined) continue;
    const holder = kernel.interfaces.at(hop.interfaceIndex);
    const neighbor = holder === undefined ? undefined : kernel.neighbors.find(holder, hop.gateway);
    if (neighbor === undefined || neighbor.valid) continue;
    failed ??= new Uint8Array(route.hops.length);
    failed[position] = 1;
  }
  return failed;
}
