// From the bytes of an IP payload to an OSPF packet, RFC 2328 §8.2 (the checks that need no interface) and appendix A.3.

import type { LsaDecodeReason } from '../lsa/decode-lsa.ts';
import type { OspfPacket } from './ospf-packet.ts';

export type OspfDecodeReason =
  | 'headerTruncated'
  | 'versionNotTwo'
  | 'packetTypeUnknown'
  | 'lengthBelowHeader'
  | 'packetTruncated'
  | 'checksumMismatch'
  | 'authenticationTypeUnknown'
  | 'digestTruncated'
  | 'bodyTruncated'
  | 'bodyLengthUneven'
  | 'bytesAfterLastLsa'
  | 'notOspf'
  | LsaDecodeReason;

/** `Decoded<OspfPacket>` whose reason is one of a closed set. */
export type DecodedOspfPacket =
  | { readonly ok: true; readonly value: OspfPacket }
  | { readonly ok: false; readonly reason: OspfDecodeReason; readonly offsetBytes: number };

/**
 * Bytes after the length of the packet (and its digest) become `trailer`. LSAs of an update that are faulty by themselves are in the
 * packet with their `fault`; a count or length that does not fit fails the packet.
 */
export function decodePacket(bytes: Uint8Array): DecodedOspfPacket {
  throw new Error(`not written yet ${bytes.length}`);
}
