// Which flow a packet belongs to, as net/core/flow_dissector.c (__skb_flow_dissect) finds out: through tunnels and IPv6
// extension headers down to the ports. What it has read when it meets bytes that it cannot read still counts.

import { readU16, readU32, type Ipv4Packet } from '@ospflab/net';
import type { FlowKeys } from './flow-keys.ts';
import { portsOffset } from './protocol-ports.ts';

/** Linux: MAX_FLOW_DISSECT_HDRS. */
const headersMax = 15;

export const etherTypeIpv4 = 0x0800;
export const etherTypeIpv6 = 0x86dd;
const etherTypeBridged = 0x6558;
const etherTypePpp = 0x880b;

const stop = 0;
const network = 1;
const transport = 2;

/** Where the dissector is: one for all calls. */
const walk = {
  bytes: new Uint8Array(0) as Uint8Array,
  offset: 0,
  etherType: 0,
  protocol: 0,
  stopsAtEncapsulation: false,
  encapsulated: false,
};

/**
 * Fills `keys` from a decoded packet; true when it carries another one in a tunnel. With `stopsAtEncapsulation` the keys are
 * those of the outer packet, else those of the innermost.
 */
export function dissectPacket(packet: Ipv4Packet, stopsAtEncapsulation: boolean, keys: FlowKeys): boolean {
  keys.setIpv4(packet.source, packet.destination, packet.protocol, 0, 0);
  if (packet.moreFragments || packet.fragmentOffsetBytes > 0) return false;
  const payload = packet.payload;
  switch (payload.kind) {
    case 'tcp':
    case 'udp':
      keys.sourcePort = payload.sourcePort;
      keys.destinationPort = payload.destinationPort;
      return false;
    case 'raw':
      return dissectPayload(payload.bytes, packet.protocol, stopsAtEncapsulation, keys);
    case 'structured':
      return looksInside(packet.protocol)
        ? dissectPayload(payload.toBytes(), packet.protocol, stopsAtEncapsulation, keys)
        : false;
    default:
      return false;
  }
}

/** The same for the bytes of an IPv6 packet. */
export function dissectIpv6(bytes: Uint8Array, stopsAtEncapsulation: boolean, keys: FlowKeys): boolean {
  keys.clear();
  return run(bytes, etherTypeIpv6, 0, stopsAtEncapsulation, network, keys);
}

function dissectPayload(
  bytes: Uint8Array,
  protocol: number,
  stopsAtEncapsulation: boolean,
  keys: FlowKeys,
): boolean {
  return run(bytes, etherTypeIpv4, protocol, stopsAtEncapsulation, transport, keys);
}

function looksInside(protocol: number): boolean {
  return protocol === 4 || protocol === 41 || protocol === 47 || portsOffset(protocol) !== undefined;
}

function run(
  bytes: Uint8Array,
  etherType: number,
  protocol: number,
  stopsAtEncapsulation: boolean,
  first: number,
  keys: FlowKeys,
): boolean {
  walk.bytes = bytes;
  walk.offset = 0;
  walk.etherType = etherType;
  walk.protocol = protocol;
  walk.stopsAtEncapsulation = stopsAtEncapsulation;
  walk.encapsulated = false;
  let next = first;
  for (let headers = 0; headers <= headersMax && next !== stop; headers++) {
    // One round is a network header, if any, and one header behind it.
    if (next === network) next = readNetwork(keys);
    if (next === transport) next = readTransport(keys);
  }
  keys.protocol = walk.protocol;
  return walk.encapsulated;
}

function readNetwork(keys: FlowKeys): number {
  const { bytes, offset } = walk;
  switch (walk.etherType) {
    case etherTypeIpv4:
      return readIpv4(keys, bytes, offset);
    case etherTypeIpv6: {
      if (bytes.length < offset + 40) return stop;
      walk.protocol = bytes[offset + 6]!;
      walk.offset = offset + 40;
      keys.setAddresses6(bytes, offset + 8);
      const label = readU32(bytes, offset) & 0xfffff;
      if (label !== 0) keys.flowLabelWord = label;
      return transport;
    }
    case 0x8100:
    case 0x88a8:
      if (bytes.length < offset + 4) return stop;
      walk.etherType = readU16(bytes, offset + 2);
      walk.offset = offset + 4;
      return network;
    default:
      return stop;
  }
}

function readIpv4(keys: FlowKeys, bytes: Uint8Array, offset: number): number {
  if (bytes.length < offset + 20) return stop;
  const headerLength = (bytes[offset]! & 15) * 4;
  if (headerLength < 20) return stop;
  walk.protocol = bytes[offset + 9]!;
  walk.offset = offset + headerLength;
  keys.isIpv6 = false;
  keys.source = readU32(bytes, offset + 12);
  keys.destination = readU32(bytes, offset + 16);
  // Neither a first fragment is looked into nor a later one.
  return (readU16(bytes, offset + 6) & 0x3fff) === 0 ? transport : stop;
}

function readTransport(keys: FlowKeys): number {
  const { bytes, offset, protocol } = walk;
  switch (protocol) {
    case 4:
      return enter(etherTypeIpv4);
    case 41:
      return enter(etherTypeIpv6);
    case 47:
      return readGre(bytes, offset);
    case 0: // hop-by-hop options
    case 43: // routing
    case 60: // destination options
      if (walk.etherType !== etherTypeIpv6 || bytes.length < offset + 2) return stop;
      walk.protocol = bytes[offset]!;
      walk.offset = offset + (bytes[offset + 1]! + 1) * 8;
      return transport;
    case 44: // fragment
      if (walk.etherType === etherTypeIpv6 && bytes.length >= offset + 8) walk.protocol = bytes[offset]!;
      return stop;
    default: {
      const ports = portsOffset(protocol);
      if (ports === undefined || bytes.length < offset + ports + 4) return stop;
      keys.sourcePort = readU16(bytes, offset + ports);
      keys.destinationPort = readU16(bytes, offset + ports + 2);
      return stop;
    }
  }
}

function enter(etherType: number): number {
  walk.encapsulated = true;
  if (walk.stopsAtEncapsulation) return stop;
  walk.etherType = etherType;
  return network;
}

/** RFC 2784 and 2890 (version 0), RFC 2637 (version 1, PPTP). Linux: __skb_flow_dissect_gre. */
function readGre(bytes: Uint8Array, offset: number): number {
  if (bytes.length < offset + 4) return stop;
  const flags = readU16(bytes, offset);
  const version = flags & 7;
  let etherType = readU16(bytes, offset + 2);
  const hasRouting = (flags & 0x4000) !== 0;
  const hasKey = (flags & 0x2000) !== 0;
  if (hasRouting || version > 1 || (version === 1 && !(etherType === etherTypePpp && hasKey))) return stop;
  let inside = offset + 4;
  if ((flags & 0x8000) !== 0) inside += 4; // checksum
  if (hasKey) inside += 4;
  if ((flags & 0x1000) !== 0) inside += 4; // sequence number
  if (version === 1) {
    if ((flags & 0x0080) !== 0) inside += 4; // acknowledgement
    if (bytes.length < inside + 4) return stop;
    etherType = etherTypeOfPpp(readU16(bytes, inside + 2)) ?? etherType;
    inside += 4;
  } else if (etherType === etherTypeBridged) {
    if (bytes.length < inside + 14) return stop;
    etherType = readU16(bytes, inside + 12);
    inside += 14;
  }
  walk.offset = inside;
  return enter(etherType);
}

function etherTypeOfPpp(protocol: number): number | undefined {
  if (protocol === 0x0021) return etherTypeIpv4;
  return protocol === 0x0057 ? etherTypeIpv6 : undefined;
}
