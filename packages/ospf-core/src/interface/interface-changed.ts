// What follows from any change of an interface's state: timers, group membership, own LSAs. RFC 2328 §9.3, §9.5, §12.4.

import { after, type Duration } from '@ospflab/sim';
import { checkBorderStatus } from '../border-status.ts';
import { allDRouters, allSpfRouters } from '../effect.ts';
import { discardOutput } from '../flooding/output-queue.ts';
import { flushNetworkLsa, originateNetworkLsa, originateRouterLsa } from '../origination/originate.ts';
import { meetConfiguredNeighbors, startIneligibleNeighbors } from './configured-neighbors.ts';
import { interfaceState, interfaceStateNames, type InterfaceEventName } from './interface-state.ts';
import type { OspfInterface } from './ospf-interface.ts';

export function changeInterfaceState(
  ospfInterface: OspfInterface,
  to: number,
  trigger: InterfaceEventName,
): void {
  const from = ospfInterface.state;
  if (from === to) return;
  const { router, config, area } = ospfInterface;
  ospfInterface.state = to;
  router.record({
    kind: 'interfaceStateChanged',
    interfaceIndex: config.interfaceIndex,
    address: config.address,
    from: interfaceStateNames[from]!,
    to: interfaceStateNames[to]!,
    trigger,
  });
  if ((from === interfaceState.down) !== (to === interfaceState.down)) checkBorderStatus(router);
  setMembership(ospfInterface, from, to);
  setTimers(ospfInterface, to);
  if (!ospfInterface.multicasts) turnToNeighbors(ospfInterface, from, to);
  // RFC 2328 §12.4 (3)
  originateRouterLsa(router, area, 'topologyChanged');
  const { designatedRouter } = interfaceState;
  if (to === designatedRouter) originateNetworkLsa(ospfInterface, 'topologyChanged');
  else if (from === designatedRouter) flushNetworkLsa(ospfInterface);
}

function turnToNeighbors(ospfInterface: OspfInterface, from: number, to: number): void {
  const { down, backup } = interfaceState;
  if (from === down) meetConfiguredNeighbors(ospfInterface);
  if (from < backup && to >= backup) startIneligibleNeighbors(ospfInterface);
}

// Only the designated router and the backup listen to AllDRouters.
function setMembership(ospfInterface: OspfInterface, from: number, to: number): void {
  const { router, config } = ospfInterface;
  const { interfaceIndex } = config;
  if (config.networkType === 'loopback' || config.networkType === 'virtual' || config.passive === true)
    return;
  const { down, backup } = interfaceState;
  if (from === to) return;
  if (from === down) router.sink({ kind: 'joinGroup', interfaceIndex, group: allSpfRouters });
  const wanted = ospfInterface.multicasts && to >= backup;
  if (wanted !== ospfInterface.memberOfAllDRouters) {
    ospfInterface.memberOfAllDRouters = wanted;
    router.sink({ kind: wanted ? 'joinGroup' : 'leaveGroup', interfaceIndex, group: allDRouters });
  }
  if (to === down) router.sink({ kind: 'leaveGroup', interfaceIndex, group: allSpfRouters });
}

/** The process ends: the kernel drops the memberships of its socket. */
export function leaveGroups(ospfInterface: OspfInterface): void {
  setMembership(ospfInterface, ospfInterface.state, interfaceState.down);
}

// RFC 2328 §9.5: hellos begin when the interface comes up and go on through later changes without a new phase.
function setTimers(ospfInterface: OspfInterface, to: number): void {
  const { router, config, helloTimer, waitTimer, acknowledgementTimer } = ospfInterface;
  if (to !== interfaceState.waiting) waitTimer.cancel();
  if (to === interfaceState.down || to === interfaceState.loopback) {
    helloTimer.cancel();
    acknowledgementTimer.stop();
    ospfInterface.acknowledgementOnDemandTimer.cancel();
    discardOutput(ospfInterface);
    return;
  }
  if (to !== interfaceState.waiting) {
    acknowledgementTimer.start(router.now, router.profile.acknowledgementDelay);
  }
  if (helloTimer.at === undefined && config.passive !== true) {
    helloTimer.set(after(router.now, firstHelloDelay(ospfInterface, to)));
  }
}

function firstHelloDelay(ospfInterface: OspfInterface, to: number): Duration {
  const { firstHelloOfIneligibleRouter, firstHelloDelay } = ospfInterface.router.profile;
  if (to === interfaceState.drOther && firstHelloOfIneligibleRouter === 'helloInterval') {
    return ospfInterface.config.helloInterval;
  }
  return firstHelloDelay;
}
