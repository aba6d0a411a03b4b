// Reliable flooding: who still has to acknowledge what, and sending it again. RFC 2328 §13.6.

import { after } from '@ospflab/sim';
import type { DatabaseEntry } from '../database/link-state-database.ts';
import type { Neighbor, PendingRetransmission } from '../neighbor/neighbor.ts';
import type { RouterState } from '../router-state.ts';
import { queueDirectUpdate } from './output-queue.ts';

/** Puts the entry's instance on the neighbour's retransmission list. */
export function expectAcknowledgement(neighbor: Neighbor, entry: DatabaseEntry): void {
  if (!entry.unacknowledgedBy.add(neighbor.slot)) return;
  neighbor.unacknowledgedCount++;
  const { router, config } = neighbor.ospfInterface;
  if (router.profile.retransmission === 'neighborTick') {
    neighbor.retransmissionTicks.wantTick(router.now);
    return;
  }
  const dueAt = after(router.now, config.retransmitInterval);
  neighbor.retransmissions.push({ entry, lsa: entry.lsa, dueAt });
  if (neighbor.retransmissionTimer.at === undefined) neighbor.retransmissionTimer.set(dueAt);
}

/** Takes it off the list; false when it did not stand there. */
export function acknowledge(neighbor: Neighbor, entry: DatabaseEntry): boolean {
  if (!entry.unacknowledgedBy.delete(neighbor.slot)) return false;
  neighbor.unacknowledgedCount--;
  return true;
}

/** RFC 2328 §13 (5c): takes the instance that is about to be replaced off all lists. */
export function forgetOnAllLists(router: RouterState, entry: DatabaseEntry): void {
  const waiting = entry.unacknowledgedBy;
  while (waiting.size > 0) {
    const slot = waiting.first()!;
    waiting.delete(slot);
    router.neighborSlots[slot]!.unacknowledgedCount--;
  }
}

/** RFC 2328 §10.3: an adjacency that breaks empties its list. */
export function emptyRetransmissionList(neighbor: Neighbor): void {
  if (neighbor.unacknowledgedCount > 0) {
    const { area, router, linkScope } = neighbor.ospfInterface;
    for (const { database } of [area, router.asScope, linkScope]) {
      for (const entry of database.values()) acknowledge(neighbor, entry);
    }
  }
  neighbor.retransmissions.length = 0;
}

/** A tick of the neighbour's timer, or the deadline of its first LSA, by profile. */
export function retransmit(neighbor: Neighbor): void {
  if (neighbor.ospfInterface.router.profile.retransmission === 'neighborTick') retransmitAtTick(neighbor);
  else retransmitDue(neighbor);
}

// FRR: ospfd/ospf_packet.c, ospf_ls_upd_timer, 8.4: what came within the last RxmtInterval is left for the next tick, so that the
// neighbour has time to acknowledge. An LSA that came right after the timer started therefore waits almost two intervals.
function retransmitAtTick(neighbor: Neighbor): void {
  if (neighbor.unacknowledgedCount === 0) return;
  const { router, config, area, linkScope } = neighbor.ospfInterface;
  for (const { database } of [area, router.asScope, linkScope]) {
    for (const entry of database.values()) {
      // Strictly older: what came in the instant in which the timer started came after the start.
      if (
        entry.unacknowledgedBy.has(neighbor.slot) &&
        router.now - entry.installedAt > config.retransmitInterval
      )
        resend(neighbor, entry);
    }
  }
  neighbor.retransmissionTicks.wantTick(router.now);
}

// RFC 2328 §13.6: each LSA every RxmtInterval until it is acknowledged. Deadlines are in order, since the interval is one.
function retransmitDue(neighbor: Neighbor): void {
  const { router, config } = neighbor.ospfInterface;
  const waiting: PendingRetransmission[] = [];
  for (const pending of neighbor.retransmissions) {
    if (pending.entry.lsa !== pending.lsa || !pending.entry.unacknowledgedBy.has(neighbor.slot)) continue;
    if (pending.dueAt > router.now) {
      waiting.push(pending);
      continue;
    }
    resend(neighbor, pending.entry);
    waiting.push({
      entry: pending.entry,
      lsa: pending.lsa,
      dueAt: after(router.now, config.retransmitInterval),
    });
  }
  waiting.sort((left, right) => left.dueAt - right.dueAt);
  neighbor.retransmissions = waiting;
  if (waiting.length > 0) neighbor.retransmissionTimer.set(waiting[0]!.dueAt);
}

function resend(neighbor: Neighbor, entry: DatabaseEntry): void {
  const { lsa } = entry;
  const { router } = neighbor.ospfInterface;
  router.record({
    kind: 'lsaRetransmitted',
    areaId: entry.area?.areaId,
    lsType: lsa.type,
    linkStateId: lsa.linkStateId,
    advertisingRouter: lsa.advertisingRouter,
    sequence: lsa.sequence,
    neighborId: neighbor.routerId,
  });
  queueDirectUpdate(neighbor, entry);
}
