// Receiving hellos, RFC 2328 §10.5.

import type { Ipv4Address } from '@ospflab/net';
import type { OspfDropReason } from '../event.ts';
import { externalRoutingOption, nssaOption } from '../area.ts';
import { answerHello } from '../interface/configured-neighbors.ts';
import { deadIntervalSeconds, helloIntervalSeconds } from '../interface/hello-intervals.ts';
import { interfaceState } from '../interface/interface-state.ts';
import type { OspfInterface } from '../interface/ospf-interface.ts';
import type { RouterId } from '../lsa/lsa.ts';
import type { HelloPacket } from '../packet/ospf-packet.ts';
import { addNeighbor } from './add-neighbor.ts';
import type { Neighbor } from './neighbor.ts';
import { fireNeighborEvent } from './neighbor-machine.ts';
import { neighborState } from './neighbor-state.ts';

/** Undefined when the hello was dealt with, else why it was dropped. */
export function receiveHello(
  ospfInterface: OspfInterface,
  routerId: RouterId,
  source: Ipv4Address,
  hello: HelloPacket,
): OspfDropReason | undefined {
  const known = ospfInterface.neighborOf(routerId, source);
  if (known !== undefined && repeatsLastHello(known, routerId, hello)) {
    fireNeighborEvent(known, 'helloReceived');
    if (!ospfInterface.multicasts) answerHello(known);
    return undefined;
  }
  const mismatch = parameterMismatch(ospfInterface, hello);
  if (mismatch !== undefined) return mismatch;
  const neighbor = known ?? addNeighbor(ospfInterface, routerId, source);
  noteIdentity(neighbor, routerId, source);
  fireNeighborEvent(neighbor, 'helloReceived');
  const listed = hello.neighbors.includes(ospfInterface.router.routerId);
  if (neighbor.help !== undefined && (!listed || neighbor.declaresItselfDesignatedRouter())) {
    // RFC 3623 §3.1: a router that restarts has forgotten its neighbours and its role; this one remembers both.
    if (!ospfInterface.multicasts) answerHello(neighbor);
    return undefined;
  }
  if (!listed) {
    fireNeighborEvent(neighbor, 'oneWayReceived');
    noteDeclarations(neighbor, hello);
    if (!ospfInterface.multicasts) answerHello(neighbor);
    return undefined;
  }
  fireNeighborEvent(neighbor, 'twoWayReceived');
  neighbor.options |= hello.options;
  if (ospfInterface.electing) raiseElectionEvents(neighbor, hello);
  noteDeclarations(neighbor, hello);
  if (!ospfInterface.multicasts) answerHello(neighbor);
  return undefined;
}

// RFC 2328 §10.5: where neighbours are told apart by address the id is what the hello says, elsewhere the address is.
function noteIdentity(neighbor: Neighbor, routerId: RouterId, source: Ipv4Address): void {
  neighbor.address = source;
  if (neighbor.routerId === routerId) return;
  neighbor.routerId = routerId;
  neighbor.ospfInterface.hello = undefined;
}

// The very packet of last time, from a neighbour that stays bidirectional, on an interface that does not wait: only its timer matters.
function repeatsLastHello(neighbor: Neighbor, routerId: RouterId, hello: HelloPacket): boolean {
  return (
    neighbor.routerId === routerId &&
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

// RFC 2328 §10.5: what the hello declares, beside what the last one did.
function raiseElectionEvents(neighbor: Neighbor, hello: HelloPacket): void {
  const { ospfInterface, address } = neighbor;
  const { router } = ospfInterface;
  const isDesignated = hello.designatedRouter === address;
  const isBackup = hello.backupDesignatedRouter === address;
  if (ospfInterface.state === interfaceState.waiting) {
    // RFC 3623 §2.1 (2): a router that restarts takes up the role that its neighbours still see it in.
    if (router.restarting && hello.designatedRouter === ospfInterface.config.address) {
      ospfInterface.designatedRouter = ospfInterface.config.address;
      router.raiseInterfaceEvent(ospfInterface, 'backupSeen');
      router.raiseNeighborEvent(neighbor, 'adjacencyOk');
      return;
    }
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
