// Receiving database descriptions, RFC 2328 §10.6: who is master, what is missing here, and when both are done.

import { opaqueOption } from '../area.ts';
import type { OspfDropReason } from '../event.ts';
import { compareLsa } from '../lsa/compare-lsa.ts';
import { isFloodedIn } from '../flooding/flooded-types.ts';
import { isKnownLsType } from '../lsa/decode-lsa.ts';
import type { AgedLsaHeader, DatabaseDescriptionPacket } from '../packet/ospf-packet.ts';
import { repeatDatabaseDescription, sendDatabaseDescription } from './database-exchange.ts';
import { sendLinkStateRequest } from './link-state-request.ts';
import type { Neighbor } from './neighbor.ts';
import { fireNeighborEvent } from './neighbor-machine.ts';
import { neighborState } from './neighbor-state.ts';

/** Undefined when the packet was dealt with, else why it was dropped. */
export function receiveDatabaseDescription(
  neighbor: Neighbor,
  packet: DatabaseDescriptionPacket,
): OspfDropReason | undefined {
  const { config } = neighbor.ospfInterface;
  if (packet.interfaceMtu > config.mtu && config.mtuIgnore !== true) return 'mtuTooLarge';
  if (neighbor.state === neighborState.init) {
    // RFC 2328 §10.6: the packet shows that the neighbour has heard us; goes on only when that starts an adjacency.
    fireNeighborEvent(neighbor, 'twoWayReceived');
  }
  switch (neighbor.state) {
    case neighborState.exStart:
      return negotiate(neighbor, packet);
    case neighborState.exchange:
      return continueExchange(neighbor, packet);
    case neighborState.loading:
    case neighborState.full:
      return afterExchange(neighbor, packet);
    default:
      return 'neighborStateTooLow';
  }
}

// RFC 2328 §10.6, ExStart: the router with the higher id becomes master.
function negotiate(neighbor: Neighbor, packet: DatabaseDescriptionPacket): OspfDropReason | undefined {
  const { routerId } = neighbor.ospfInterface.router;
  const initial = packet.initial && packet.more && packet.master && packet.headers.length === 0;
  if (initial) {
    if (neighbor.routerId < routerId) return 'initialFromSlave';
    neighbor.master = false;
    neighbor.initial = false;
    neighbor.sequence = packet.sequence;
  } else {
    const fromSlave = !packet.initial && !packet.master && packet.sequence === neighbor.sequence;
    if (!fromSlave || neighbor.routerId > routerId) return 'negotiationFailed';
    neighbor.initial = false;
  }
  neighbor.options = neighbor.ospfInterface.area.opaqueCapable
    ? packet.options
    : packet.options & ~opaqueOption;
  fireNeighborEvent(neighbor, 'negotiationDone');
  processDescription(neighbor, packet);
  return undefined;
}

// RFC 2328 §10.6, Exchange.
function continueExchange(neighbor: Neighbor, packet: DatabaseDescriptionPacket): OspfDropReason | undefined {
  if (isDuplicate(neighbor, packet)) {
    if (!neighbor.master) repeatDatabaseDescription(neighbor);
    return 'duplicate';
  }
  const expected = neighbor.master ? neighbor.sequence! : (neighbor.sequence! + 1) >>> 0;
  const last = neighbor.lastReceived;
  const inOrder =
    !packet.initial &&
    packet.master === !neighbor.master &&
    (last === undefined || packet.options === last.options) &&
    packet.sequence === expected;
  if (!inOrder) {
    neighbor.ospfInterface.router.raiseNeighborEvent(neighbor, 'sequenceNumberMismatch');
    return undefined;
  }
  processDescription(neighbor, packet);
  return undefined;
}

// RFC 2328 §10.6, Loading or Full: only the slave still answers the master's last packet, for RouterDeadInterval.
function afterExchange(neighbor: Neighbor, packet: DatabaseDescriptionPacket): OspfDropReason | undefined {
  const { router, config } = neighbor.ospfInterface;
  if (isDuplicate(neighbor, packet)) {
    if (neighbor.master) return 'duplicate';
    if (router.now - neighbor.lastSentAt < config.deadInterval) {
      repeatDatabaseDescription(neighbor);
      return 'duplicate';
    }
  }
  router.raiseNeighborEvent(neighbor, 'sequenceNumberMismatch');
  return undefined;
}

// RFC 2328 §10.6: I, M, MS, options and sequence number are what tells packets apart.
function isDuplicate(neighbor: Neighbor, packet: DatabaseDescriptionPacket): boolean {
  const last = neighbor.lastReceived;
  return (
    last !== undefined &&
    last.sequence === packet.sequence &&
    last.initial === packet.initial &&
    last.more === packet.more &&
    last.master === packet.master &&
    last.options === packet.options
  );
}

function processDescription(neighbor: Neighbor, packet: DatabaseDescriptionPacket): void {
  const { router, area } = neighbor.ospfInterface;
  for (const described of packet.headers) {
    // RFC 2328 §10.6: an unknown type, or an AS-external-LSA in a stub area.
    if (!isKnownLsType(described.header.type) || !isFloodedIn(area, described.header.type)) {
      router.raiseNeighborEvent(neighbor, 'sequenceNumberMismatch');
      return;
    }
    compareWithDatabase(neighbor, described);
  }
  neighbor.lastReceived = packet;
  if (neighbor.master) {
    neighbor.sequence = (neighbor.sequence! + 1) >>> 0;
    if (!packet.more && !neighbor.more) router.raiseNeighborEvent(neighbor, 'exchangeDone');
    else sendDatabaseDescription(neighbor);
  } else {
    neighbor.sequence = packet.sequence;
    sendDatabaseDescription(neighbor);
    if (!packet.more && !neighbor.more) router.raiseNeighborEvent(neighbor, 'exchangeDone');
  }
  if (!neighbor.requestTimer.running) sendLinkStateRequest(neighbor);
}

function compareWithDatabase(neighbor: Neighbor, described: AgedLsaHeader): void {
  const { router } = neighbor.ospfInterface;
  const { header, ageSeconds } = described;
  const entry = router.scopeOf(neighbor.ospfInterface, header.type).database.get(header.key);
  const order =
    entry === undefined ? 1 : compareLsa(header, ageSeconds, entry.lsa, entry.ageSeconds(router.now));
  if (order > 0) {
    neighbor.requests.set(header.key, { header, ageSeconds, listedAt: router.now });
  } else if (order === 0 && router.profile.summaryListShrinks) {
    neighbor.summary.delete(header.key);
  }
}
