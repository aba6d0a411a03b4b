// What follows from any change of a neighbour's state: timers, lists, the interface's machine, and own LSAs. RFC 2328 §10.3, §12.4.

import { emptyRetransmissionList } from '../flooding/retransmission.ts';
import { forgetHelp } from '../graceful-restart/forget-help.ts';
import { originateLsasAbout } from '../origination/originate-about.ts';
import { followBfd } from './follow-bfd.ts';
import type { Neighbor } from './neighbor.ts';
import { neighborState, neighborStateNames, type NeighborEventName } from './neighbor-state.ts';

export function changeNeighborState(neighbor: Neighbor, to: number, trigger: NeighborEventName): void {
  const from = neighbor.state;
  if (from === to) return;
  const { ospfInterface } = neighbor;
  const { router, config } = ospfInterface;
  const wasFull = neighbor.advertisedFull;
  if (to === neighborState.down) forgetHelp(neighbor, 'neighborLost');
  neighbor.state = to;
  noteChange(neighbor, from, to, trigger);
  router.record({
    kind: 'neighborStateChanged',
    interfaceIndex: config.interfaceIndex,
    neighborId: neighbor.routerId,
    neighborAddress: neighbor.address,
    from: neighborStateNames[from]!,
    to: neighborStateNames[to]!,
    trigger,
  });
  const { init, twoWay, exchange, loading } = neighborState;
  if (from >= init !== to >= init) ospfInterface.hello = undefined;
  router.exchangingNeighbors += Number(to === exchange || to === loading);
  router.exchangingNeighbors -= Number(from === exchange || from === loading);
  if (from >= exchange && to < exchange) leaveExchange(neighbor);
  setTimers(neighbor, to);
  followBfd(neighbor);
  if (wasFull !== neighbor.advertisedFull) announceAdjacency(neighbor, !wasFull);
  // RFC 2328 §9.2: bidirectional communication began or ended.
  if (from >= twoWay !== to >= twoWay) router.raiseInterfaceEvent(ospfInterface, 'neighborChange');
}

function announceAdjacency({ ospfInterface, forgottenQuietly }: Neighbor, full: boolean): void {
  ospfInterface.fullNeighbors += full ? 1 : -1;
  if (!forgottenQuietly) originateLsasAbout(ospfInterface);
}

function noteChange(neighbor: Neighbor, from: number, to: number, trigger: NeighborEventName): void {
  const { now } = neighbor.ospfInterface.router;
  neighbor.stateChanges++;
  if (to > from) {
    neighbor.progressedAt = now;
  } else {
    neighbor.regressedAt = now;
    neighbor.regressedBy = trigger;
  }
}

// RFC 2328 §10.3: the lists of an adjacency that breaks are cleared.
function leaveExchange(neighbor: Neighbor): void {
  emptyRetransmissionList(neighbor);
  neighbor.summary.clear();
  neighbor.requests.clear();
  neighbor.lastRequested = undefined;
  neighbor.lastReceived = undefined;
}

function setTimers(neighbor: Neighbor, to: number): void {
  const { router, config } = neighbor.ospfInterface;
  const { descriptionTimer, requestTimer, retransmissionTicks } = neighbor;
  if (to < neighborState.exchange) {
    requestTimer.stop();
    retransmissionTicks.stop();
    neighbor.retransmissionTimer.cancel();
  }
  if (to === neighborState.exStart) {
    // RFC 2328 §10.8: both sides repeat their first packet until they agree.
    descriptionTimer.start(router.now, config.retransmitInterval);
    descriptionTimer.wantTick(router.now);
  } else if (to === neighborState.exchange) {
    if (!neighbor.master) descriptionTimer.stop();
    retransmissionTicks.start(router.now, config.retransmitInterval);
  } else {
    descriptionTimer.stop();
  }
}
