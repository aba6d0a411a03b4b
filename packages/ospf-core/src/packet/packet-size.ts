// How many bytes of IP payload a packet takes, without encoding it.

import type { OspfPacket } from './ospf-packet.ts';

/** Bytes of the fixed parts, RFC 2328 appendix A.3: to fill packets up to an interface MTU. */
export const packetBytes = {
  header: 24,
  hello: 20,
  databaseDescription: 8,
  linkStateUpdate: 4,
  lsaHeader: 20,
  request: 12,
  neighbor: 4,
} as const;

/** Equals `encodePacket(packet).length`. */
export function packetSize(packet: OspfPacket): number {
  throw new Error(`not written yet ${packet.body.kind}`);
}
