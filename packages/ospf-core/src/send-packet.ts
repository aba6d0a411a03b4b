// The way out: header, authentication and destination of every packet. RFC 2328 §8.1.

import type { Ipv4Address } from '@ospflab/net';
import { authenticationForSending } from './authentication/sign-packet.ts';
import { allDRouters, allSpfRouters } from './effect.ts';
import type { OspfInterface } from './interface/ospf-interface.ts';
import type { Neighbor } from './neighbor/neighbor.ts';
import { neighborState } from './neighbor/neighbor-state.ts';
import type { OspfPacket, OspfPacketBody } from './packet/ospf-packet.ts';
import type { VirtualEnds } from './virtual-link/virtual-ends.ts';

const toAllSpfRouters: readonly Ipv4Address[] = [allSpfRouters];
const toAllDRouters: readonly Ipv4Address[] = [allDRouters];

export function sendPacket(
  ospfInterface: OspfInterface,
  destination: Ipv4Address,
  body: OspfPacketBody,
): void {
  const { router, config, virtualEnds } = ospfInterface;
  if (virtualEnds !== undefined) {
    sendRouted(ospfInterface, virtualEnds, body);
    return;
  }
  const packet = packetOf(ospfInterface, body);
  if (packet === undefined) return;
  router.sink({
    kind: 'sendPacket',
    interfaceIndex: config.interfaceIndex,
    source: config.address,
    destination,
    packet,
  });
}

// RFC 2328 §8.1: over a virtual link everything goes to the other end's address, as any other packet would.
function sendRouted(ospfInterface: OspfInterface, ends: VirtualEnds, body: OspfPacketBody): void {
  const [way] = ends.nextHops;
  const packet = way === undefined ? undefined : packetOf(ospfInterface, body);
  if (way === undefined || packet === undefined) return;
  ospfInterface.router.sink({
    kind: 'sendPacket',
    interfaceIndex: way.interfaceIndex,
    source: ospfInterface.config.address,
    destination: ends.neighborAddress,
    routed: true,
    packet,
  });
}

/** Undefined: nothing may be sent, for lack of a key. */
function packetOf(ospfInterface: OspfInterface, body: OspfPacketBody): OspfPacket | undefined {
  const authentication = authenticationForSending(ospfInterface);
  if (authentication === undefined) return undefined;
  ospfInterface.traffic.sent[body.kind]++;
  return {
    routerId: ospfInterface.router.routerId,
    areaId: ospfInterface.config.areaId,
    authentication,
    body,
  };
}

/** RFC 2328 §8.1: packets to one neighbour are unicast, but on point-to-point networks everything goes to AllSPFRouters. */
export function neighborDestination(neighbor: Neighbor): Ipv4Address {
  return neighbor.ospfInterface.multiAccess ? neighbor.address : allSpfRouters;
}

/**
 * RFC 2328 §13.3 (5) and §13.5: designated router and backup speak to all, the others to those two. On non-broadcast networks each
 * adjacent neighbour is told by itself.
 * Departs from §8.1: point-to-multipoint networks carry multicasts, as they do in FRR (ospfd/ospf_packet.c, ospf_ls_upd_send, 8.4).
 */
export function floodDestinations(ospfInterface: OspfInterface): readonly Ipv4Address[] {
  const { electing, multicasts, neighbors } = ospfInterface;
  if (!multicasts) {
    return neighbors.filter(({ state }) => state >= neighborState.exchange).map(({ address }) => address);
  }
  if (!electing) return toAllSpfRouters;
  return ospfInterface.isDesignatedRouter() || ospfInterface.isBackup() ? toAllSpfRouters : toAllDRouters;
}
