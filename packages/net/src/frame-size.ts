// How long a decoded frame is on the wire, without encoding it.

import { arpLengthBytes } from './arp.ts';
import { icmpLength } from './icmp.ts';
import type { EthernetFrame, Ipv4Packet, Ipv4Payload } from './packet.ts';
import { tcpLength } from './tcp.ts';
import { udpLength } from './udp.ts';

export const ethernetHeaderLengthBytes = 14;
export const ipv4HeaderLengthBytes = 20;

/** In bytes: header and payload, without padding to the minimum, preamble and frame check sequence. */
export function frameLength(frame: EthernetFrame): number {
  const payload = frame.payload;
  switch (payload.kind) {
    case 'ipv4':
      return ethernetHeaderLengthBytes + ipv4Length(payload);
    case 'arp':
      return ethernetHeaderLengthBytes + arpLengthBytes;
    case 'unknown':
      return ethernetHeaderLengthBytes + payload.bytes.length;
  }
}

/** The IPv4 total length in bytes; what an MTU is compared with. */
export function ipv4Length(packet: Ipv4Packet): number {
  const headerLength =
    packet.options === undefined ? ipv4HeaderLengthBytes : ipv4HeaderLengthBytes + packet.options.length;
  return headerLength + ipv4PayloadLength(packet.payload);
}

/** In bytes, everything after the IPv4 header. */
export function ipv4PayloadLength(payload: Ipv4Payload): number {
  switch (payload.kind) {
    case 'tcp':
      return tcpLength(payload);
    case 'udp':
      return udpLength(payload);
    case 'structured':
      return payload.byteLength;
    case 'raw':
      return payload.bytes.length;
    default:
      return icmpLength(payload);
  }
}
