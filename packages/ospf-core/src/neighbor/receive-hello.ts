// Receiving hellos, RFC 2328 §10.5.

import type { Ipv4Address } from '@ospflab/net';
import type { OspfDropReason } from '../event.ts';
import { externalRoutingOption, nssaOption } from '../area.ts';
import { interfaceState } from '../interface/interface-state.ts';
import type { OspfInterface } from '../interface/ospf-interface.ts';
import type { RouterId } from '../lsa/lsa.ts';
import type { HelloPacket } from '../packet/ospf-packet.ts';
import { Neighbor, type NeighborTimerHandlers } from './neighbor.ts';
import { fireNeighborEvent } from './neighbor-machine.ts';
import { neighborState } from './neighbor-state.ts';

/** Undefined when the hello was dealt with, else why it was dropped. */
export function receiveHello(
  ospfInterface: OspfInterface,
  routerId: RouterId,
  source: Ipv4Address,
  hello: HelloPacket,
  expired: NeighborTimerHandlers,
): OspfDropReason | undefined {
  const known = ospfInterface.neighborOf(routerId, source);
  if (known !== undefined && repeatsLastHello(known, hello)) {
    fireNeighborEvent(known, 'helloReceived');
    return undefined;
  }
  const mismatch = parameterMismatch(ospfInterface, hello);
  if (mismatch !== undefined) return mismatch;
  const neighbor = known ?? addNeighbor(ospfInterface, routerId, source, expired);
  neighbor.address = source;
  fireNeighborEvent(neighbor, 'helloReceived');
  if (!hello.neighbors.includes(ospfInterface.router.routerId)) {
    fireNeighborEvent(neighbor, 'oneWayReceived');
    noteDeclarations(neighbor, hello);
    return undefined;
  }
  fireNeighborEvent(neighbor, 'twoWayReceived');
  neighbor.options |= hello.options;
  if (ospfInterface.electing) raiseElectionEvents(neighbor, hello);
  noteDeclarations(neighbor, hello);
  return undefined;
}

// The very packet of last time, from a neighbour that stays bidirectional, on an interface that does not wait: only its timer matters.
function repeatsLastHello(neighbor: Neighbor, hello: HelloPacket): boolean {
  return (
    neighbor.lastHello === hello &&
    neighbor.state >= neighborState.twoWay &&
    neighbor.ospfInterface.state !== interfaceState.waiting
  );
}

function parameterMismatch(ospfInterface: OspfInterface, hello: HelloPacket): OspfDropReason | undefined {
  const { config, area } = ospfInterface;
  if (ospfInterface.sharesSubnet && hello.networkMask !== ospfInterface.mask) return 'networkMaskMismatch';
  if (hello.deadIntervalSeconds !== deadIntervalSeconds(ospfInterface)) return 'deadIntervalMismatch';
  // Fast hellos advertise 0 and leave the interval to each side.
  if (config.fastHello !== true && hello.helloIntervalSeconds !== helloIntervalSeconds(ospfInterface)) {
    return 'helloIntervalMismatch';
  }
  // RFC 2328 §10.5, RFC 3101 §2.1: both agree on what kind of area this is.
  if (((hello.options ^ area.options) & (externalRoutingOption | nssaOption)) !== 0) return 'optionsMismatch';
  return undefined;
}

/** As it stands in hellos, whole seconds; 0 with fast hellos. */
export function helloIntervalSeconds(ospfInterface: OspfInterface): number {
  const { fastHello, helloInterval } = ospfInterface.config;
  return fastHello === true ? 0 : Math.round(helloInterval / 1e9);
}

export function deadIntervalSeconds(ospfInterface: OspfInterface): number {
  return Math.max(1, Math.round(ospfInterface.config.deadInterval / 1e9));
}

function addNeighbor(
  ospfInterface: OspfInterface,
  routerId: RouterId,
  source: Ipv4Address,
  expired: NeighborTimerHandlers,
): Neighbor {
  const { router } = ospfInterface;
  const slot = router.freeNeighborSlot();
  const neighbor = new Neighbor(ospfInterface, routerId, source, slot, expired);
  router.neighborSlots[slot] = neighbor;
  ospfInterface.addNeighbor(neighbor);
  return neighbor;
}

// RFC 2328 §10.5: what the hello declares, beside what the last one did.
function raiseElectionEvents(neighbor: Neighbor, hello: HelloPacket): void {
  const { ospfInterface, address } = neighbor;
  const { router } = ospfInterface;
  const isDesignated = hello.designatedRouter === address;
  const isBackup = hello.backupDesignatedRouter === address;
  if (ospfInterface.state === interfaceState.waiting) {
    if ((isDesignated && hello.backupDesignatedRouter === 0) || isBackup) {
      router.raiseInterfaceEvent(ospfInterface, 'backupSeen');
    }
  }
  const priorityChanged = neighbor.priority !== undefined && neighbor.priority !== hello.priority;
  if (
    isDesignated !== neighbor.declaresItselfDesignatedRouter() ||
    isBackup !== neighbor.declaresItselfBackup() ||
    priorityChanged
  ) {
    router.raiseInterfaceEvent(ospfInterface, 'neighborChange');
  }
}

function noteDeclarations(neighbor: Neighbor, hello: HelloPacket): void {
  neighbor.priority = hello.priority;
  neighbor.designatedRouter = hello.designatedRouter;
  neighbor.backupDesignatedRouter = hello.backupDesignatedRouter;
  neighbor.lastHello = hello;
}
