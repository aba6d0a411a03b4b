// Making, renewing and flushing own LSAs: RFC 2328 §12.4, §12.1.6 and §14.1.

import { after, type Duration } from '@ospflab/sim';
import type { Area } from '../area.ts';
import { ageOut, installLsa } from '../database/install.ts';
import type { DatabaseEntry } from '../database/link-state-database.ts';
import type { LsaFlushed, OriginationReason } from '../event.ts';
import { floodLsa } from '../flooding/flood.ts';
import type { OspfInterface } from '../interface/ospf-interface.ts';
import { lsaHeaderBytes, makeLsa } from '../lsa/encode-lsa.ts';
import { lsaKeyOf } from '../lsa/lsa-key.ts';
import { lsTypes, type LinkStateId, type Lsa, type LsaBody } from '../lsa/lsa.ts';
import { initialSequenceNumber, nextSequenceNumber } from '../lsa/sequence-number.ts';
import type { RouterState } from '../router-state.ts';
import { networkLsaBody } from './network-lsa.ts';
import { routerLsaBody } from './router-lsa.ts';

export function originateRouterLsa(router: RouterState, area: Area, reason: OriginationReason): void {
  if (!router.running) return;
  originate(router, area, {
    type: lsTypes.router,
    linkStateId: router.routerId as number as LinkStateId,
    reason,
    body: () => routerLsaBody(router, area),
    again: () => originateRouterLsa(router, area, reason),
  });
}

/** RFC 2328 §12.4.2: the designated router originates for the network while it has a full neighbour there, and else flushes. */
export function originateNetworkLsa(ospfInterface: OspfInterface, reason: OriginationReason): void {
  const { router, area, config } = ospfInterface;
  if (!router.running) return;
  if (!ospfInterface.isDesignatedRouter() || ospfInterface.fullNeighbors === 0) {
    flushNetworkLsa(ospfInterface);
    return;
  }
  originate(router, area, {
    type: lsTypes.network,
    linkStateId: config.address as number as LinkStateId,
    reason,
    body: () => networkLsaBody(ospfInterface),
    again: () => originateNetworkLsa(ospfInterface, reason),
  });
}

export function flushNetworkLsa(ospfInterface: OspfInterface): void {
  const { router, area, config } = ospfInterface;
  const entry = area.database.get(lsaKeyOf(lsTypes.network, config.address, router.routerId));
  if (entry !== undefined) flushLsa(router, entry, 'noLongerNeeded');
}

/** RFC 2328 §14.1: premature aging of an LSA of the router's own. */
export function flushLsa(router: RouterState, entry: DatabaseEntry, reason: LsaFlushed['reason']): void {
  if (router.maxAgeEntries.has(entry)) return;
  const { lsa } = entry;
  router.deferred.delete(lsa.key);
  ageOut(router, entry);
  router.record({
    kind: 'lsaFlushed',
    areaId: entry.area!.areaId,
    lsType: lsa.type,
    linkStateId: lsa.linkStateId,
    advertisingRouter: lsa.advertisingRouter,
    sequence: lsa.sequence,
    reason,
  });
  floodLsa(router, entry, undefined);
}

interface Origination {
  readonly type: number;
  readonly linkStateId: LinkStateId;
  readonly reason: OriginationReason;
  readonly body: () => LsaBody;
  /** Decides anew whether the LSA is wanted, when it had to wait. */
  readonly again: () => void;
}

function originate(router: RouterState, area: Area, wanted: Origination): void {
  const { type, linkStateId, reason } = wanted;
  const key = lsaKeyOf(type, linkStateId, router.routerId);
  const entry = area.database.get(key);
  // RFC 2328 §12.1.6: the wrapped instance has to be gone everywhere before the first one may be made.
  if (entry?.restartsAfterRemoval === true) return;
  // RFC 2328 §12.4: MinLSInterval between two instances of one LSA.
  const wait = waitForMinLsInterval(router, area, key);
  if (wait > 0) {
    deferOrigination(router, key, wanted.again, wait as Duration);
    return;
  }
  router.deferred.delete(key);
  const previous = entry?.lsa.sequence ?? area.lastSequences.get(key);
  const sequence = previous === undefined ? initialSequenceNumber : nextSequenceNumber(previous);
  if (sequence === undefined) {
    if (entry === undefined) return;
    flushLsa(router, entry, 'sequenceWrapped');
    entry.restartsAfterRemoval = true;
    return;
  }
  const lsa = makeLsa({
    type,
    options: area.options,
    linkStateId,
    advertisingRouter: router.routerId,
    sequence,
    body: wanted.body(),
  });
  if (reason === 'topologyChanged' && !router.profile.originatesUnchanged && sameBody(router, entry, lsa))
    return;
  publish(router, area, lsa, entry, reason);
}

function publish(
  router: RouterState,
  area: Area,
  lsa: Lsa,
  existing: DatabaseEntry | undefined,
  reason: OriginationReason,
): void {
  const entry = installLsa(router, area, lsa, 0, existing);
  entry.selfOriginated = true;
  area.originatedAt.set(lsa.key, router.now);
  const { refreshAgeMin, refreshAgeMax } = router.profile;
  const refreshAge = refreshAgeMin + Math.floor(router.random() * (refreshAgeMax - refreshAgeMin));
  entry.refreshAt = after(router.now, refreshAge as Duration);
  const { refreshTimer } = router;
  if (refreshTimer.at === undefined || entry.refreshAt < refreshTimer.at) refreshTimer.set(entry.refreshAt);
  router.record({
    kind: 'lsaOriginated',
    areaId: area.areaId,
    lsType: lsa.type,
    linkStateId: lsa.linkStateId,
    advertisingRouter: lsa.advertisingRouter,
    sequence: lsa.sequence,
    reason,
  });
  floodLsa(router, entry, undefined);
}

function waitForMinLsInterval(router: RouterState, area: Area, key: Lsa['key']): number {
  if (!router.profile.minLsIntervalEnforced) return 0;
  const last = area.originatedAt.get(key);
  return last === undefined ? 0 : last + router.limits.minLsInterval - router.now;
}

// RFC 2328 §12.4: the body is made when the wait is over and holds whatever changed meanwhile.
function deferOrigination(router: RouterState, key: Lsa['key'], again: () => void, wait: Duration): void {
  const dueAt = after(router.now, wait);
  router.deferred.set(key, { dueAt, again });
  const { originationTimer } = router;
  if (originationTimer.at === undefined || dueAt < originationTimer.at) originationTimer.set(dueAt);
}

/** MinLSInterval is over for one or more LSAs. */
export function runDeferredOriginations(router: RouterState): void {
  const due = [...router.deferred].filter(([, { dueAt }]) => dueAt <= router.now);
  for (const [key] of due) router.deferred.delete(key);
  for (const [, { again }] of due) again();
  const next = Math.min(...[...router.deferred.values()].map(({ dueAt }) => dueAt));
  if (next !== Infinity) router.originationTimer.set(next as typeof router.now);
}

function sameBody(router: RouterState, entry: DatabaseEntry | undefined, lsa: Lsa): boolean {
  if (entry?.refreshAt === undefined || entry.isMaxAge(router.now)) return false;
  if (entry.lsa.length !== lsa.length) return false;
  for (let index = lsaHeaderBytes; index < lsa.length; index++) {
    if (entry.lsa.bytes[index] !== lsa.bytes[index]) return false;
  }
  return entry.lsa.options === lsa.options;
}
