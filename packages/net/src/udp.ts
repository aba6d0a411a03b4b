// UDP (RFC 768): eight bytes of header. Checksum 0 means "none".

import { readU16, writeU16 } from './byte-order.ts';
import { copyBytes, viewOfBytes } from './byte-range.ts';
import type { DecodeOptions } from './decode-options.ts';
import { accepted, refused } from './decoded.ts';
import { internetChecksum, pseudoHeaderSum } from './internet-checksum.ts';
import type { Ipv4Address } from './ipv4-address.ts';
import { ipProtocols, type Decoded, type UdpDatagram } from './packet.ts';

export const udpHeaderLengthBytes = 8;

export function udpLength(datagram: UdpDatagram): number {
  return udpHeaderLengthBytes + datagram.payload.length;
}

export function writeUdp(
  datagram: UdpDatagram,
  source: Ipv4Address,
  destination: Ipv4Address,
  out: Uint8Array,
  offset: number,
): void {
  const length = udpLength(datagram);
  writeU16(out, offset, datagram.sourcePort);
  writeU16(out, offset + 2, datagram.destinationPort);
  writeU16(out, offset + 4, length);
  writeU16(out, offset + 6, 0);
  copyBytes(datagram.payload, out, offset + udpHeaderLengthBytes);
  if (datagram.checksumOmitted === true) return;
  const pseudoHeader = pseudoHeaderSum(source, destination, ipProtocols.udp, length);
  // RFC 768: a sum that comes out as zero is sent as all ones, its other form.
  writeU16(out, offset + 6, internetChecksum(out, offset, offset + length, pseudoHeader) || 0xffff);
}

export function encodeUdp(datagram: UdpDatagram, source: Ipv4Address, destination: Ipv4Address): Uint8Array {
  const out = new Uint8Array(udpLength(datagram));
  writeUdp(datagram, source, destination, out, 0);
  return out;
}

/** Reads bytes[offset, end); what follows the datagram's own length is left out, as Linux trims it. */
export function decodeUdp(
  bytes: Uint8Array,
  source: Ipv4Address,
  destination: Ipv4Address,
  offset = 0,
  end = bytes.length,
  options: DecodeOptions = {},
): Decoded<UdpDatagram> {
  if (end - offset < udpHeaderLengthBytes) return refused('truncated UDP header', end);
  const length = readU16(bytes, offset + 4);
  if (length < udpHeaderLengthBytes) return refused('UDP length is shorter than its header', offset + 4);
  if (length > end - offset) return refused('UDP length exceeds the IP packet', offset + 4);
  const checksumOmitted = readU16(bytes, offset + 6) === 0;
  if (!checksumOmitted && options.checksums !== 'ignore') {
    const pseudoHeader = pseudoHeaderSum(source, destination, ipProtocols.udp, length);
    if (internetChecksum(bytes, offset, offset + length, pseudoHeader) !== 0) {
      return refused('bad UDP checksum', offset + 6);
    }
  }
  const sourcePort = readU16(bytes, offset);
  const destinationPort = readU16(bytes, offset + 2);
  const payload = viewOfBytes(bytes, offset + udpHeaderLengthBytes, offset + length);
  return accepted<UdpDatagram>(
    checksumOmitted
      ? { kind: 'udp', sourcePort, destinationPort, checksumOmitted, payload }
      : { kind: 'udp', sourcePort, destinationPort, payload },
  );
}
