// What follows from any change of an interface's state: timers, group membership, own LSAs. RFC 2328 §9.3, §9.5, §12.4.

import type { Ipv4Address } from '@ospflab/net';
import { after, type Duration } from '@ospflab/sim';
import { checkBorderStatus } from '../border-status.ts';
import { allDRouters, allSpfRouters } from '../effect.ts';
import { discardOutput } from '../flooding/output-queue.ts';
import { flushNetworkLsa, originateNetworkLsa, originateRouterLsa } from '../origination/originate.ts';
import { meetConfiguredNeighbors, startIneligibleNeighbors } from './configured-neighbors.ts';
import { interfaceState, interfaceStateNames, type InterfaceEventName } from './interface-state.ts';
import type { OspfInterface } from './ospf-interface.ts';
import { noTraffic } from './packet-traffic.ts';

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
  if (to === interfaceState.down) ospfInterface.traffic = noTraffic();
  setMembership(ospfInterface);
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

/** Brings the groups in line with the state: everybody that speaks OSPF, and the designated router and the backup. */
export function setMembership(ospfInterface: OspfInterface): void {
  const { config, state, multicasts } = ospfInterface;
  const onNetwork = state > interfaceState.loopback && config.networkType !== 'virtual';
  const speaks = onNetwork && config.passive !== true;
  ospfInterface.memberOfAllSpfRouters = join(
    ospfInterface,
    allSpfRouters,
    ospfInterface.memberOfAllSpfRouters,
    speaks,
  );
  ospfInterface.memberOfAllDRouters = join(
    ospfInterface,
    allDRouters,
    ospfInterface.memberOfAllDRouters,
    speaks && multicasts && state >= interfaceState.backup,
  );
}

function join(
  { router, config }: OspfInterface,
  group: Ipv4Address,
  member: boolean,
  wanted: boolean,
): boolean {
  const { interfaceIndex } = config;
  if (member !== wanted) router.sink({ kind: wanted ? 'joinGroup' : 'leaveGroup', interfaceIndex, group });
  return wanted;
}

/** The process ends: the kernel drops the memberships of its socket. */
export function leaveGroups(ospfInterface: OspfInterface): void {
  join(ospfInterface, allDRouters, ospfInterface.memberOfAllDRouters, false);
  join(ospfInterface, allSpfRouters, ospfInterface.memberOfAllSpfRouters, false);
}

// RFC 2328 §9.5: hellos begin when the interface comes up and go on through later changes without a new phase.
function setTimers(ospfInterface: OspfInterface, to: number): void {
  const { router, config, helloTimer, waitTimer, acknowledgementTimer } = ospfInterface;
  if (to !== interfaceState.waiting) waitTimer.cancel();
  if (to === interfaceState.down || to === interfaceState.loopback) {
    helloTimer.cancel();
    ospfInterface.helloPhase = undefined;
    acknowledgementTimer.stop();
    ospfInterface.acknowledgementOnDemandTimer.cancel();
    discardOutput(ospfInterface);
    return;
  }
  if (to !== interfaceState.waiting) {
    acknowledgementTimer.start(router.now, router.profile.acknowledgementDelay);
  }
  if (helloTimer.at !== undefined) return;
  const firstHelloAt = after(router.now, firstHelloDelay(ospfInterface, to));
  if (config.passive !== true) helloTimer.set(firstHelloAt);
  else ospfInterface.helloPhase ??= firstHelloAt;
}

function firstHelloDelay(ospfInterface: OspfInterface, to: number): Duration {
  const { firstHelloOfIneligibleRouter, firstHelloDelay } = ospfInterface.router.profile;
  if (to === interfaceState.drOther && firstHelloOfIneligibleRouter === 'helloInterval') {
    return ospfInterface.config.helloInterval;
  }
  return firstHelloDelay;
}
