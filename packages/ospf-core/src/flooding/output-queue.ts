// What floods and answers wait in until the current input is dealt with, so that LSAs of one instant share packets.

import type { Instant } from '@ospflab/sim';
import type { DatabaseEntry } from '../database/link-state-database.ts';
import type { OspfInterface } from '../interface/ospf-interface.ts';
import { maxAgeSeconds } from '../lsa/age.ts';
import type { Neighbor } from '../neighbor/neighbor.ts';
import type { AgedLsa, AgedLsaHeader, LinkStateUpdatePacket } from '../packet/ospf-packet.ts';
import { packetBytes } from '../packet/packet-size.ts';
import type { RouterState } from '../router-state.ts';
import { neighborDestination, floodDestinations, sendPacket } from '../send-packet.ts';
import type { Ipv4Address } from '@ospflab/net';

/** RFC 2328 §13.3: the age grows by InfTransDelay, up to MaxAge. */
export function agedForSending(entry: DatabaseEntry, ospfInterface: OspfInterface, now: Instant): AgedLsa {
  const delaySeconds = Math.ceil(ospfInterface.config.transmitDelay / 1e9);
  return { lsa: entry.lsa, ageSeconds: Math.min(entry.ageSeconds(now) + delaySeconds, maxAgeSeconds) };
}

/** `alone`: an LSA in a list by itself, which all interfaces that flood it share and nobody changes. */
export function queueFlood(ospfInterface: OspfInterface, alone: AgedLsa[]): void {
  const queue = ospfInterface.floodQueue;
  if (queue.length === 0) ospfInterface.floodQueue = alone;
  else if (queue.length === 1) ospfInterface.floodQueue = [queue[0]!, alone[0]!];
  else queue.push(alone[0]!);
  wantFlush(ospfInterface);
}

/** An update to this neighbour alone. */
export function queueDirectUpdate(neighbor: Neighbor, entry: DatabaseEntry): void {
  const { router } = neighbor.ospfInterface;
  entry.sentAt = router.now;
  neighbor.directUpdates.push(agedForSending(entry, neighbor.ospfInterface, router.now));
  wantDirect(neighbor);
}

/** RFC 2328 §13.5: an acknowledgement to this neighbour alone, at once. */
export function queueDirectAcknowledgement(neighbor: Neighbor, header: AgedLsaHeader): void {
  neighbor.directAcknowledgements.push(header);
  wantDirect(neighbor);
}

/** Sends everything that waits. */
export function flushOutput(router: RouterState): void {
  const waiting = router.interfacesToFlush;
  if (waiting.length === 0) return;
  // Most inputs flood one LSA, in one body for all interfaces.
  let update: LinkStateUpdatePacket | undefined;
  for (const ospfInterface of waiting) {
    ospfInterface.flushWanted = false;
    const queue = ospfInterface.floodQueue;
    if (queue.length > 0) {
      ospfInterface.floodQueue = [];
      if (queue.length === 1 && update?.lsas !== queue) update = { kind: 'linkStateUpdate', lsas: queue };
      for (const destination of floodDestinations(ospfInterface)) {
        if (update?.lsas === queue) sendPacket(ospfInterface, destination, update);
        else sendUpdates(ospfInterface, destination, queue);
      }
    }
    if (ospfInterface.directQueue.length > 0) flushDirect(ospfInterface);
  }
  waiting.length = 0;
}

/** Nothing that waits is sent any more: the interface went down. */
export function discardOutput(ospfInterface: OspfInterface): void {
  ospfInterface.floodQueue = [];
  ospfInterface.directQueue.length = 0;
  ospfInterface.delayedAcknowledgements.length = 0;
}

export function sendAcknowledgements(
  ospfInterface: OspfInterface,
  destination: Ipv4Address,
  headers: readonly AgedLsaHeader[],
): void {
  const most = Math.max(
    1,
    Math.floor((ospfInterface.packetBytesMax - packetBytes.header) / packetBytes.lsaHeader),
  );
  for (let first = 0; first < headers.length; first += most) {
    const some = headers.length <= most ? headers : headers.slice(first, first + most);
    sendPacket(ospfInterface, destination, { kind: 'linkStateAcknowledgement', headers: some });
  }
}

function flushDirect(ospfInterface: OspfInterface): void {
  const neighbors = ospfInterface.directQueue;
  ospfInterface.directQueue = [];
  for (const neighbor of neighbors) {
    neighbor.directWanted = false;
    const { directUpdates, directAcknowledgements } = neighbor;
    const destination = neighborDestination(neighbor);
    if (directUpdates.length > 0) {
      neighbor.directUpdates = [];
      if (!neighbor.deleted) sendUpdates(ospfInterface, destination, directUpdates);
    }
    if (directAcknowledgements.length > 0) {
      neighbor.directAcknowledgements = [];
      if (!neighbor.deleted) sendAcknowledgements(ospfInterface, destination, directAcknowledgements);
    }
  }
}

function wantFlush(ospfInterface: OspfInterface): void {
  if (ospfInterface.flushWanted) return;
  ospfInterface.flushWanted = true;
  ospfInterface.router.interfacesToFlush.push(ospfInterface);
}

function wantDirect(neighbor: Neighbor): void {
  if (!neighbor.directWanted) {
    neighbor.directWanted = true;
    neighbor.ospfInterface.directQueue.push(neighbor);
  }
  wantFlush(neighbor.ospfInterface);
}

// As many LSAs as fit the MTU share a packet; one that alone exceeds it goes alone and is fragmented by IP.
function sendUpdates(
  ospfInterface: OspfInterface,
  destination: Ipv4Address,
  queue: readonly AgedLsa[],
): void {
  const room = ospfInterface.packetBytesMax - packetBytes.header - packetBytes.linkStateUpdate;
  let used = 0;
  let first = 0;
  for (let index = 0; index < queue.length; index++) {
    const { length } = queue[index]!.lsa;
    if (used > 0 && used + length > room) {
      sendPacket(ospfInterface, destination, { kind: 'linkStateUpdate', lsas: queue.slice(first, index) });
      first = index;
      used = 0;
    }
    used += length;
  }
  const lsas = first === 0 ? queue : queue.slice(first);
  sendPacket(ospfInterface, destination, { kind: 'linkStateUpdate', lsas });
}
