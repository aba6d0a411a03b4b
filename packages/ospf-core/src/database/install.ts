// Putting an instance into a database and taking it out again: RFC 2328 §13.2 and §14.

import { after, type Duration, type Instant } from '@ospflab/sim';
import type { Area } from '../area.ts';
import { isOpaque } from '../flooding/flooded-types.ts';
import { forgetOnAllLists } from '../flooding/retransmission.ts';
import { checkHelpedNeighbors } from '../graceful-restart/check-helped-neighbors.ts';
import type { OspfInterface } from '../interface/ospf-interface.ts';
import { maxAgeSeconds } from '../lsa/age.ts';
import { lsaHeaderBytes } from '../lsa/encode-lsa.ts';
import { lsTypes, type Lsa } from '../lsa/lsa.ts';
import type { RouterState } from '../router-state.ts';
import { expectForgottenRanges } from '../routing/forget-ranges.ts';
import { scheduleExternalRoutes, scheduleSpf } from '../spf-schedule.ts';
import { DatabaseEntry } from './link-state-database.ts';

/** Replaces the copy of the same name on the link or else in the area (undefined: in the AS), if there is one. Flooding is the caller's. */
export function installLsa(
  router: RouterState,
  area: Area | undefined,
  lsa: Lsa,
  ageSeconds: number,
  existing: DatabaseEntry | undefined,
  link?: OspfInterface,
): DatabaseEntry {
  let entry = existing;
  let topologyChanged = true;
  if (entry === undefined) {
    entry = new DatabaseEntry(lsa, ageSeconds, area, link, router.now);
    router.scopeHolding(entry).database.add(entry);
  } else {
    // RFC 2328 §13 (5c)
    forgetOnAllLists(router, entry);
    const wasMaxAge = entry.isMaxAge(router.now);
    topologyChanged = wasMaxAge !== ageSeconds >= maxAgeSeconds || !sameContent(entry.lsa, lsa);
    entry.replace(lsa, ageSeconds, router.now);
    router.maxAgeEntries.delete(entry);
  }
  entry.received = false;
  if (lsa.type === lsTypes.nssaExternal) expectForgottenRanges(router);
  if (topologyChanged) scheduleCalculation(router, entry);
  if (ageSeconds >= maxAgeSeconds) expectRemoval(router, entry);
  else watchAge(router, entry);
  return entry;
}

/** RFC 2328 §14.1: sets the entry's instance to MaxAge where it stands. Flooding is the caller's. */
export function ageOut(router: RouterState, entry: DatabaseEntry): void {
  if (router.maxAgeEntries.has(entry)) return;
  entry.setMaxAge();
  forgetOnAllLists(router, entry);
  expectRemoval(router, entry);
  scheduleCalculation(router, entry);
}

// RFC 2328 §13.2: which calculation a changed LSA makes necessary. What the router itself summarizes or imports changes none of its routes.
function scheduleCalculation(router: RouterState, entry: DatabaseEntry): void {
  const { lsa, area } = entry;
  if (isOpaque(lsa.type)) return;
  if (router.helpedNeighbors.size > 0) checkHelpedNeighbors(router, entry);
  const describesTopology = lsa.type === lsTypes.router || lsa.type === lsTypes.network;
  if (!describesTopology && lsa.advertisingRouter === router.routerId) return;
  if (area === undefined || lsa.type === lsTypes.nssaExternal) scheduleExternalRoutes(router);
  else scheduleSpf(router, area);
}

/**
 * RFC 2328 §14: a MaxAge LSA goes when no neighbour still has to acknowledge it and (by profile) none is in Exchange or Loading.
 * Returns the entries that left.
 */
export function removeMaxAgeLsas(router: RouterState): DatabaseEntry[] {
  const removed: DatabaseEntry[] = [];
  if (router.profile.maxAgeWaitsForExchange && router.exchangingNeighbors > 0) return removed;
  for (const entry of router.maxAgeEntries) {
    if (entry.unacknowledgedBy.size > 0) continue;
    router.maxAgeEntries.delete(entry);
    removeEntry(router, entry);
    removed.push(entry);
  }
  return removed;
}

/** Removal with a fixed delay: the next look, when something is left to look for. */
export function watchRemoval(router: RouterState): void {
  const { maxAgeRemovalDelay } = router.profile;
  if (maxAgeRemovalDelay === 0 || router.maxAgeEntries.size === 0 || router.maxAgeTimer.at !== undefined)
    return;
  router.maxAgeTimer.set(after(router.now, maxAgeRemovalDelay));
}

function removeEntry(router: RouterState, entry: DatabaseEntry): void {
  const { lsa } = entry;
  const scope = router.scopeHolding(entry);
  scope.database.remove(entry);
  if (entry.selfOriginated) {
    if (entry.restartsAfterRemoval) scope.lastSequences.delete(lsa.key);
    else scope.lastSequences.set(lsa.key, lsa.sequence);
  }
  router.record({
    kind: 'lsaRemoved',
    areaId: entry.area?.areaId,
    lsType: lsa.type,
    linkStateId: lsa.linkStateId,
    advertisingRouter: lsa.advertisingRouter,
    sequence: lsa.sequence,
  });
}

function expectRemoval(router: RouterState, entry: DatabaseEntry): void {
  router.maxAgeEntries.add(entry);
  watchRemoval(router);
}

/** Arms the look for expired LSAs no later than this entry needs it. */
export function watchAge(router: RouterState, entry: DatabaseEntry): void {
  const { agingWalkInterval } = router.profile;
  let at: Instant = entry.expiresAt;
  if (agingWalkInterval > 0) {
    // The walk ticks from the start of the process.
    const ticks = Math.ceil((at - router.startedAt) / agingWalkInterval);
    at = after(router.startedAt, (ticks * agingWalkInterval) as Duration);
  }
  if (router.agingTimer.at === undefined || at < router.agingTimer.at) router.agingTimer.set(at);
}

// RFC 2328 §13.2: options, MaxAge (at the caller), length and body; sequence and checksum do not count.
function sameContent(left: Lsa, right: Lsa): boolean {
  if (left === right) return true;
  if (left.length !== right.length || left.options !== right.options) return false;
  for (let index = lsaHeaderBytes; index < left.length; index++) {
    if (left.bytes[index] !== right.bytes[index]) return false;
  }
  return true;
}
