// Packets of any kind as users describe them: a flow with "kind" and, for what carries another packet, "inner".

import {
  encodeIpv4,
  ipv4FromNumber,
  quoteOf,
  readU16,
  type FiveTuple,
  type Ipv4Packet,
  type Ipv4Payload,
} from '@ospflab/net';
import { portsOffset } from '../linux/protocol-ports.ts';
import { packetOfFlow } from './packet-of-flow.ts';
import { parseFlow, type Parsed } from './parse-flow.ts';
import { parseIpv6Address } from './parse-ipv6-address.ts';

/** An IPv4 packet decoded, or the bytes of an IPv6 one. */
export type GivenPacket =
  { readonly family: 4; readonly packet: Ipv4Packet } | { readonly family: 6; readonly bytes: Uint8Array };

export const packetKinds = [
  'flow',
  'fragment-first',
  'fragment-later',
  'icmp-echo',
  'icmp-error',
  'ipip',
  'gre',
] as const;

export type PacketKind = (typeof packetKinds)[number];

/** The protocol that a kind stands for, where it does. */
const protocolOfKind: Readonly<Partial<Record<PacketKind, number>>> = {
  'icmp-echo': 1,
  'icmp-error': 1,
  ipip: 4,
  gre: 47,
};

/** One line of NDJSON. */
export function parsePacketLine(line: string): Parsed<GivenPacket> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return wrong(`not JSON: ${line.length > 60 ? `${line.slice(0, 60)}…` : line}`);
  }
  return parsePacket(value);
}

/**
 * `{src, dst, proto, sport, dport}` is a whole packet of a flow; `kind` is one of `packetKinds`; `inner` is a flow that is quoted by
 * an icmp-error, or carried by ipip and gre. With IPv6 addresses (`label` is the flow label) only whole packets can be described.
 */
export function parsePacket(value: unknown): Parsed<GivenPacket> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return wrong('a packet is an object with src, dst, proto, sport, dport, and if need be kind and inner');
  }
  const fields = new Map<string, unknown>(Object.entries(value));
  const kind = fields.get('kind') ?? 'flow';
  if (!isPacketKind(kind))
    return wrong(`kind ${JSON.stringify(kind)} is not one of ${packetKinds.join(', ')}`);
  const inner = fields.get('inner');
  const label = fields.get('label') ?? 0;
  for (const name of ['kind', 'inner', 'label']) fields.delete(name);
  const protocol = protocolOfKind[kind];
  if (protocol !== undefined && fields.get('proto') === undefined) fields.set('proto', protocol);
  const source = fields.get('src');
  if (typeof source === 'string' && source.includes(':')) return ipv6Of(fields, kind, label);
  const outer = parseFlow(Object.fromEntries(fields));
  if (!outer.ok) return outer;
  if (kind !== 'icmp-error' && kind !== 'ipip' && kind !== 'gre') {
    return { ok: true, value: { family: 4, packet: packetOf(kind, outer.value, undefined) } };
  }
  if (inner === undefined) return wrong(`inner is missing: give the flow that the ${kind} packet is about`);
  const carried = parseFlow(inner);
  if (!carried.ok) return wrong(`inner: ${carried.reason}`);
  return { ok: true, value: { family: 4, packet: packetOf(kind, outer.value, carried.value) } };
}

function isPacketKind(kind: unknown): kind is PacketKind {
  return (packetKinds as readonly unknown[]).includes(kind);
}

function packetOf(kind: PacketKind, flow: FiveTuple, inner: FiveTuple | undefined): Ipv4Packet {
  const carried = inner === undefined ? undefined : packetOfFlow(inner, whole(inner));
  switch (kind) {
    case 'fragment-first':
      return { ...packetOfFlow(flow, whole(flow)), moreFragments: true };
    case 'fragment-later':
      return { ...packetOfFlow(flow, { kind: 'raw', bytes: new Uint8Array(24) }), fragmentOffsetBytes: 1480 };
    case 'icmp-echo': {
      const payload = new Uint8Array(0);
      return packetOfFlow(flow, {
        kind: 'icmpEcho',
        operation: 'request',
        identifier: 1,
        sequence: 1,
        payload,
      });
    }
    case 'icmp-error': {
      const original = quoteOf(carried!, 28);
      return packetOfFlow(flow, { kind: 'icmpDestinationUnreachable', code: 4, nextHopMtu: 1400, original });
    }
    case 'ipip':
      return packetOfFlow(flow, { kind: 'raw', bytes: encodeIpv4(carried!) });
    case 'gre':
      return packetOfFlow(flow, { kind: 'raw', bytes: Uint8Array.of(0, 0, 8, 0, ...encodeIpv4(carried!)) });
    case 'flow':
      return packetOfFlow(flow, whole(flow));
  }
}

/** Ports where the protocol has them, and enough zeros behind. */
function whole(flow: FiveTuple): Ipv4Payload {
  const bytes = new Uint8Array(24);
  const offset = portsOffset(flow.protocol);
  if (offset !== undefined) {
    bytes.set([flow.sourcePort >>> 8, flow.sourcePort & 255], offset);
    bytes.set([flow.destinationPort >>> 8, flow.destinationPort & 255], offset + 2);
  }
  return { kind: 'raw', bytes };
}

function ipv6Of(fields: Map<string, unknown>, kind: PacketKind, label: unknown): Parsed<GivenPacket> {
  if (kind !== 'flow') return wrong(`an IPv6 packet of kind ${kind} can only be given in a capture`);
  const addresses: Uint8Array[] = [];
  for (const name of ['src', 'dst']) {
    const text = fields.get(name);
    const address = typeof text === 'string' ? parseIpv6Address(text) : undefined;
    if (address === undefined) return wrong(`${name} ${JSON.stringify(text)} is not an IPv6 address`);
    addresses.push(address);
  }
  if (typeof label !== 'number' || !Number.isInteger(label) || label < 0 || label > 0xfffff) {
    return wrong(`label ${JSON.stringify(label)} is not a flow label of 0 … 1048575`);
  }
  // Protocol and ports have the same rules as with IPv4.
  const rest = parseFlow({ ...Object.fromEntries(fields), src: '0.0.0.0', dst: '0.0.0.0' });
  if (!rest.ok) return rest;
  const payload = whole({ ...rest.value, source: ipv4FromNumber(0) });
  const body = payload.kind === 'raw' ? payload.bytes : new Uint8Array(0);
  const header = [
    0x60,
    label >>> 16,
    (label >>> 8) & 255,
    label & 255,
    0,
    body.length,
    rest.value.protocol,
    64,
  ];
  return {
    ok: true,
    value: { family: 6, bytes: Uint8Array.of(...header, ...addresses[0]!, ...addresses[1]!, ...body) },
  };
}

/** An Ethernet payload that is IPv6, from a capture. */
export function ipv6PacketOf(etherType: number, bytes: Uint8Array): GivenPacket | undefined {
  if (etherType !== 0x86dd || bytes.length < 40) return undefined;
  const length = 40 + readU16(bytes, 4);
  return { family: 6, bytes: bytes.subarray(0, Math.min(bytes.length, length)) };
}

function wrong(reason: string): Parsed<never> {
  return { ok: false, reason };
}
