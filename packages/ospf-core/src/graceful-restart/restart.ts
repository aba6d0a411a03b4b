// The router's own restart, RFC 3623 §2: while it lasts nothing is originated, and routes stay as the host has them.

import type { Instant } from '@ospflab/sim';
import type { RestartEnd } from '../event.ts';
import { interfaceState } from '../interface/interface-state.ts';
import { originateNetworkLsa, originateRouterLsa } from '../origination/originate.ts';
import { isOwnLsa } from '../origination/own-lsa.ts';
import { renewOwnLsa } from '../origination/refresh.ts';
import type { RouterState } from '../router-state.ts';
import { runExternalRoutes, runSpf } from '../run-spf.ts';
import { restartOutcome } from './check-restart.ts';

export function beginRestart(router: RouterState, until: Instant): void {
  router.restartTimer = router.timers.allocate(() => endRestart(router, 'graceOver'));
  router.restartTimer.set(until);
  router.record({ kind: 'restartBegun', until });
}

/** Something happened that may end it. */
export function followRestart(router: RouterState): void {
  const outcome = restartOutcome(router);
  if (outcome !== undefined) endRestart(router, outcome);
}

// RFC 3623 §2.3: own LSAs first, then routes, then what is left over from before; grace-LSAs, which live on links, come last.
function endRestart(router: RouterState, reason: RestartEnd): void {
  const { restartTimer } = router;
  if (restartTimer === undefined) return;
  router.timers.release(restartTimer);
  router.restartTimer = undefined;
  router.record({ kind: 'restartEnded', reason });
  for (const area of router.areas) {
    originateRouterLsa(router, area, 'topologyChanged');
    for (const ospfInterface of area.interfaces) {
      if (ospfInterface.state === interfaceState.designatedRouter)
        originateNetworkLsa(ospfInterface, 'topologyChanged');
    }
    area.spfWanted = true;
  }
  runSpf(router);
  runExternalRoutes(router);
  for (const { database } of router.scopes) {
    for (const entry of database.sorted()) {
      if (entry.refreshAt === undefined && isOwnLsa(router, entry.lsa))
        renewOwnLsa(router, entry, 'receivedOwnLsa');
    }
  }
  router.sink({ kind: 'finishRestart' });
}
