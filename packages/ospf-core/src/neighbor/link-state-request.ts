// The link state request list and its packets, RFC 2328 §10.7 and §10.9.

import type { Instant } from '@ospflab/sim';
import type { DatabaseEntry } from '../database/link-state-database.ts';
import { maxAgeSeconds } from '../lsa/age.ts';
import type { LsaKeyText } from '../lsa/lsa-key.ts';
import { lsaKeyOf } from '../lsa/lsa-key.ts';
import type { LinkStateRequestPacket, LsaKey } from '../packet/ospf-packet.ts';
import { packetBytes } from '../packet/packet-size.ts';
import { neighborDestination, sendPacket } from '../send-packet.ts';
import { agedForSending, queueDirectUpdate, queueFlood } from '../flooding/output-queue.ts';
import type { Neighbor, WantedLsa } from './neighbor.ts';
import { neighborState } from './neighbor-state.ts';

/** RFC 2328 §10.9: asks for the first LSAs of the list, as many as one packet holds. The rest follows when these are here. */
export function sendLinkStateRequest(neighbor: Neighbor): void {
  if (neighbor.requests.size === 0) return;
  const { router, config, packetBytesMax } = neighbor.ospfInterface;
  const most = Math.max(1, Math.floor((packetBytesMax - packetBytes.header) / packetBytes.request));
  const requests: LsaKey[] = [];
  for (const { header } of neighbor.requests.values()) {
    if (requests.length === most) break;
    requests.push({
      type: header.type,
      linkStateId: header.linkStateId,
      advertisingRouter: header.advertisingRouter,
    });
    neighbor.lastRequested = header.key;
  }
  sendPacket(neighbor.ospfInterface, neighborDestination(neighbor), { kind: 'linkStateRequest', requests });
  neighbor.requestTimer.start(router.now, config.retransmitInterval);
  neighbor.requestTimer.wantTick(router.now);
}

/** RFC 2328 §10.9: one packet at a time is out; what the last one asked for may be here already while the exchange goes on. */
export function requestUnlessWaiting(neighbor: Neighbor): void {
  if (!neighbor.requestTimer.running || neighbor.lastRequested === undefined) sendLinkStateRequest(neighbor);
}

/** RxmtInterval passed, RFC 2328 §10.9. */
export function resendLinkStateRequest(neighbor: Neighbor): void {
  if (neighbor.requests.size === 0) return;
  const { router, config } = neighbor.ospfInterface;
  router.record({
    kind: 'linkStateRequestRetransmitted',
    interfaceIndex: config.interfaceIndex,
    neighborId: neighbor.routerId,
  });
  sendLinkStateRequest(neighbor);
}

/** An LSA of the list is here: takes it off, asks for more or completes Loading. */
export function requestAnswered(neighbor: Neighbor, key: LsaKeyText): void {
  neighbor.requests.delete(key);
  const packetComplete = neighbor.lastRequested === key;
  if (packetComplete) neighbor.lastRequested = undefined;
  if (neighbor.state !== neighborState.loading) return;
  if (neighbor.requests.size === 0) {
    neighbor.ospfInterface.router.raiseNeighborEvent(neighbor, 'loadingDone');
  } else if (packetComplete) {
    sendLinkStateRequest(neighbor);
  }
}

/** The age of a listed instance, which goes on while it is waited for. */
export function wantedAgeSeconds(wanted: WantedLsa, now: Instant): number {
  return Math.min(wanted.ageSeconds + Math.floor((now - wanted.listedAt) / 1e9), maxAgeSeconds);
}

// FRR: ospfd/ospf_packet.c, ospf_ls_req, 8.4: the update goes where floods go. Departs from RFC 2328 §10.7 so that others hear it.
function answerAsFlooded({ ospfInterface }: Neighbor, entry: DatabaseEntry): void {
  const { now } = ospfInterface.router;
  entry.sentAt = now;
  queueFlood(ospfInterface, [agedForSending(entry, ospfInterface, now)]);
}

/** RFC 2328 §10.7: sends what was asked for. */
export function receiveLinkStateRequest(neighbor: Neighbor, packet: LinkStateRequestPacket): void {
  const { ospfInterface } = neighbor;
  const { router } = ospfInterface;
  for (const { type, linkStateId, advertisingRouter } of packet.requests) {
    const { database } = router.scopeOf(ospfInterface, type);
    const entry = database.get(lsaKeyOf(type, linkStateId, advertisingRouter));
    if (entry === undefined) {
      router.raiseNeighborEvent(neighbor, 'badLinkStateRequest');
      return;
    }
    if (router.profile.requestAnswers === 'unicast') queueDirectUpdate(neighbor, entry);
    else answerAsFlooded(neighbor, entry);
  }
}
