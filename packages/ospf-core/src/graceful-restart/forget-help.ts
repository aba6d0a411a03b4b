// A neighbour is not helped any more; what that means for the adjacency is the caller's.

import type { HelpEnd } from '../event.ts';
import type { Neighbor } from '../neighbor/neighbor.ts';

export function forgetHelp(neighbor: Neighbor, reason: HelpEnd): void {
  const { help, ospfInterface } = neighbor;
  if (help === undefined) return;
  const { router, config } = ospfInterface;
  router.timers.release(help.timer);
  neighbor.help = undefined;
  neighbor.lastHelpEnd = reason;
  router.lastHelpEnd = reason;
  router.helpedNeighbors.delete(neighbor);
  router.record({
    kind: 'helpEnded',
    interfaceIndex: config.interfaceIndex,
    neighborId: neighbor.routerId,
    neighborAddress: neighbor.address,
    reason,
  });
}
