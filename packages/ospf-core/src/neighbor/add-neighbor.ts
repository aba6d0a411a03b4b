// A neighbour appears: its first hello came, or it is configured.

import type { Ipv4Address } from '@ospflab/net';
import type { OspfInterface } from '../interface/ospf-interface.ts';
import type { RouterId } from '../lsa/lsa.ts';
import { Neighbor } from './neighbor.ts';

export function addNeighbor(
  ospfInterface: OspfInterface,
  routerId: RouterId,
  address: Ipv4Address,
): Neighbor {
  const { router } = ospfInterface;
  const slot = router.freeNeighborSlot();
  const neighbor = new Neighbor(ospfInterface, routerId, address, slot, router.neighborTimers);
  router.neighborSlots[slot] = neighbor;
  ospfInterface.addNeighbor(neighbor);
  return neighbor;
}
