// The checksum of the OSPF header: the Internet checksum over the packet without its 8 bytes of authentication, RFC 2328 appendix D.4.

import { internetChecksum, onesComplementSum, readU16 } from '@ospflab/net';

/** The value for the checksum field, computed as if the field were zero. `length`: the packet's own length, without digest and trailer. */
export function headerChecksum(bytes: Uint8Array, length: number): number {
  const header = onesComplementSum(bytes, 0, 12) + readU16(bytes, 14);
  return internetChecksum(bytes, 24, length, header);
}
