// A neighbour that is down leaves no trace: it starts anew when it is heard again.

import type { Neighbor } from './neighbor.ts';

export function removeNeighbor(neighbor: Neighbor): void {
  const { ospfInterface, slot } = neighbor;
  ospfInterface.removeNeighbor(neighbor);
  neighbor.release();
  ospfInterface.router.neighborSlots[slot] = undefined;
}
