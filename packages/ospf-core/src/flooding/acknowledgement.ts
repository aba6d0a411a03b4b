// Sending and receiving acknowledgements, RFC 2328 §13.5 and §13.7.

import { after } from '@ospflab/sim';
import type { OspfInterface } from '../interface/ospf-interface.ts';
import { compareLsa } from '../lsa/compare-lsa.ts';
import type { Neighbor } from '../neighbor/neighbor.ts';
import type { AgedLsaHeader, LinkStateAcknowledgementPacket } from '../packet/ospf-packet.ts';
import { floodDestinations } from '../send-packet.ts';
import { sendAcknowledgements } from './output-queue.ts';
import { acknowledge } from './retransmission.ts';

/** RFC 2328 §13.5: the acknowledgement leaves with others a little later, to everybody who may wait for it. */
export function queueDelayedAcknowledgement(ospfInterface: OspfInterface, header: AgedLsaHeader): void {
  ospfInterface.delayedAcknowledgements.push(header);
  if (ospfInterface.delayedAcknowledgements.length > 1) return;
  const { router } = ospfInterface;
  if (router.profile.acknowledgementTimer === 'freeRunning') {
    ospfInterface.acknowledgementTimer.wantTick(router.now);
  } else {
    ospfInterface.acknowledgementOnDemandTimer.set(after(router.now, router.profile.acknowledgementDelay));
  }
}

export function sendDelayedAcknowledgements(ospfInterface: OspfInterface): void {
  const waiting = ospfInterface.delayedAcknowledgements;
  if (waiting.length === 0) return;
  ospfInterface.delayedAcknowledgements = [];
  for (const destination of floodDestinations(ospfInterface)) {
    sendAcknowledgements(ospfInterface, destination, waiting);
  }
}

/** RFC 2328 §13.7. An acknowledgement of another instance than the listed one changes nothing. */
export function receiveAcknowledgement(neighbor: Neighbor, packet: LinkStateAcknowledgementPacket): void {
  if (neighbor.unacknowledgedCount === 0) return;
  const { ospfInterface } = neighbor;
  const { router } = ospfInterface;
  for (const { header, ageSeconds } of packet.headers) {
    const entry = router.scopeOf(ospfInterface, header.type).database.get(header.key);
    if (entry === undefined || !entry.unacknowledgedBy.has(neighbor.slot)) continue;
    if (compareLsa(header, ageSeconds, entry.lsa, entry.ageSeconds(router.now)) !== 0) continue;
    acknowledge(neighbor, entry);
  }
}
