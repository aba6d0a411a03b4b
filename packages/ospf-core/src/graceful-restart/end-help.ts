// Leaving helper mode, RFC 3623 §3.2.

import type { HelpEnd } from '../event.ts';
import type { Neighbor } from '../neighbor/neighbor.ts';
import { neighborState } from '../neighbor/neighbor-state.ts';
import { originateLsasAbout } from '../origination/originate-about.ts';
import { forgetHelp } from './forget-help.ts';

/**
 * The neighbour counts as what it is: one that stays silent is lost when its dead timer expires, which help has wound up again and
 * again.
 */
export function endHelp(neighbor: Neighbor, reason: HelpEnd): void {
  if (neighbor.help === undefined) return;
  const { ospfInterface, state } = neighbor;
  forgetHelp(neighbor, reason);
  if (state !== neighborState.full) ospfInterface.fullNeighbors--;
  originateLsasAbout(ospfInterface);
  // RFC 3623 §3.2: the designated router is calculated anew.
  ospfInterface.router.raiseInterfaceEvent(ospfInterface, 'neighborChange');
}
