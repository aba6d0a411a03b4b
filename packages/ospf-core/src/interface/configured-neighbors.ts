// The configured neighbours of a non-broadcast network and what goes to each of them alone. RFC 2328 §9.3, §9.4 (6), §9.5.1.

import { after } from '@ospflab/sim';
import type { OspfConfiguredNeighbor } from '../config.ts';
import type { RouterId } from '../lsa/lsa.ts';
import { addNeighbor } from '../neighbor/add-neighbor.ts';
import type { Neighbor } from '../neighbor/neighbor.ts';
import { neighborState } from '../neighbor/neighbor-state.ts';
import { greet, isGreeted } from './send-hello.ts';
import type { OspfInterface } from './ospf-interface.ts';

const idUnknown = 0 as RouterId;

/** Brings the neighbours in line with the configuration. Those that are gone from it are heard no more or found anew. */
export function meetConfiguredNeighbors(ospfInterface: OspfInterface): void {
  const wanted = ospfInterface.config.neighbors ?? [];
  for (const neighbor of ospfInterface.neighbors) {
    if (neighbor.configured === undefined) continue;
    if (wanted.some(({ address }) => address === neighbor.address)) continue;
    neighbor.configured = undefined;
    ospfInterface.router.raiseNeighborEvent(neighbor, 'killNeighbor');
  }
  for (const configured of wanted) meetNeighbor(ospfInterface, configured);
}

function meetNeighbor(ospfInterface: OspfInterface, configured: OspfConfiguredNeighbor): void {
  const { router, config } = ospfInterface;
  if (configured.address === config.address) return;
  const known = ospfInterface.neighborWithAddress(configured.address);
  const neighbor = known ?? addNeighbor(ospfInterface, idUnknown, configured.address);
  neighbor.configured = configured;
  neighbor.priority ??= configured.priority;
  if (neighbor.state !== neighborState.down) return;
  if (isGreeted(neighbor)) router.raiseNeighborEvent(neighbor, 'start');
  else neighbor.greetingTimer.set(after(router.now, configured.pollInterval));
}

/** RFC 2328 §9.4 (6): a router that became designated or backup turns to those that are not eligible, too. */
export function startIneligibleNeighbors(ospfInterface: OspfInterface): void {
  for (const neighbor of ospfInterface.neighbors) {
    if (neighbor.priority === 0) ospfInterface.router.raiseNeighborEvent(neighbor, 'start');
  }
}

/** The neighbour's greeting timer expired: PollInterval passed, or its hello waits for an answer. */
export function greetAlone(neighbor: Neighbor): void {
  const { configured, ospfInterface } = neighbor;
  if (neighbor.state !== neighborState.down) {
    greet(neighbor);
    return;
  }
  if (configured === undefined) return;
  if (isGreeted(neighbor)) greet(neighbor);
  neighbor.greetingTimer.set(after(ospfInterface.router.now, configured.pollInterval));
}

/** RFC 2328 §9.5.1: a router that is not eligible answers the hellos of those that are, beside the designated router and the backup. */
export function answerHello(neighbor: Neighbor): void {
  const { ospfInterface, greetingTimer } = neighbor;
  const { config, router } = ospfInterface;
  if (config.priority > 0 || neighbor.priority === 0 || isGreeted(neighbor)) return;
  greetingTimer.set(after(router.now, router.profile.helloReplyDelay));
}
