// IPv4 (RFC 791): the header, and which codec its payload takes. Fragments are never looked into.

import { readU16, readU32, writeU16, writeU32 } from './byte-order.ts';
import { copyBytes, viewOfBytes } from './byte-range.ts';
import type { DecodeOptions } from './decode-options.ts';
import { accepted, refused } from './decoded.ts';
import { ipv4HeaderLengthBytes, ipv4Length } from './frame-size.ts';
import { decodeIcmp, writeIcmp } from './icmp.ts';
import { internetChecksum } from './internet-checksum.ts';
import { ipv4FromNumber, type Ipv4Address } from './ipv4-address.ts';
import { ipProtocols, type Decoded, type Ipv4Packet, type Ipv4Payload } from './packet.ts';
import { decodeTcp, writeTcp } from './tcp.ts';
import { decodeUdp, writeUdp } from './udp.ts';

const dontFragmentBit = 0x4000;
const moreFragmentsBit = 0x2000;

/** Throws RangeError on what no header can express: more than 65535 bytes, options that are not 0 … 10 whole words. */
export function writeIpv4(packet: Ipv4Packet, out: Uint8Array, offset: number): void {
  const totalLength = ipv4Length(packet);
  const optionsLength = packet.options === undefined ? 0 : packet.options.length;
  if (totalLength > 0xffff) throw new RangeError(`an IPv4 packet of ${totalLength} bytes`);
  if (optionsLength > 40 || optionsLength % 4 !== 0) {
    throw new RangeError(`IPv4 options of ${optionsLength} bytes`);
  }
  const headerLength = ipv4HeaderLengthBytes + optionsLength;
  out[offset] = 0x40 | (headerLength >>> 2);
  out[offset + 1] = packet.typeOfService;
  writeU16(out, offset + 2, totalLength);
  writeU16(out, offset + 4, packet.identification);
  writeU16(
    out,
    offset + 6,
    (packet.dontFragment ? dontFragmentBit : 0) |
      (packet.moreFragments ? moreFragmentsBit : 0) |
      (packet.fragmentOffsetBytes >>> 3),
  );
  out[offset + 8] = packet.ttl;
  out[offset + 9] = packet.protocol;
  writeU16(out, offset + 10, 0);
  writeU32(out, offset + 12, packet.source);
  writeU32(out, offset + 16, packet.destination);
  if (packet.options !== undefined) copyBytes(packet.options, out, offset + ipv4HeaderLengthBytes);
  writeU16(out, offset + 10, internetChecksum(out, offset, offset + headerLength));
  writePayload(packet, out, offset + headerLength);
}

function writePayload(packet: Ipv4Packet, out: Uint8Array, offset: number): void {
  const payload = packet.payload;
  switch (payload.kind) {
    case 'tcp':
      writeTcp(payload, packet.source, packet.destination, out, offset);
      return;
    case 'udp':
      writeUdp(payload, packet.source, packet.destination, out, offset);
      return;
    case 'raw':
      copyBytes(payload.bytes, out, offset);
      return;
    case 'structured': {
      const bytes = payload.toBytes();
      if (bytes.length !== payload.byteLength) {
        throw new RangeError(`a payload of ${payload.byteLength} bytes encoded itself in ${bytes.length}`);
      }
      copyBytes(bytes, out, offset);
      return;
    }
    default:
      writeIcmp(payload, out, offset);
  }
}

export function encodeIpv4(packet: Ipv4Packet): Uint8Array {
  const out = new Uint8Array(ipv4Length(packet));
  writeIpv4(packet, out, 0);
  return out;
}

/** Reads at `offset`; what follows the total length (Ethernet padding) is left out. */
export function decodeIpv4(
  bytes: Uint8Array,
  offset = 0,
  end = bytes.length,
  options: DecodeOptions = {},
): Decoded<Ipv4Packet> {
  if (end - offset < ipv4HeaderLengthBytes) return refused('truncated IPv4 header', end);
  const first = bytes[offset]!;
  if (first >>> 4 !== 4) return refused('IP version is not 4', offset);
  const headerLength = (first & 15) * 4;
  if (headerLength < ipv4HeaderLengthBytes) return refused('IPv4 header length is less than 20', offset);
  const totalLength = readU16(bytes, offset + 2);
  if (totalLength < headerLength) return refused('IPv4 total length is shorter than its header', offset + 2);
  if (totalLength > end - offset) return refused('truncated IPv4 packet', end);
  if (options.checksums !== 'ignore' && internetChecksum(bytes, offset, offset + headerLength) !== 0) {
    return refused('bad IPv4 header checksum', offset + 10);
  }
  const source = ipv4FromNumber(readU32(bytes, offset + 12));
  const destination = ipv4FromNumber(readU32(bytes, offset + 16));
  const payload = decodePayload(
    bytes,
    source,
    destination,
    offset,
    offset + headerLength,
    offset + totalLength,
    options,
  );
  if (!payload.ok) return payload;
  return accepted(packetAt(bytes, source, destination, offset, headerLength, payload.value));
}

function packetAt(
  bytes: Uint8Array,
  source: Ipv4Address,
  destination: Ipv4Address,
  offset: number,
  headerLength: number,
  payload: Ipv4Payload,
): Ipv4Packet {
  const fragment = readU16(bytes, offset + 6);
  const protocol = bytes[offset + 9]!;
  const ttl = bytes[offset + 8]!;
  const typeOfService = bytes[offset + 1]!;
  const identification = readU16(bytes, offset + 4);
  const dontFragment = (fragment & dontFragmentBit) !== 0;
  const moreFragments = (fragment & moreFragmentsBit) !== 0;
  const fragmentOffsetBytes = (fragment & 0x1fff) * 8;
  if (headerLength === ipv4HeaderLengthBytes) {
    return {
      kind: 'ipv4',
      source,
      destination,
      protocol,
      ttl,
      typeOfService,
      identification,
      dontFragment,
      moreFragments,
      fragmentOffsetBytes,
      payload,
    };
  }
  return {
    kind: 'ipv4',
    source,
    destination,
    protocol,
    ttl,
    typeOfService,
    identification,
    dontFragment,
    moreFragments,
    fragmentOffsetBytes,
    options: viewOfBytes(bytes, offset + ipv4HeaderLengthBytes, offset + headerLength),
    payload,
  };
}

function decodePayload(
  bytes: Uint8Array,
  source: Ipv4Address,
  destination: Ipv4Address,
  headerOffset: number,
  offset: number,
  end: number,
  options: DecodeOptions,
): Decoded<Ipv4Payload> {
  const isFragment = (readU16(bytes, headerOffset + 6) & (moreFragmentsBit | 0x1fff)) !== 0;
  const decoded = isFragment
    ? undefined
    : decodeTransport(bytes, source, destination, bytes[headerOffset + 9]!, offset, end, options);
  if (decoded === undefined || (!decoded.ok && options.malformedTransport === 'keepRaw')) {
    return accepted<Ipv4Payload>({ kind: 'raw', bytes: viewOfBytes(bytes, offset, end) });
  }
  return decoded;
}

/** Undefined for a protocol that has no codec here. */
function decodeTransport(
  bytes: Uint8Array,
  source: Ipv4Address,
  destination: Ipv4Address,
  protocol: number,
  offset: number,
  end: number,
  options: DecodeOptions,
): Decoded<Ipv4Payload> | undefined {
  switch (protocol) {
    case ipProtocols.tcp:
      return decodeTcp(bytes, source, destination, offset, end, options);
    case ipProtocols.udp:
      return decodeUdp(bytes, source, destination, offset, end, options);
    case ipProtocols.icmp:
      return decodeIcmp(bytes, offset, end, options);
    default:
      return undefined;
  }
}
