// Receiving link state updates: every numbered step of RFC 2328 §13.

import { lacksRoomFor, noticeOverflow } from '../database/database-overflow.ts';
import { installLsa } from '../database/install.ts';
import type { DatabaseEntry } from '../database/link-state-database.ts';
import type { LsaDiscardReason } from '../event.ts';
import { maxAgeSeconds } from '../lsa/age.ts';
import { isKnownLsType } from '../lsa/decode-lsa.ts';
import { compareLsa } from '../lsa/compare-lsa.ts';
import { hasAsScope, hasLinkScope, isFloodedIn } from './flooded-types.ts';
import { isGraceLsa } from '../graceful-restart/grace-lsa.ts';
import { receiveGraceLsa } from '../graceful-restart/receive-grace-lsa.ts';
import type { Lsa } from '../lsa/lsa.ts';
import { initialSequenceNumber, maxSequenceNumber } from '../lsa/sequence-number.ts';
import { requestAnswered } from '../neighbor/link-state-request.ts';
import type { Neighbor } from '../neighbor/neighbor.ts';
import { neighborState } from '../neighbor/neighbor-state.ts';
import { isOwnLsa } from '../origination/own-lsa.ts';
import { renewOwnLsa } from '../origination/refresh.ts';
import type { AgedLsa, LinkStateUpdatePacket } from '../packet/ospf-packet.ts';
import type { RouterState } from '../router-state.ts';
import { queueDelayedAcknowledgement } from './acknowledgement.ts';
import { floodLsa } from './flood.ts';
import { queueDirectAcknowledgement, queueDirectUpdate } from './output-queue.ts';
import { acknowledge } from './retransmission.ts';

/** The neighbour is in Exchange or greater. */
export function receiveLinkStateUpdate(neighbor: Neighbor, packet: LinkStateUpdatePacket): void {
  for (const aged of packet.lsas) {
    if (!receiveLsa(neighbor, aged)) return;
  }
}

/** False: the rest of the packet is not processed. */
function receiveLsa(neighbor: Neighbor, aged: AgedLsa): boolean {
  const { lsa, ageSeconds } = aged;
  const { ospfInterface } = neighbor;
  const { router, area } = ospfInterface;
  // RFC 2328 §13 (1): the checksum was verified when the LSA was decoded.
  if (lsa.fault !== undefined) return discard(neighbor, lsa, lsa.fault);
  // RFC 2328 §13 (2)
  if (!isKnownLsType(lsa.type)) return discard(neighbor, lsa, 'unknownType');
  // RFC 2328 §13 (3), RFC 3101 §2.3
  if (!isFloodedIn(area, lsa.type)) return discard(neighbor, lsa, 'notFloodedHere');
  const copy = router.scopeOf(ospfInterface, lsa.type).database.get(lsa.key);
  // RFC 2328 §13 (4)
  if (copy === undefined && ageSeconds >= maxAgeSeconds && router.exchangingNeighbors === 0) {
    queueDirectAcknowledgement(neighbor, { header: lsa, ageSeconds });
    return discard(neighbor, lsa, 'maxAgeUnknown');
  }
  const order = copy === undefined ? 1 : compareLsa(lsa, ageSeconds, copy.lsa, copy.ageSeconds(router.now));
  // RFC 2328 §13 (5)
  if (order > 0) {
    acceptNewer(neighbor, lsa, ageSeconds, copy);
    return true;
  }
  // RFC 2328 §13 (6): what is asked for cannot be older than or the same as what is here already.
  if (neighbor.state < neighborState.full && neighbor.requests.has(lsa.key)) {
    router.raiseNeighborEvent(neighbor, 'badLinkStateRequest');
    discard(neighbor, lsa, 'badRequest');
    return false;
  }
  if (order === 0) receiveDuplicate(neighbor, lsa, ageSeconds, copy!);
  else answerOlder(neighbor, lsa, copy!);
  return true;
}

// RFC 2328 §13 (5): the LSA is newer than the database copy, or there is none.
function acceptNewer(
  neighbor: Neighbor,
  lsa: Lsa,
  ageSeconds: number,
  copy: DatabaseEntry | undefined,
): void {
  const { ospfInterface } = neighbor;
  const { router, area } = ospfInterface;
  if (router.overflow !== undefined && isRefused(router, lsa, ageSeconds)) {
    discard(neighbor, lsa, 'databaseOverflow');
    // An adjacency does not wait for it.
    if (neighbor.requests.has(lsa.key)) requestAnswered(neighbor, lsa.key);
    return;
  }
  // RFC 2328 §13 (5a): without acknowledgement.
  if (copy !== undefined && arrivedTooSoon(router, copy)) {
    discard(neighbor, lsa, 'receivedTooSoon');
    return;
  }
  // RFC 2328 §13 (5c) and (5d): the old instance leaves all retransmission lists as the new one takes its place.
  const scope = hasAsScope(lsa.type) ? undefined : area;
  const link = hasLinkScope(lsa.type) ? ospfInterface : undefined;
  const entry = installLsa(router, scope, lsa, ageSeconds, copy, link);
  entry.received = true;
  entry.selfOriginated = isOwnLsa(router, lsa);
  router.record({
    kind: 'lsaInstalled',
    areaId: scope?.areaId,
    lsType: lsa.type,
    linkStateId: lsa.linkStateId,
    advertisingRouter: lsa.advertisingRouter,
    sequence: lsa.sequence,
    ageSeconds,
    neighborId: neighbor.routerId,
  });
  // RFC 2328 §13 (5b). Departs in order only: the database comes first, so that the retransmission lists can stand on its entries.
  const floodedBack = floodLsa(router, entry, neighbor);
  // RFC 2328 §13 (5e), §13.5: flooding it back is acknowledgement enough; a backup answers for the designated router only.
  if (!floodedBack && (!ospfInterface.isBackup() || neighbor.address === ospfInterface.designatedRouter)) {
    queueDelayedAcknowledgement(ospfInterface, { header: lsa, ageSeconds });
  }
  if (isGraceLsa(lsa)) receiveGraceLsa(ospfInterface, entry);
  // RFC 2328 §13 (5f), §13.4
  if (entry.selfOriginated) renewOwnLsa(router, entry, 'receivedOwnLsa');
  if (router.overflow !== undefined) noticeOverflow(router);
}

// RFC 1765 §2.3.1: without acknowledgement, so that it comes again when there may be room. §2.3.3: what is the router's own it flushes.
function isRefused(router: RouterState, lsa: Lsa, ageSeconds: number): boolean {
  return ageSeconds < maxAgeSeconds && !isOwnLsa(router, lsa) && lacksRoomFor(router, lsa);
}

function arrivedTooSoon(router: RouterState, copy: DatabaseEntry): boolean {
  if (router.now - copy.installedAt >= router.limits.minLsArrival) return false;
  const { minLsArrivalAppliesTo, initialInstanceAcceptsOldCopy } = router.profile;
  if (minLsArrivalAppliesTo === 'floodedCopies' && !copy.received) return false;
  // FRR: ospfd/ospf_flood.c, ospf_flood, 8.4: a router that has just started takes back what the network remembers of it.
  const justStarted =
    copy.selfOriginated && copy.lsa.sequence === initialSequenceNumber && copy.ageSeconds(router.now) === 0;
  return !(initialInstanceAcceptsOldCopy && justStarted);
}

// RFC 2328 §13 (7)
function receiveDuplicate(neighbor: Neighbor, lsa: Lsa, ageSeconds: number, copy: DatabaseEntry): void {
  const { ospfInterface } = neighbor;
  // RFC 2328 §13 (7a): an implied acknowledgement.
  if (acknowledge(neighbor, copy)) {
    // RFC 2328 §13.5: only a backup acknowledges it, with delay, when it came from the designated router.
    if (ospfInterface.isBackup() && neighbor.address === ospfInterface.designatedRouter) {
      queueDelayedAcknowledgement(ospfInterface, { header: lsa, ageSeconds });
    }
    return;
  }
  // RFC 2328 §13 (7b)
  queueDirectAcknowledgement(neighbor, { header: lsa, ageSeconds });
}

// RFC 2328 §13 (8): the database copy is newer.
function answerOlder(neighbor: Neighbor, lsa: Lsa, copy: DatabaseEntry): void {
  const { router } = neighbor.ospfInterface;
  if (copy.lsa.sequence === maxSequenceNumber && copy.isMaxAge(router.now)) {
    discard(neighbor, lsa, 'sequenceWrapping');
    return;
  }
  discard(neighbor, lsa, 'olderThanDatabase');
  if (router.now - copy.sentAt >= router.limits.minLsArrival) queueDirectUpdate(neighbor, copy);
}

function discard(neighbor: Neighbor, lsa: Lsa, reason: LsaDiscardReason): true {
  const { router, area } = neighbor.ospfInterface;
  router.record({
    kind: 'lsaDiscarded',
    areaId: area.areaId,
    lsType: lsa.type,
    linkStateId: lsa.linkStateId,
    advertisingRouter: lsa.advertisingRouter,
    sequence: lsa.sequence,
    neighborId: neighbor.routerId,
    reason,
  });
  return true;
}
