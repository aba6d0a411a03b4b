// Leaving helper mode, RFC 3623 §3.2.

import type { HelpEnd } from '../event.ts';
import type { Neighbor } from '../neighbor/neighbor.ts';
import { announceAdjacency } from '../neighbor/neighbor-changed.ts';
import { neighborState } from '../neighbor/neighbor-state.ts';
import { forgetHelp } from './forget-help.ts';

/** A restart that did not complete costs the neighbour its adjacency, as its silence would have. */
export function endHelp(neighbor: Neighbor, reason: HelpEnd): void {
  if (neighbor.help === undefined) return;
  const { ospfInterface, state } = neighbor;
  forgetHelp(neighbor, reason);
  if (state !== neighborState.full) announceAdjacency(neighbor, false);
  const { router } = ospfInterface;
  if (reason !== 'completed') router.raiseNeighborEvent(neighbor, 'killNeighbor');
  // RFC 3623 §3.2: the designated router is calculated anew.
  router.raiseInterfaceEvent(ospfInterface, 'neighborChange');
}
