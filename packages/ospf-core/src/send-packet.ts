// The way out: header, authentication and destination of every packet. RFC 2328 §8.1.

import type { Ipv4Address } from '@ospflab/net';
import { authenticationForSending } from './authentication/sign-packet.ts';
import { allDRouters, allSpfRouters } from './effect.ts';
import type { OspfInterface } from './interface/ospf-interface.ts';
import type { Neighbor } from './neighbor/neighbor.ts';
import type { OspfPacketBody } from './packet/ospf-packet.ts';

export function sendPacket(
  ospfInterface: OspfInterface,
  destination: Ipv4Address,
  body: OspfPacketBody,
): void {
  const { router, config } = ospfInterface;
  router.sink({
    kind: 'sendPacket',
    interfaceIndex: config.interfaceIndex,
    source: config.address,
    destination,
    packet: {
      routerId: router.routerId,
      areaId: config.areaId,
      authentication: authenticationForSending(ospfInterface),
      body,
    },
  });
}

/** RFC 2328 §8.1: packets to one neighbour are unicast, but on point-to-point networks everything goes to AllSPFRouters. */
export function neighborDestination(neighbor: Neighbor): Ipv4Address {
  return neighbor.ospfInterface.multiAccess ? neighbor.address : allSpfRouters;
}

/**
 * RFC 2328 §13.3 (5) and §13.5: designated router and backup speak to all, the others to those two.
 * Departs from §8.1: point-to-multipoint networks carry multicasts, as they do in FRR (ospfd/ospf_packet.c, ospf_ls_upd_send, 8.4).
 */
export function floodDestination(ospfInterface: OspfInterface): Ipv4Address {
  if (!ospfInterface.electing) return allSpfRouters;
  return ospfInterface.isDesignatedRouter() || ospfInterface.isBackup() ? allSpfRouters : allDRouters;
}
