// Policy 0, the default of Linux: addresses only, so a client stays with one next hop whatever it does.
// ICMP errors hash the packet they quote, so they follow the flow they are about.

import { ipProtocols, isIcmpErrorType, readU32, type Ipv4Packet } from '@ospflab/net';
import type { FlowKeys } from './flow-keys.ts';
import { linuxRecordHash } from './linux-record-hash.ts';
import type { MultipathPolicy } from './multipath-policy.ts';

/** Linux: net/ipv4/route.c (ip_multipath_l3_keys), net/ipv6/route.c (ip6_multipath_l3_keys). */
export const multipathPolicyL3: MultipathPolicy = {
  policy: 0,
  name: 'linux-l3',
  about: 'Linux policy 0: source and destination address; the quoted ones for ICMP errors',
  hashBits: 31,
  hashFlow: (seed, source, destination) => linuxRecordHash(seed, source, destination, 0, 0, 0),
  readPacket: (packet, _fields, keys) => {
    const outer = keys.useOuterOnly();
    const quote = packet.protocol === ipProtocols.icmp ? quoteIn(packet) : undefined;
    // The kernel takes the addresses of the quotation without looking at anything else in it.
    if (quote === undefined || quote.length < quotedHeaderBytes) {
      outer.setIpv4(packet.source, packet.destination, 0, 0, 0);
      return;
    }
    outer.setIpv4(readU32(quote, 12), readU32(quote, 16), 0, 0, 0);
  },
  readIpv6: (bytes, _fields, keys) => readIpv6L3(bytes, keys.useOuterOnly()),
};

const quotedHeaderBytes = 20;
const ipv6HeaderBytes = 40;
const icmpv6 = 58;

/** IPv6 adds the flow label and the first next header to the addresses. */
function readIpv6L3(bytes: Uint8Array, keys: FlowKeys): void {
  const quoteOffset = ipv6HeaderBytes + 8;
  const quotes =
    bytes[6] === icmpv6 &&
    isIcmpv6ErrorType(bytes[ipv6HeaderBytes]) &&
    bytes.length >= quoteOffset + ipv6HeaderBytes;
  const offset = quotes ? quoteOffset : 0;
  keys.clear();
  keys.setAddresses6(bytes, offset + 8);
  keys.protocol = bytes[offset + 6]!;
  // Here the label keeps its network byte order; the dissector, which the other policies use, turns it round.
  keys.flowLabelWord =
    ((bytes[offset + 1]! & 15) << 8) | (bytes[offset + 2]! << 16) | (bytes[offset + 3]! << 24);
}

/** Linux: net/ipv6/icmp.c (icmpv6_is_err). */
function isIcmpv6ErrorType(type: number | undefined): boolean {
  return type !== undefined && type >= 1 && type <= 4;
}

/** What an ICMP error quotes. A first fragment shows it too, a later one does not. */
function quoteIn(packet: Ipv4Packet): Uint8Array | undefined {
  const payload = packet.payload;
  switch (payload.kind) {
    case 'icmpDestinationUnreachable':
    case 'icmpTimeExceeded':
    case 'icmpRedirect':
      return payload.original;
    case 'icmpOther':
      return isIcmpErrorType(payload.type) ? payload.bytes.subarray(4) : undefined;
    case 'raw': {
      const bytes = payload.bytes;
      const showsHeader = packet.fragmentOffsetBytes === 0 && bytes.length >= 8;
      return showsHeader && isIcmpErrorType(bytes[0]!) ? bytes.subarray(8) : undefined;
    }
    default:
      return undefined;
  }
}
