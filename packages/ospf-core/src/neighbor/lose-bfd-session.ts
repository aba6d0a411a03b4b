// BFD found a neighbour dead, which is worth the end of its dead timer. FRR: ospfd/ospf_bfd.c, ospf_bfd_session_change, 8.4.

import { fireNeighborEvent } from './neighbor-machine.ts';
import type { Neighbor } from './neighbor.ts';

/** The session was up and is down. */
export function loseBfdSession(neighbor: Neighbor): void {
  const { router, config } = neighbor.ospfInterface;
  router.record({
    kind: 'bfdSessionLost',
    interfaceIndex: config.interfaceIndex,
    neighborId: neighbor.routerId,
    neighborAddress: neighbor.address,
  });
  if (neighbor.help !== undefined) {
    // RFC 5882 §4.3: a restart may take BFD down with it, and says nothing of forwarding then.
    if (router.profile.bfdLossOfHelped === 'ignored') return;
    neighbor.forgottenQuietly = true;
  }
  fireNeighborEvent(neighbor, 'inactivityTimer');
  neighbor.forgottenQuietly = false;
}
