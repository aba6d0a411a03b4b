// LSAs of others that nobody refreshed reach MaxAge here, RFC 2328 §14.

import type { DatabaseEntry } from './link-state-database.ts';
import { floodLsa } from '../flooding/flood.ts';
import type { RouterState } from '../router-state.ts';
import { ageOut, watchAge } from './install.ts';

/** The aging timer expired: floods what reached MaxAge and arms the next look. */
export function ageDatabase(router: RouterState): void {
  let next: DatabaseEntry | undefined;
  for (const { database } of router.scopes) {
    for (const entry of database.values()) {
      if (router.maxAgeEntries.has(entry)) continue;
      if (entry.isMaxAge(router.now)) {
        expire(router, entry);
      } else if (next === undefined || entry.expiresAt < next.expiresAt) {
        next = entry;
      }
    }
  }
  if (next !== undefined) watchAge(router, next);
}

function expire(router: RouterState, entry: DatabaseEntry): void {
  const { lsa } = entry;
  ageOut(router, entry);
  router.record({
    kind: 'lsaFlushed',
    areaId: entry.area?.areaId,
    lsType: lsa.type,
    linkStateId: lsa.linkStateId,
    advertisingRouter: lsa.advertisingRouter,
    sequence: lsa.sequence,
    reason: 'agedOut',
  });
  floodLsa(router, entry, undefined);
}
