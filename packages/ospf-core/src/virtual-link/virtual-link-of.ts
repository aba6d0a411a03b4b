// Which virtual link a packet came over, RFC 2328 §8.2 (2).

import { backboneId } from '../area.ts';
import type { OspfInterface } from '../interface/ospf-interface.ts';
import type { OspfPacket } from '../packet/ospf-packet.ts';
import type { RouterState } from '../router-state.ts';

/** A packet of the backbone from the other end, on an interface of the transit area; undefined for every other one. */
export function virtualLinkOf(
  router: RouterState,
  interfaceIndex: number,
  packet: OspfPacket,
): OspfInterface | undefined {
  if (router.virtualLinks.length === 0 || packet.areaId !== backboneId) return undefined;
  const receiving = router.interfacesOfDevice(interfaceIndex);
  return router.virtualLinks.find(
    ({ virtualEnds }) =>
      virtualEnds?.neighborId === packet.routerId &&
      receiving.some(({ area }) => area === virtualEnds.transitArea),
  );
}
