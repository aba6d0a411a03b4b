// Ethernet II frames without the frame check sequence: the entry to all byte codecs.

import { allocateBytes } from './allocate-bytes.ts';
import { decodeArp, writeArp } from './arp.ts';
import { readMac, readU16, writeMac, writeU16 } from './byte-order.ts';
import type { DecodeOptions } from './decode-options.ts';
import { accepted, refused } from './decoded.ts';
import { ethernetHeaderLengthBytes, frameLength } from './frame-size.ts';
import { decodeIpv4, writeIpv4 } from './ipv4.ts';
import type { MacAddress } from './mac-address.ts';
import { etherTypes, type Decoded, type EthernetFrame } from './packet.ts';

/** A frame around a payload that is shared, not copied: what forwarding does at each hop. */
export function ethernetFrame(
  destination: MacAddress,
  source: MacAddress,
  payload: EthernetFrame['payload'],
): EthernetFrame {
  return { destination, source, payload };
}

/** The exact bytes; short frames are not padded to 60, as on a virtual Ethernet. Throws RangeError as `writeIpv4` does. */
export function encodeFrame(frame: EthernetFrame): Uint8Array {
  const out = allocateBytes(frameLength(frame));
  const payload = frame.payload;
  writeMac(out, 0, frame.destination);
  writeMac(out, 6, frame.source);
  writeU16(out, 12, etherTypeOf(payload));
  switch (payload.kind) {
    case 'ipv4':
      writeIpv4(payload, out, ethernetHeaderLengthBytes);
      return out;
    case 'arp':
      writeArp(payload, out, ethernetHeaderLengthBytes);
      return out;
    case 'unknown':
      out.set(payload.bytes, ethernetHeaderLengthBytes);
      return out;
  }
}

export function etherTypeOf(payload: EthernetFrame['payload']): number {
  switch (payload.kind) {
    case 'ipv4':
      return etherTypes.ipv4;
    case 'arp':
      return etherTypes.arp;
    case 'unknown':
      return payload.etherType;
  }
}

/**
 * Reads one frame. Payloads are views into `bytes`, which must not change afterwards. Padding after an IPv4 or ARP
 * packet is left out; other EtherTypes (and 802.3 lengths) give `unknown` with all that follows.
 */
export function decodeFrame(bytes: Uint8Array, options: DecodeOptions = {}): Decoded<EthernetFrame> {
  if (bytes.length < ethernetHeaderLengthBytes) return refused('truncated Ethernet header', bytes.length);
  const payload = decodeFramePayload(bytes, readU16(bytes, 12), ethernetHeaderLengthBytes, options);
  if (!payload.ok) return payload;
  return accepted<EthernetFrame>({
    destination: readMac(bytes, 0),
    source: readMac(bytes, 6),
    payload: payload.value,
  });
}

/** What begins at `start`. */
export function decodeFramePayload(
  bytes: Uint8Array,
  etherType: number,
  start: number,
  options: DecodeOptions,
): Decoded<EthernetFrame['payload']> {
  switch (etherType) {
    case etherTypes.ipv4:
      return decodeIpv4(bytes, start, bytes.length, options);
    case etherTypes.arp:
      return decodeArp(bytes, start);
    default:
      return accepted<EthernetFrame['payload']>({
        kind: 'unknown',
        etherType,
        bytes: bytes.subarray(start),
      });
  }
}
