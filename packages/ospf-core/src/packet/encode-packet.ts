// From an OSPF packet to the bytes of an IP payload, RFC 2328 appendix A.3 and D.

import type { OspfPacket } from './ospf-packet.ts';

/** The whole IP payload: header, body, digest and trailer. The checksum is computed, the digest is the one that the packet carries. */
export function encodePacket(packet: OspfPacket): Uint8Array {
  throw new Error(`not written yet ${packet.body.kind}`);
}
