// The TCP header (RFC 9293 §3.1): 20 bytes and options. What the segments mean is the host's business.

import { readU16, readU32, writeU16, writeU32 } from './byte-order.ts';
import { copyBytes, viewOfBytes } from './byte-range.ts';
import type { DecodeOptions } from './decode-options.ts';
import { accepted, refused } from './decoded.ts';
import { internetChecksum, pseudoHeaderSum } from './internet-checksum.ts';
import type { Ipv4Address } from './ipv4-address.ts';
import { ipProtocols, type Decoded, type TcpSegment } from './packet.ts';

export const tcpHeaderLengthBytes = 20;

/** Options are padded with zeros to whole words when they are encoded. */
function tcpOptionsLength(segment: TcpSegment): number {
  return (segment.options.length + 3) & ~3;
}

export function tcpLength(segment: TcpSegment): number {
  return tcpHeaderLengthBytes + tcpOptionsLength(segment) + segment.payload.length;
}

/** Throws RangeError on more than 40 bytes of options: the header cannot say so. */
export function writeTcp(
  segment: TcpSegment,
  source: Ipv4Address,
  destination: Ipv4Address,
  out: Uint8Array,
  offset: number,
): void {
  const headerLength = tcpHeaderLengthBytes + tcpOptionsLength(segment);
  if (headerLength > 60) throw new RangeError(`TCP options of ${segment.options.length} bytes do not fit`);
  const length = headerLength + segment.payload.length;
  writeU16(out, offset, segment.sourcePort);
  writeU16(out, offset + 2, segment.destinationPort);
  writeU32(out, offset + 4, segment.sequence);
  writeU32(out, offset + 8, segment.acknowledgement);
  writeU16(out, offset + 12, (headerLength << 10) | (segment.flags & 0xfff));
  writeU16(out, offset + 14, segment.window);
  writeU16(out, offset + 16, 0);
  writeU16(out, offset + 18, segment.urgentPointer ?? 0);
  const optionsEnd = tcpHeaderLengthBytes + segment.options.length;
  if (optionsEnd < headerLength) out.fill(0, offset + optionsEnd, offset + headerLength);
  copyBytes(segment.options, out, offset + tcpHeaderLengthBytes);
  copyBytes(segment.payload, out, offset + headerLength);
  const pseudoHeader = pseudoHeaderSum(source, destination, ipProtocols.tcp, length);
  writeU16(out, offset + 16, internetChecksum(out, offset, offset + length, pseudoHeader));
}

export function encodeTcp(segment: TcpSegment, source: Ipv4Address, destination: Ipv4Address): Uint8Array {
  const out = new Uint8Array(tcpLength(segment));
  writeTcp(segment, source, destination, out, 0);
  return out;
}

/** Reads bytes[offset, end). Options keep their padding. */
export function decodeTcp(
  bytes: Uint8Array,
  source: Ipv4Address,
  destination: Ipv4Address,
  offset = 0,
  end = bytes.length,
  options: DecodeOptions = {},
): Decoded<TcpSegment> {
  const length = end - offset;
  if (length < tcpHeaderLengthBytes) return refused('truncated TCP header', end);
  const headerLength = (bytes[offset + 12]! >>> 4) * 4;
  if (headerLength < tcpHeaderLengthBytes) {
    return refused('TCP data offset is shorter than the header', offset + 12);
  }
  if (headerLength > length) return refused('TCP data offset exceeds the segment', offset + 12);
  if (options.checksums !== 'ignore') {
    const pseudoHeader = pseudoHeaderSum(source, destination, ipProtocols.tcp, length);
    if (internetChecksum(bytes, offset, end, pseudoHeader) !== 0) {
      return refused('bad TCP checksum', offset + 16);
    }
  }
  return accepted(segmentAt(bytes, offset, offset + headerLength, end));
}

function segmentAt(bytes: Uint8Array, offset: number, dataOffset: number, end: number): TcpSegment {
  const sourcePort = readU16(bytes, offset);
  const destinationPort = readU16(bytes, offset + 2);
  const sequence = readU32(bytes, offset + 4);
  const acknowledgement = readU32(bytes, offset + 8);
  const flags = readU16(bytes, offset + 12) & 0xfff;
  const window = readU16(bytes, offset + 14);
  const urgentPointer = readU16(bytes, offset + 18);
  const options = viewOfBytes(bytes, offset + tcpHeaderLengthBytes, dataOffset);
  const payload = viewOfBytes(bytes, dataOffset, end);
  return urgentPointer === 0
    ? { kind: 'tcp', sourcePort, destinationPort, sequence, acknowledgement, flags, window, options, payload }
    : {
        kind: 'tcp',
        sourcePort,
        destinationPort,
        sequence,
        acknowledgement,
        flags,
        window,
        urgentPointer,
        options,
        payload,
      };
}
