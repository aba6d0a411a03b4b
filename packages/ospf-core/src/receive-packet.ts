// The way in: the checks of RFC 2328 §8.2 that need the interface, then the neighbour, then the handler of the packet's type.

import type { Ipv4Address } from '@ospflab/net';
import { checkAuthentication, noteSequence } from './authentication/check-authentication.ts';
import { allDRouters } from './effect.ts';
import type { OspfDropReason } from './event.ts';
import { receiveAcknowledgement } from './flooding/acknowledgement.ts';
import { receiveLinkStateUpdate } from './flooding/receive-update.ts';
import type { PacketReceived } from './input.ts';
import { interfaceState } from './interface/interface-state.ts';
import type { OspfInterface } from './interface/ospf-interface.ts';
import type { Neighbor } from './neighbor/neighbor.ts';
import { neighborState } from './neighbor/neighbor-state.ts';
import { receiveDatabaseDescription } from './neighbor/receive-database-description.ts';
import { receiveHello } from './neighbor/receive-hello.ts';
import { receiveLinkStateRequest } from './neighbor/link-state-request.ts';
import { readOspfPayload } from './packet/ospf-payload.ts';
import type { OspfPacket } from './packet/ospf-packet.ts';
import type { RouterState } from './router-state.ts';
import { virtualLinkOf } from './virtual-link/virtual-link-of.ts';

export function receivePacket(router: RouterState, input: PacketReceived): void {
  const { interfaceIndex, source } = input;
  const decoded = readOspfPayload(input.payload);
  if (!decoded.ok) {
    const detail = decoded.reason;
    router.record({ kind: 'packetDropped', interfaceIndex, source, reason: 'malformed', detail });
    return;
  }
  const ospfInterface =
    virtualLinkOf(router, interfaceIndex, decoded.value) ??
    receivingInterface(router, interfaceIndex, source);
  const reason =
    ospfInterface === undefined
      ? 'interfaceUnknown'
      : (headerMismatch(ospfInterface, decoded.value, source, input.destination) ??
        receiveAuthentic(ospfInterface, decoded.value, input));
  if (reason !== undefined) router.record({ kind: 'packetDropped', interfaceIndex, source, reason });
}

// A device may carry several OSPF interfaces; the one whose network holds the source is meant.
function receivingInterface(
  router: RouterState,
  interfaceIndex: number,
  source: Ipv4Address,
): OspfInterface | undefined {
  const candidates = router.interfacesOfDevice(interfaceIndex);
  if (candidates.length <= 1) return candidates[0];
  return candidates.find((candidate) => onNetwork(candidate, source)) ?? candidates[0];
}

function onNetwork(ospfInterface: OspfInterface, source: Ipv4Address): boolean {
  return ((source ^ ospfInterface.config.address) & ospfInterface.mask) === 0;
}

// RFC 2328 §8.2
function headerMismatch(
  ospfInterface: OspfInterface,
  packet: OspfPacket,
  source: Ipv4Address,
  destination: Ipv4Address,
): OspfDropReason | undefined {
  const { config, router, state } = ospfInterface;
  if (state === interfaceState.down || state === interfaceState.loopback) return 'interfaceDown';
  if (config.passive === true) return 'interfacePassive';
  if (packet.routerId === router.routerId) return 'ownRouterId';
  if (packet.areaId !== config.areaId) return 'areaMismatch';
  if (ospfInterface.sharesSubnet && !onNetwork(ospfInterface, source)) return 'sourceNotOnNetwork';
  if (destination === allDRouters && state < interfaceState.backup) return 'notDesignatedRouter';
  return undefined;
}

function receiveAuthentic(
  ospfInterface: OspfInterface,
  packet: OspfPacket,
  { source, payload }: PacketReceived,
): OspfDropReason | undefined {
  const disbelief = checkAuthentication(ospfInterface, packet, source, payload);
  if (disbelief !== undefined) return disbelief;
  const reason = dispatch(ospfInterface, packet, source);
  noteSequence(ospfInterface, packet, source);
  return reason;
}

function dispatch(
  ospfInterface: OspfInterface,
  packet: OspfPacket,
  source: Ipv4Address,
): OspfDropReason | undefined {
  const { body } = packet;
  ospfInterface.traffic.received[body.kind]++;
  if (body.kind === 'hello') return receiveHello(ospfInterface, packet.routerId, source, body);
  const neighbor = ospfInterface.neighborOf(packet.routerId, source);
  if (neighbor === undefined) return 'neighborUnknown';
  if (body.kind === 'databaseDescription') return receiveDatabaseDescription(neighbor, body);
  // RFC 2328 §10.7, §13, §13.7: the others need an exchange that has begun.
  if (neighbor.state < neighborState.exchange) return 'neighborStateTooLow';
  deliver(neighbor, body);
  return undefined;
}

function deliver(
  neighbor: Neighbor,
  body: Exclude<OspfPacket['body'], { kind: 'hello' | 'databaseDescription' }>,
): void {
  switch (body.kind) {
    case 'linkStateRequest':
      receiveLinkStateRequest(neighbor, body);
      return;
    case 'linkStateUpdate':
      receiveLinkStateUpdate(neighbor, body);
      return;
    case 'linkStateAcknowledgement':
      receiveAcknowledgement(neighbor, body);
      return;
  }
}
