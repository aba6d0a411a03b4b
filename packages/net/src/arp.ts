// ARP for IPv4 over Ethernet (RFC 826): 28 bytes.

import { readMac, readU16, readU32, writeMac, writeU16, writeU32 } from './byte-order.ts';
import { accepted, refused } from './decoded.ts';
import { ipv4FromNumber } from './ipv4-address.ts';
import { etherTypes, type ArpPacket, type Decoded } from './packet.ts';

export const arpLengthBytes = 28;

export function writeArp(packet: ArpPacket, out: Uint8Array, offset: number): void {
  writeU16(out, offset, 1);
  writeU16(out, offset + 2, etherTypes.ipv4);
  out[offset + 4] = 6;
  out[offset + 5] = 4;
  writeU16(out, offset + 6, packet.operation === 'request' ? 1 : 2);
  writeMac(out, offset + 8, packet.senderMac);
  writeU32(out, offset + 14, packet.senderIp);
  writeMac(out, offset + 18, packet.targetMac);
  writeU32(out, offset + 24, packet.targetIp);
}

export function encodeArp(packet: ArpPacket): Uint8Array {
  const out = new Uint8Array(arpLengthBytes);
  writeArp(packet, out, 0);
  return out;
}

/** Reads at `offset`; what follows the 28 bytes is Ethernet padding. */
export function decodeArp(bytes: Uint8Array, offset = 0, end = bytes.length): Decoded<ArpPacket> {
  if (end - offset < arpLengthBytes) return refused('truncated ARP packet', end);
  if (readU16(bytes, offset) !== 1) return refused('ARP hardware type is not Ethernet', offset);
  if (readU16(bytes, offset + 2) !== etherTypes.ipv4) {
    return refused('ARP protocol type is not IPv4', offset + 2);
  }
  if (bytes[offset + 4] !== 6 || bytes[offset + 5] !== 4)
    return refused('bad ARP address length', offset + 4);
  const operation = readU16(bytes, offset + 6);
  if (operation !== 1 && operation !== 2) {
    return refused('ARP operation is neither request nor reply', offset + 6);
  }
  return accepted<ArpPacket>({
    kind: 'arp',
    operation: operation === 1 ? 'request' : 'reply',
    senderMac: readMac(bytes, offset + 8),
    senderIp: ipv4FromNumber(readU32(bytes, offset + 14)),
    targetMac: readMac(bytes, offset + 18),
    targetIp: ipv4FromNumber(readU32(bytes, offset + 24)),
  });
}
