// Strict LSA checking, RFC 3623 §3.2 (3): a restarting router must not forward by a topology that is over.

import type { DatabaseEntry } from '../database/link-state-database.ts';
import type { RouterState } from '../router-state.ts';

/** The content of an LSA changed: those it would be flooded to, were they not restarting, are helped no longer. */
export function checkHelpedNeighbors(router: RouterState, { lsa, area }: DatabaseEntry): void {
  if (router.helper?.strictLsaChecking !== true) return;
  for (const neighbor of router.helpedNeighbors) {
    if (lsa.advertisingRouter === neighbor.routerId) continue;
    const own = neighbor.ospfInterface.area;
    if (area === undefined ? own.takesExternals : own === area) router.raiseHelpEnd(neighbor);
  }
}
