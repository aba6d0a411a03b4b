// Own LSAs are made again before others would let them age out, RFC 2328 §12.4 (1).

import { originateWanted } from './advertise.ts';
import { interfaceOfNetworkLsa } from './own-lsa.ts';
import { flushLsa, originateNetworkLsa, originateRouterLsa } from './originate.ts';
import type { DatabaseEntry } from '../database/link-state-database.ts';
import type { OriginationReason } from '../event.ts';
import { lsTypes } from '../lsa/lsa.ts';
import type { RouterState } from '../router-state.ts';
import type { Instant } from '@ospflab/sim';

/** The refresh timer expired: renews what is due and arms the next. */
export function refreshOwnLsas(router: RouterState): void {
  let next = Infinity;
  for (const { database } of router.scopes) {
    const due: DatabaseEntry[] = [];
    for (const entry of database.values()) {
      if (entry.refreshAt !== undefined && entry.refreshAt <= router.now) due.push(entry);
    }
    for (const entry of due) renewOwnLsa(router, entry, 'refreshed');
    for (const { refreshAt } of database.values())
      if (refreshAt !== undefined) next = Math.min(next, refreshAt);
  }
  if (next !== Infinity) router.refreshTimer.set(next as Instant);
}

export function repeatNssaExternals(router: RouterState): void {
  for (const { database } of router.areas) {
    for (const entry of database.sorted()) {
      const isOwn = entry.lsa.type === lsTypes.nssaExternal && entry.selfOriginated;
      if (isOwn && !entry.isMaxAge(router.now)) renewOwnLsa(router, entry, 'refreshed');
    }
  }
}

/** Makes the next instance of an own LSA, or flushes it when it describes nothing any more. RFC 2328 §13.4. */
export function renewOwnLsa(router: RouterState, entry: DatabaseEntry, reason: OriginationReason): void {
  const { lsa, area } = entry;
  if (lsa.advertisingRouter === router.routerId) {
    if (originateWanted(router, area, lsa.key, reason)) return;
    if (lsa.type === lsTypes.router && area !== undefined) {
      originateRouterLsa(router, area, reason);
      return;
    }
    const network = interfaceOfNetworkLsa(area, lsa);
    if (network !== undefined && network.isDesignatedRouter() && network.fullNeighbors > 0) {
      originateNetworkLsa(network, reason);
      return;
    }
  }
  flushLsa(router, entry, reason === 'receivedOwnLsa' ? 'receivedOwnLsa' : 'noLongerNeeded');
}

/** RFC 2328 §12.1.6: the MaxAge instance of the last sequence number is gone; the LSA starts again with the first one. */
export function restartWrappedLsa(router: RouterState, removed: DatabaseEntry): void {
  if (!removed.restartsAfterRemoval) return;
  const { lsa, area } = removed;
  if (originateWanted(router, area, lsa.key, 'sequenceWrapped')) return;
  if (lsa.type === lsTypes.router && area !== undefined) originateRouterLsa(router, area, 'sequenceWrapped');
  const network = interfaceOfNetworkLsa(area, lsa);
  if (network !== undefined) originateNetworkLsa(network, 'sequenceWrapped');
}
