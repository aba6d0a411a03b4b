// A neighbour that is down leaves no trace: it starts anew when it is heard again.

import type { OspfInterface } from '../interface/ospf-interface.ts';
import type { Neighbor } from './neighbor.ts';

export function removeNeighbor(neighbor: Neighbor): void {
  const { ospfInterface, slot } = neighbor;
  const key = neighborKey(ospfInterface, neighbor.routerId, neighbor.address);
  if (ospfInterface.neighbors.get(key) === neighbor) ospfInterface.neighbors.delete(key);
  neighbor.release();
  ospfInterface.router.neighborSlots[slot] = undefined;
}

/** RFC 2328 §10: neighbours are told apart by source address on multi-access networks and by router id on point-to-point ones. */
export function neighborKey(ospfInterface: OspfInterface, routerId: number, address: number): number {
  return ospfInterface.multiAccess ? address : routerId;
}
