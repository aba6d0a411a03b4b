// How many packets of each type an interface has sent, and has received and believed, since it came up.

import type { OspfPacketBody } from '../packet/ospf-packet.ts';

type PacketCounts = Record<OspfPacketBody['kind'], number>;

export interface PacketTraffic {
  readonly received: PacketCounts;
  readonly sent: PacketCounts;
}

export function noTraffic(): PacketTraffic {
  return { received: zeroes(), sent: zeroes() };
}

function zeroes(): PacketCounts {
  return {
    hello: 0,
    databaseDescription: 0,
    linkStateRequest: 0,
    linkStateUpdate: 0,
    linkStateAcknowledgement: 0,
  };
}
