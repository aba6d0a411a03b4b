// How many bytes of IP payload a packet takes, without encoding it.

import type { AgedLsa, OspfPacket, OspfPacketBody } from './ospf-packet.ts';

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
  const digest = packet.authentication.kind === 'cryptographic' ? packet.authentication.digest.length : 0;
  return packetLength(packet.body) + digest + (packet.trailer?.length ?? 0);
}

/** The length field of the OSPF header: without digest and trailer. */
export function packetLength(body: OspfPacketBody): number {
  return packetBytes.header + bodyLength(body);
}

function bodyLength(body: OspfPacketBody): number {
  switch (body.kind) {
    case 'hello':
      return packetBytes.hello + packetBytes.neighbor * body.neighbors.length;
    case 'databaseDescription':
      return packetBytes.databaseDescription + packetBytes.lsaHeader * body.headers.length;
    case 'linkStateRequest':
      return packetBytes.request * body.requests.length;
    case 'linkStateUpdate':
      return packetBytes.linkStateUpdate + lsaBytes(body.lsas);
    case 'linkStateAcknowledgement':
      return packetBytes.lsaHeader * body.headers.length;
  }
}

function lsaBytes(lsas: readonly AgedLsa[]): number {
  let total = 0;
  for (const { lsa } of lsas) total += lsa.length;
  return total;
}
