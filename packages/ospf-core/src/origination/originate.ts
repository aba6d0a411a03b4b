// Making, renewing and flushing own LSAs: RFC 2328 §12.4, §12.1.6 and §14.1.

import { after, type Duration } from '@ospflab/sim';
import { externalRoutingOption, type Area } from '../area.ts';
import type { FloodingScope } from '../flooding-scope.ts';
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
  if (router.maxAgeEntries.has(entry) || router.restarting) return;
  const { lsa } = entry;
  router.scopeHolding(entry).deferred.delete(lsa.key);
  ageOut(router, entry);
  router.record({
    kind: 'lsaFlushed',
    areaId: entry.area?.areaId,
    lsType: lsa.type,
    linkStateId: lsa.linkStateId,
    advertisingRouter: lsa.advertisingRouter,
    sequence: lsa.sequence,
    reason,
  });
  floodLsa(router, entry, undefined);
}

export interface Origination {
  readonly type: number;
  readonly linkStateId: LinkStateId;
  readonly reason: OriginationReason;
  /** Absent: those of the area. */
  readonly options?: number;
  /** Whatever the profile says of LSAs that stay the same. */
  readonly onlyIfChanged?: boolean;
  readonly body: () => LsaBody;
  /** Decides anew whether the LSA is wanted, when it had to wait. */
  readonly again: () => void;
}

/** The next instance of an own LSA of the link or else of the area, undefined: of the AS. */
export function originate(
  router: RouterState,
  area: Area | undefined,
  wanted: Origination,
  link?: OspfInterface,
): void {
  // RFC 3623 §2 (1)
  if (router.restarting) return;
  const { type, linkStateId, reason } = wanted;
  const scope = link?.linkScope ?? area ?? router.asScope;
  const key = lsaKeyOf(type, linkStateId, router.routerId);
  const entry = scope.database.get(key);
  // RFC 2328 §12.1.6: the wrapped instance has to be gone everywhere before the first one may be made.
  if (entry?.restartsAfterRemoval === true) return;
  // RFC 2328 §12.4: MinLSInterval between two instances of one LSA.
  const wait = waitForMinLsInterval(router, scope, key);
  if (wait > 0) {
    deferOrigination(router, scope, key, wanted.again, wait as Duration);
    return;
  }
  scope.deferred.delete(key);
  const previous = entry?.lsa.sequence ?? scope.lastSequences.get(key);
  const sequence = previous === undefined ? initialSequenceNumber : nextSequenceNumber(previous);
  if (sequence === undefined) {
    if (entry === undefined) return;
    flushLsa(router, entry, 'sequenceWrapped');
    entry.restartsAfterRemoval = true;
    return;
  }
  const lsa = makeLsa({
    type,
    options: wanted.options ?? area?.options ?? externalRoutingOption,
    linkStateId,
    advertisingRouter: router.routerId,
    sequence,
    body: wanted.body(),
  });
  const unchangedToo = router.profile.originatesUnchanged && wanted.onlyIfChanged !== true;
  if (reason === 'topologyChanged' && !unchangedToo && sameBody(router, entry, lsa)) return;
  publish(router, area, lsa, entry, reason, link);
}

function publish(
  router: RouterState,
  area: Area | undefined,
  lsa: Lsa,
  existing: DatabaseEntry | undefined,
  reason: OriginationReason,
  link: OspfInterface | undefined,
): void {
  const entry = installLsa(router, area, lsa, 0, existing, link);
  entry.selfOriginated = true;
  router.scopeHolding(entry).originatedAt.set(lsa.key, router.now);
  const { refreshAgeMin, refreshAgeMax } = router.profile;
  const refreshAge = refreshAgeMin + Math.floor(router.random() * (refreshAgeMax - refreshAgeMin));
  entry.refreshAt = after(router.now, refreshAge as Duration);
  const { refreshTimer } = router;
  if (refreshTimer.at === undefined || entry.refreshAt < refreshTimer.at) refreshTimer.set(entry.refreshAt);
  router.record({
    kind: 'lsaOriginated',
    areaId: area?.areaId,
    lsType: lsa.type,
    linkStateId: lsa.linkStateId,
    advertisingRouter: lsa.advertisingRouter,
    sequence: lsa.sequence,
    reason,
  });
  floodLsa(router, entry, undefined);
}

function waitForMinLsInterval(router: RouterState, scope: FloodingScope, key: Lsa['key']): number {
  if (!router.profile.minLsIntervalEnforced) return 0;
  const last = scope.originatedAt.get(key);
  return last === undefined ? 0 : last + router.limits.minLsInterval - router.now;
}

// RFC 2328 §12.4: the body is made when the wait is over and holds whatever changed meanwhile.
function deferOrigination(
  router: RouterState,
  scope: FloodingScope,
  key: Lsa['key'],
  again: () => void,
  wait: Duration,
): void {
  const dueAt = after(router.now, wait);
  scope.deferred.set(key, { dueAt, again });
  const { originationTimer } = router;
  if (originationTimer.at === undefined || dueAt < originationTimer.at) originationTimer.set(dueAt);
}

/** MinLSInterval is over for one or more LSAs. */
export function runDeferredOriginations(router: RouterState): void {
  const { scopes } = router;
  for (const { deferred } of scopes) {
    const due = [...deferred].filter(([, { dueAt }]) => dueAt <= router.now);
    for (const [key] of due) deferred.delete(key);
    for (const [, { again }] of due) again();
  }
  let next = Infinity;
  for (const { deferred } of scopes) {
    for (const { dueAt } of deferred.values()) next = Math.min(next, dueAt);
  }
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
