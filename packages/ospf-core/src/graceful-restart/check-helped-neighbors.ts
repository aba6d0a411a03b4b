// What makes an end of helping other than the neighbour itself: RFC 3623 §3.2 (3), and the operator.

import type { DatabaseEntry } from '../database/link-state-database.ts';
import type { RouterState } from '../router-state.ts';
import { helpsRouter } from './helps-router.ts';

/** The content of an LSA changed: those it would be flooded to, were they not restarting, are helped no longer. */
export function checkHelpedNeighbors(router: RouterState, { lsa, area }: DatabaseEntry): void {
  if (router.helper?.strictLsaChecking !== true) return;
  for (const neighbor of router.helpedNeighbors) {
    if (lsa.advertisingRouter === neighbor.routerId) continue;
    const own = neighbor.ospfInterface.area;
    if (area === undefined ? own.takesExternals : own === area) router.raiseHelpEnd(neighbor);
  }
}

/** Other neighbours are configured to be helped. */
export function dropUnwantedHelp(router: RouterState): void {
  for (const neighbor of router.helpedNeighbors) {
    if (!helpsRouter(router, neighbor.routerId)) router.raiseHelpEnd(neighbor);
  }
}
