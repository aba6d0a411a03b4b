// Sending an LSA on through its flooding scope, RFC 2328 §13.3.

import { opaqueOption } from '../area.ts';
import type { DatabaseEntry } from '../database/link-state-database.ts';
import type { OspfInterface } from '../interface/ospf-interface.ts';
import { compareLsa } from '../lsa/compare-lsa.ts';
import type { Neighbor } from '../neighbor/neighbor.ts';
import { neighborState } from '../neighbor/neighbor-state.ts';
import { requestAnswered, wantedAgeSeconds } from '../neighbor/link-state-request.ts';
import type { AgedLsa } from '../packet/ospf-packet.ts';
import type { RouterState } from '../router-state.ts';
import { isOpaque } from './flooded-types.ts';
import { agedForSending, queueFlood } from './output-queue.ts';
import { expectAcknowledgement } from './retransmission.ts';

/**
 * Floods the entry's instance out of the interfaces of its scope. `from` is the neighbour it came from, undefined for an own LSA.
 * True when it went back out of the interface it came in on.
 */
export function floodLsa(router: RouterState, entry: DatabaseEntry, from: Neighbor | undefined): boolean {
  // RFC 2328 §13.3: the LS type decides the eligible interfaces; AS scope is every area that takes externals. RFC 5250 §3: link scope is one interface.
  const { area, link } = entry;
  const eligible = link !== undefined ? [link] : area === undefined ? router.interfaces : area.interfaces;
  let backOut = false;
  let alone: AgedLsa[] | undefined;
  let agedDelay = -1;
  for (const ospfInterface of eligible) {
    if (ospfInterface.neighbors.length === 0) continue;
    if (area === undefined && !ospfInterface.area.takesExternals) continue;
    if (!mustFloodOut(ospfInterface, entry, from)) continue;
    // RFC 2328 §13.3 (5). The aged form is shared by interfaces of one InfTransDelay.
    const { transmitDelay } = ospfInterface.config;
    if (alone === undefined || transmitDelay !== agedDelay) {
      alone = [agedForSending(entry, ospfInterface, router.now)];
      agedDelay = transmitDelay;
    }
    queueFlood(ospfInterface, alone);
    entry.sentAt = router.now;
    if (from?.ospfInterface === ospfInterface) backOut = true;
  }
  return backOut;
}

function mustFloodOut(
  ospfInterface: OspfInterface,
  entry: DatabaseEntry,
  from: Neighbor | undefined,
): boolean {
  let listed = false;
  const opaque = isOpaque(entry.lsa.type);
  // RFC 2328 §13.3 (1)
  for (const neighbor of ospfInterface.neighbors) {
    // RFC 2328 §13.3 (1a)
    if (neighbor.state < neighborState.exchange) continue;
    // RFC 5250 §3.1
    if (opaque && (neighbor.options & opaqueOption) === 0) continue;
    // RFC 2328 §13.3 (1b)
    if (neighbor.state < neighborState.full && alreadyKnownTo(neighbor, entry)) continue;
    // RFC 2328 §13.3 (1c)
    if (from !== undefined && neighbor.routerId === from.routerId) continue;
    // RFC 2328 §13.3 (1d)
    expectAcknowledgement(neighbor, entry);
    listed = true;
  }
  // RFC 2328 §13.3 (2)
  if (!listed) return false;
  if (from?.ospfInterface === ospfInterface && ospfInterface.electing) {
    // RFC 2328 §13.3 (3)
    if (from.address === ospfInterface.designatedRouter) return false;
    if (from.address === ospfInterface.backupDesignatedRouter) return false;
    // RFC 2328 §13.3 (4)
    if (ospfInterface.isBackup()) return false;
  }
  return true;
}

// RFC 2328 §13.3 (1b): the request list tells which instance a neighbour in Exchange or Loading has.
function alreadyKnownTo(neighbor: Neighbor, entry: DatabaseEntry): boolean {
  if (neighbor.requests.size === 0) return false;
  const wanted = neighbor.requests.get(entry.lsa.key);
  if (wanted === undefined) return false;
  const { now } = neighbor.ospfInterface.router;
  const order = compareLsa(entry.lsa, entry.ageSeconds(now), wanted.header, wantedAgeSeconds(wanted, now));
  if (order < 0) return true;
  requestAnswered(neighbor, wanted.header.key);
  return order === 0;
}
