// What stays of a neighbour that is down: nothing, unless it is configured.

import { after } from '@ospflab/sim';
import type { Neighbor } from './neighbor.ts';

/** RFC 2328 §9.5.1: a configured neighbour is greeted at PollInterval from now on; any other starts anew when it is heard again. */
export function forgetNeighbor(neighbor: Neighbor): void {
  const { configured, ospfInterface } = neighbor;
  if (configured === undefined) {
    removeNeighbor(neighbor);
    return;
  }
  neighbor.inactivityTimer.cancel();
  neighbor.lastHello = undefined;
  neighbor.priority = configured.priority;
  neighbor.greetingTimer.set(after(ospfInterface.router.now, configured.pollInterval));
}

/** Configured or not. */
export function removeNeighbor(neighbor: Neighbor): void {
  const { ospfInterface, slot } = neighbor;
  ospfInterface.removeNeighbor(neighbor);
  neighbor.release();
  ospfInterface.router.neighborSlots[slot] = undefined;
}
