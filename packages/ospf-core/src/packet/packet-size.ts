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
  /** Behind the packet, RFC 7474 §3. */
  extendedSequence: 8,
} as const;

/** Equals `encodePacket(packet).length`. */
export function packetSize(packet: OspfPacket): number {
  return (
    packetLength(packet.body) + authenticationLength(packet.authentication) + (packet.trailer?.length ?? 0)
  );
}

/** Bytes behind the packet, the digest and what is signed with it; 0 when there are none. */
export function authenticationLength(authentication: OspfAuthentication): number {
  switch (authentication.kind) {
    case 'null':
    case 'simple':
      return 0;
    case 'cryptographic': {
      const { digest } = authentication;
      return digest instanceof Uint8Array ? digest.length : digestBytesOf(digest.algorithm);
    }
    case 'extendedCryptographic': {
      const { digest } = authentication;
      const { length } =
        digest instanceof Uint8Array ? digest : { length: digestBytesOf(digest.key.algorithm) };
      return packetBytes.extendedSequence + length;
    }
  }
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
