// The piece of a packet that an ICMP error carries: its header and the first bytes after it (RFC 792, RFC 1812 §4.3.2.3).

import { readU16, readU32 } from './byte-order.ts';
import type { FiveTuple } from './five-tuple.ts';
import { ipv4HeaderLengthBytes } from './frame-size.ts';
import { ipv4FromNumber } from './ipv4-address.ts';
import { encodeIpv4 } from './ipv4.ts';
import { ipProtocols, type Ipv4Packet } from './packet.ts';

/** Linux: net/ipv4/icmp.c keeps the whole error within 576 bytes: 20 of IPv4 and 8 of ICMP leave this. */
export const linuxQuoteBytesMax = 548;

/** The first bytes of the packet as it stands on the wire, at most `bytesMax`. */
export function quoteOf(packet: Ipv4Packet, bytesMax: number = linuxQuoteBytesMax): Uint8Array {
  const bytes = encodeIpv4(packet);
  return bytes.length <= bytesMax ? bytes : bytes.slice(0, bytesMax);
}

/** The flow that a quotation is about; undefined when not even an IPv4 header is there. Checksums are not looked at. */
export function quotedFiveTuple(quote: Uint8Array): FiveTuple | undefined {
  if (quote.length < ipv4HeaderLengthBytes || quote[0]! >>> 4 !== 4) return undefined;
  const headerLength = (quote[0]! & 15) * 4;
  if (headerLength < ipv4HeaderLengthBytes) return undefined;
  const protocol = quote[9]!;
  const isLaterFragment = (readU16(quote, 6) & 0x1fff) !== 0;
  const showsPorts =
    (protocol === ipProtocols.tcp || protocol === ipProtocols.udp) &&
    !isLaterFragment &&
    quote.length >= headerLength + 4;
  return {
    source: ipv4FromNumber(readU32(quote, 12)),
    destination: ipv4FromNumber(readU32(quote, 16)),
    protocol,
    sourcePort: showsPorts ? readU16(quote, headerLength) : 0,
    destinationPort: showsPorts ? readU16(quote, headerLength + 2) : 0,
  };
}
