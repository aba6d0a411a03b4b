// The ones' complement checksum of IPv4, ICMP, UDP and TCP (RFC 1071), and the pseudo header of the last two.

import type { Ipv4Address } from './ipv4-address.ts';

/**
 * The unfolded sum of the big-endian 16-bit words of bytes[start, end); an odd last byte counts as the high half.
 * Exact for the 64 KiB of any packet.
 */
export function onesComplementSum(bytes: Uint8Array, start: number, end: number, initial = 0): number {
  let sum = initial;
  const even = end - 1;
  let index = start;
  for (; index < even; index += 2) sum += (bytes[index]! << 8) | bytes[index + 1]!;
  if (index < end) sum += bytes[index]! << 8;
  return sum;
}

/**
 * The checksum of bytes[start, end), 0 … 0xffff. Computed over a range that contains its own correct checksum it is 0,
 * which is how one is verified.
 */
export function internetChecksum(bytes: Uint8Array, start: number, end: number, initial = 0): number {
  let sum = onesComplementSum(bytes, start, end, initial);
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}

/** RFC 768, RFC 9293 §3.1: the sum of source, destination, protocol and length of the UDP or TCP part in bytes. */
export function pseudoHeaderSum(
  source: Ipv4Address,
  destination: Ipv4Address,
  protocol: number,
  lengthBytes: number,
): number {
  return (
    (source >>> 16) +
    (source & 0xffff) +
    (destination >>> 16) +
    (destination & 0xffff) +
    protocol +
    lengthBytes
  );
}
