// The decoded form of every packet: immutable values that mode `objects` passes by reference.
// Each kind has its byte codec in the file of its name.

import type { Ipv4Address } from './ipv4-address.ts';
import type { MacAddress } from './mac-address.ts';

export interface EthernetFrame {
  readonly destination: MacAddress;
  readonly source: MacAddress;
  readonly payload: ArpPacket | Ipv4Packet | UnknownFramePayload;
}

export interface UnknownFramePayload {
  readonly kind: 'unknown';
  readonly etherType: number;
  readonly bytes: Uint8Array;
}

export interface ArpPacket {
  readonly kind: 'arp';
  readonly operation: 'request' | 'reply';
  readonly senderMac: MacAddress;
  readonly senderIp: Ipv4Address;
  readonly targetMac: MacAddress;
  readonly targetIp: Ipv4Address;
}

export interface Ipv4Packet {
  readonly kind: 'ipv4';
  readonly source: Ipv4Address;
  readonly destination: Ipv4Address;
  /** IP protocol number: 1 ICMP, 6 TCP, 17 UDP, 89 OSPF. */
  readonly protocol: number;
  readonly ttl: number;
  /** The whole octet, DSCP and ECN. */
  readonly typeOfService: number;
  readonly identification: number;
  readonly dontFragment: boolean;
  readonly moreFragments: boolean;
  /** In bytes, a multiple of 8. Fragments (offset > 0 or moreFragments) always carry a `raw` payload. */
  readonly fragmentOffsetBytes: number;
  /** Header options with their padding: a multiple of 4 bytes, at most 40. Absent when the header has 20 bytes. */
  readonly options?: Uint8Array;
  readonly payload: Ipv4Payload;
}

export type Ipv4Payload = TcpSegment | UdpDatagram | IcmpMessage | StructuredPayload | RawPayload;

export interface TcpSegment {
  readonly kind: 'tcp';
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Unsigned 32 bits. */
  readonly sequence: number;
  /** Unsigned 32 bits; 0 without ACK. */
  readonly acknowledgement: number;
  /** Bits of `tcpFlags`; the other bits of the twelve after the data offset are kept as they came. */
  readonly flags: number;
  readonly window: number;
  /** Absent when 0. */
  readonly urgentPointer?: number;
  readonly options: Uint8Array;
  readonly payload: Uint8Array;
}

export const tcpFlags = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32 } as const;

export interface UdpDatagram {
  readonly kind: 'udp';
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** RFC 768: the sender left the checksum out (0 on the wire). Absent when it sent one. */
  readonly checksumOmitted?: true;
  readonly payload: Uint8Array;
}

export type IcmpMessage = IcmpEcho | IcmpDestinationUnreachable | IcmpTimeExceeded | IcmpRedirect | IcmpOther;

export interface IcmpEcho {
  readonly kind: 'icmpEcho';
  readonly operation: 'request' | 'reply';
  readonly identifier: number;
  readonly sequence: number;
  readonly payload: Uint8Array;
}

export interface IcmpDestinationUnreachable {
  readonly kind: 'icmpDestinationUnreachable';
  /** 0 net, 1 host, 2 protocol, 3 port, 4 fragmentation needed, 13 administratively prohibited. */
  readonly code: number;
  /** Only for code 4, else 0. */
  readonly nextHopMtu: number;
  /** The second word of the header where it is not zero apart from the MTU (RFC 4884 puts a length there). */
  readonly reservedWord?: number;
  /** The IP header and the first bytes of the packet in question. */
  readonly original: Uint8Array;
}

export interface IcmpTimeExceeded {
  readonly kind: 'icmpTimeExceeded';
  /** 0 in transit, 1 in reassembly. */
  readonly code: number;
  /** The second word of the header where it is not zero (RFC 4884 puts a length there). */
  readonly reservedWord?: number;
  readonly original: Uint8Array;
}

export interface IcmpRedirect {
  readonly kind: 'icmpRedirect';
  /** 0 net, 1 host. */
  readonly code: number;
  readonly gateway: Ipv4Address;
  readonly original: Uint8Array;
}

export interface IcmpOther {
  readonly kind: 'icmpOther';
  readonly type: number;
  readonly code: number;
  /** Everything after the checksum. */
  readonly bytes: Uint8Array;
}

/** A payload of a protocol that this package does not know (OSPF), still in decoded form. Decoding from bytes gives `raw`. */
export interface StructuredPayload {
  readonly kind: 'structured';
  readonly byteLength: number;
  readonly toBytes: () => Uint8Array;
  /** The decoded packet; only its protocol knows the type. */
  readonly value: unknown;
}

export interface RawPayload {
  readonly kind: 'raw';
  readonly bytes: Uint8Array;
}

export const etherTypes = { ipv4: 0x0800, arp: 0x0806 } as const;
export const ipProtocols = { icmp: 1, tcp: 6, udp: 17, ospf: 89 } as const;

/** Malformed input as a value: what is wrong and where, never an exception. */
export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string; readonly offsetBytes: number };
