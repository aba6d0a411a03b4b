// The seam to IP: an OSPF packet as a structured payload of protocol 89, in both wire modes.

import type { Ipv4Payload, StructuredPayload } from '@ospflab/net';
import { decodePacket, type DecodedOspfPacket } from './decode-packet.ts';
import { encodePacket } from './encode-packet.ts';
import type { OspfPacket } from './ospf-packet.ts';
import { packetSize } from './packet-size.ts';

class OspfPayload implements StructuredPayload {
  readonly kind = 'structured';
  readonly byteLength: number;
  readonly value: OspfPacket;

  constructor(packet: OspfPacket) {
    this.value = packet;
    this.byteLength = packetSize(packet);
  }

  toBytes(): Uint8Array {
    return encodePacket(this.value);
  }
}

export function makeOspfPayload(packet: OspfPacket): StructuredPayload {
  return new OspfPayload(packet);
}

/** The packet inside: by reference when the payload came in decoded form, parsed and checked when it came as bytes. */
export function readOspfPayload(payload: Ipv4Payload): DecodedOspfPacket {
  if (payload instanceof OspfPayload) return { ok: true, value: payload.value };
  if (payload.kind === 'raw') return decodePacket(payload.bytes);
  return { ok: false, reason: 'notOspf', offsetBytes: 0 };
}
