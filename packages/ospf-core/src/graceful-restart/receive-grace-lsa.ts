// A neighbour says that it restarts, or that it has: RFC 3623 §3.1 and §3.2.

import { after, seconds, toSeconds } from '@ospflab/sim';
import type { DatabaseEntry } from '../database/link-state-database.ts';
import type { HelpRefusal } from '../event.ts';
import { isOpaque } from '../flooding/flooded-types.ts';
import type { OspfInterface } from '../interface/ospf-interface.ts';
import type { Neighbor } from '../neighbor/neighbor.ts';
import { neighborState } from '../neighbor/neighbor-state.ts';
import { endHelp } from './end-help.ts';
import { readGraceLsa, type GraceLsa } from './grace-lsa.ts';
import { helpsRouter } from './helps-router.ts';

/** The grace-LSA was installed; one at MaxAge ends the restart well. */
export function receiveGraceLsa(ospfInterface: OspfInterface, entry: DatabaseEntry): void {
  const { router } = ospfInterface;
  const grace = readGraceLsa(entry.lsa);
  if (grace === undefined || entry.lsa.advertisingRouter === router.routerId) return;
  const restarter = restarterOf(ospfInterface, entry, grace);
  if (restarter === undefined) return;
  if (entry.isMaxAge(router.now)) {
    endHelp(restarter, 'completed');
    return;
  }
  const reason = refusal(restarter, entry, grace);
  restarter.lastHelpRefusal = reason;
  if (reason === undefined) beginHelp(restarter, entry, grace);
  else router.record({ kind: 'helpRefused', ...named(restarter), reason });
}

// RFC 3623 §3.1: by its address on networks of several, else by its id.
function restarterOf(
  ospfInterface: OspfInterface,
  { lsa }: DatabaseEntry,
  { interfaceAddress }: GraceLsa,
): Neighbor | undefined {
  if (ospfInterface.multiAccess && interfaceAddress !== undefined)
    return ospfInterface.neighborWithAddress(interfaceAddress);
  return ospfInterface.neighbors.find(({ routerId }) => routerId === lsa.advertisingRouter);
}

// RFC 3623 §3.1 (1) to (5)
function refusal(restarter: Neighbor, entry: DatabaseEntry, grace: GraceLsa): HelpRefusal | undefined {
  const { router } = restarter.ospfInterface;
  const { helper } = router;
  if (!helpsRouter(router, restarter.routerId)) return 'notEnabled';
  if (restarter.help === undefined && restarter.state !== neighborState.full) return 'notFull';
  const planned = grace.reason === 'softwareRestart' || grace.reason === 'softwareUpgrade';
  if (helper?.plannedOnly === true && !planned) return 'notPlanned';
  if (restarter.help === undefined && owesTopology(restarter)) return 'changesUnacknowledged';
  if (entry.ageSeconds(router.now) >= grace.graceSeconds) return 'graceOver';
  return router.restarting ? 'restarting' : undefined;
}

/** Refreshes count like changes. */
function owesTopology({ unacknowledgedCount, slot, ospfInterface }: Neighbor): boolean {
  if (unacknowledgedCount === 0) return false;
  for (const { database } of [ospfInterface.area, ospfInterface.router.asScope]) {
    for (const { lsa, unacknowledgedBy } of database.values()) {
      if (unacknowledgedBy.has(slot) && !isOpaque(lsa.type)) return true;
    }
  }
  return false;
}

function beginHelp(restarter: Neighbor, entry: DatabaseEntry, { graceSeconds, reason }: GraceLsa): void {
  const { router } = restarter.ospfInterface;
  const passed = router.profile.gracePeriodCountsFrom === 'origination' ? entry.ageSeconds(router.now) : 0;
  const supportedSeconds = toSeconds(router.helper!.supportedGracePeriod);
  const grantedSeconds = Math.min(graceSeconds - passed, supportedSeconds);
  const until = after(router.now, seconds(grantedSeconds));
  if (restarter.help === undefined) {
    const timer = router.timers.allocate(() => endHelp(restarter, 'graceOver'));
    restarter.help = { timer, graceSeconds, grantedSeconds, until, reason };
    router.helpedNeighbors.add(restarter);
  } else {
    Object.assign(restarter.help, { graceSeconds, grantedSeconds, until, reason });
  }
  restarter.help.timer.set(until);
  router.record({ kind: 'helpBegun', ...named(restarter), until });
}

function named({ routerId, address, ospfInterface }: Neighbor) {
  return {
    interfaceIndex: ospfInterface.config.interfaceIndex,
    neighborId: routerId,
    neighborAddress: address,
  };
}
