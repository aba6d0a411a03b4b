// Which next hop of a multipath route a packet takes: the Linux hash over upper bounds, skipping neighbours that do not answer.
// Linux: net/ipv4/fib_semantics.c, fib_select_multipath; net/ipv4/nexthop.c, nexthop_select_path_hthr.

import { hashPacket, linuxMultipathHash, selectByHashThreshold } from '@ospflab/ecmp';
import type { FiveTuple, Ipv4Packet } from '@ospflab/net';
import type { Kernel } from '../kernel.ts';
import type { FibHop, FibRoute } from './fib-route.ts';

export function selectHop(kernel: Kernel, route: FibRoute, packet: Ipv4Packet): FibHop {
  if (route.hops.length === 1) return route.hops[0]!;
  return hopOfHash(kernel, route, hashPacket(kernel.hashOptions, packet));
}

/** For a packet that is not at hand: one that an ICMP error quotes, or the next one of a socket. */
export function selectHopOfFlow(kernel: Kernel, route: FibRoute, flow: FiveTuple): FibHop {
  if (route.hops.length === 1) return route.hops[0]!;
  const { source, destination, protocol, sourcePort, destinationPort } = flow;
  const hash = linuxMultipathHash(
    kernel.hashOptions,
    source,
    destination,
    protocol,
    sourcePort,
    destinationPort,
  );
  return hopOfHash(kernel, route, hash);
}

function hopOfHash(kernel: Kernel, route: FibRoute, hash: number): FibHop {
  const skipsFailed = route.nextHopGroupId !== 0 || kernel.sysctls.global.fib_multipath_use_neigh !== 0;
  const failed = skipsFailed ? failedMembers(kernel, route) : undefined;
  return route.hops[Math.max(0, selectByHashThreshold(route.bounds, hash, failed))]!;
}

/** Undefined when all are good, which is the usual case. A neighbour never asked for counts as good. */
function failedMembers(kernel: Kernel, route: FibRoute): Uint8Array | undefined {
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
