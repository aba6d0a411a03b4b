// The member that our hash gives for a packet in bytes, of either family.

import { hashIpv6Packet, hashPacket, selectByHashThreshold, type LinuxHashOptions } from '@ospflab/ecmp';
import { decodeIpv4 } from '@ospflab/net';

/** 1-based; undefined for bytes that are no packet. */
export function memberOfBytes(
  options: LinuxHashOptions,
  bounds: Int32Array,
  bytes: Uint8Array,
): number | undefined {
  const hash = bytes[0]! >>> 4 === 6 ? hashIpv6Packet(options, bytes) : hashIpv4(options, bytes);
  return hash === undefined ? undefined : selectByHashThreshold(bounds, hash) + 1;
}

function hashIpv4(options: LinuxHashOptions, bytes: Uint8Array): number | undefined {
  const decoded = decodeIpv4(bytes, 0, bytes.length, { checksums: 'ignore', malformedTransport: 'keepRaw' });
  return decoded.ok ? hashPacket(options, decoded.value) : undefined;
}
