// Beginning a database exchange and sending its packets, RFC 2328 §10.8.

import { after } from '@ospflab/sim';
import { opaqueOption } from '../area.ts';
import { isOpaque } from '../flooding/flooded-types.ts';
import type { AgedLsaHeader, DatabaseDescriptionPacket } from '../packet/ospf-packet.ts';
import { packetBytes } from '../packet/packet-size.ts';
import { neighborDestination, sendPacket } from '../send-packet.ts';
import { expectAcknowledgement } from '../flooding/retransmission.ts';
import type { Neighbor } from './neighbor.ts';
import { neighborState } from './neighbor-state.ts';

export function restartInactivityTimer(neighbor: Neighbor): void {
  const { router, config } = neighbor.ospfInterface;
  neighbor.inactivityTimer.set(after(router.now, config.deadInterval));
}

/** RFC 2328 §10.3, entering ExStart: claims to be master with a fresh sequence number and an empty packet. */
export function beginExchange(neighbor: Neighbor): void {
  const { router } = neighbor.ospfInterface;
  neighbor.sequence =
    neighbor.sequence === undefined
      ? Math.floor(router.random() * 0x7fff_ffff)
      : (neighbor.sequence + 1) >>> 0;
  neighbor.master = true;
  neighbor.initial = true;
  neighbor.more = true;
  neighbor.lastReceived = undefined;
  sendDatabaseDescription(neighbor);
}

/** RFC 2328 §10.3, NegotiationDone: everything in the area's database shall be described, and the AS-external-LSAs if it takes them,  but not over virtual links, since the transit area has them. */
export function beginSummary(neighbor: Neighbor): void {
  const { router, area, virtualEnds, linkScope } = neighbor.ospfInterface;
  const externalsToo = area.takesExternals && virtualEnds === undefined;
  for (const { database } of externalsToo ? [area, router.asScope, linkScope] : [area, linkScope]) {
    for (const entry of database.values()) {
      // RFC 5250 §3.1
      if (isOpaque(entry.lsa.type) && (neighbor.options & opaqueOption) === 0) continue;
      // LSAs at MaxAge are not described but sent, RFC 2328 §10.3.
      if (entry.isMaxAge(router.now)) expectAcknowledgement(neighbor, entry);
      else neighbor.summary.set(entry.lsa.key, entry);
    }
  }
}

/** The next packet: empty in ExStart, else as many headers as fit. The M-bit tells whether headers are left. */
export function sendDatabaseDescription(neighbor: Neighbor): void {
  const { router, area, config, virtualEnds } = neighbor.ospfInterface;
  const headers: AgedLsaHeader[] = neighbor.state === neighborState.exStart ? [] : takeHeaders(neighbor);
  if (neighbor.state !== neighborState.exStart) neighbor.more = neighbor.summary.size > 0;
  const packet: DatabaseDescriptionPacket = {
    kind: 'databaseDescription',
    // RFC 2328 appendix A.3.3
    interfaceMtu: virtualEnds === undefined ? config.mtu : 0,
    options: area.options | (area.opaqueCapable ? opaqueOption : 0),
    initial: neighbor.initial,
    more: neighbor.more,
    master: neighbor.master,
    sequence: neighbor.sequence ?? 0,
    headers,
  };
  neighbor.lastSent = packet;
  neighbor.lastSentAt = router.now;
  sendPacket(neighbor.ospfInterface, neighborDestination(neighbor), packet);
}

/** RxmtInterval passed without an answer, RFC 2328 §10.8. */
export function databaseDescriptionTick(neighbor: Neighbor): void {
  const { router, config } = neighbor.ospfInterface;
  router.record({
    kind: 'databaseDescriptionRetransmitted',
    interfaceIndex: config.interfaceIndex,
    neighborId: neighbor.routerId,
  });
  repeatDatabaseDescription(neighbor);
  neighbor.descriptionTimer.wantTick(router.now);
}

/** Sends the last packet once more. */
export function repeatDatabaseDescription(neighbor: Neighbor): void {
  if (neighbor.lastSent === undefined) return;
  neighbor.lastSentAt = neighbor.ospfInterface.router.now;
  sendPacket(neighbor.ospfInterface, neighborDestination(neighbor), neighbor.lastSent);
}

function takeHeaders(neighbor: Neighbor): AgedLsaHeader[] {
  const { packetBytesMax, router } = neighbor.ospfInterface;
  const room = packetBytesMax - packetBytes.header - packetBytes.databaseDescription;
  const most = Math.max(1, Math.floor(room / packetBytes.lsaHeader));
  const headers: AgedLsaHeader[] = [];
  for (const [key, entry] of neighbor.summary) {
    if (headers.length === most) break;
    neighbor.summary.delete(key);
    if (entry.present) headers.push({ header: entry.lsa, ageSeconds: entry.ageSeconds(router.now) });
  }
  return headers;
}
