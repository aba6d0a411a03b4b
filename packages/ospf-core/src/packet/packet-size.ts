// How many bytes of IP payload a packet takes, without encoding it.

import { digestBytesOf } from '../authentication/packet-digest.ts';
import type { AgedLsa, OspfAuthentication, OspfPacket, OspfPacketBody } from './ospf-packet.ts';

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
  return packetLength(packet.body) + digestLength(packet.authentication) + (packet.trailer?.length ?? 0);
}

/** Bytes of the digest behind the packet; 0 when there is none. */
export function digestLength(authentication: OspfAuthentication): number {
  if (authentication.kind !== 'cryptographic') return 0;
  const { digest } = authentication;
  return digest instanceof Uint8Array ? digest.length : digestBytesOf(digest.algorithm);
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
