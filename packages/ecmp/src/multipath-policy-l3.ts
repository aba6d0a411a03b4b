// Policy 0, the default of Linux: addresses only, so a client stays with one next hop whatever it does.
// ICMP errors hash the packet they quote, so they follow the flow they are about.

import { ipProtocols, ipv4FromNumber, isIcmpErrorType, readU32, type Ipv4Packet } from '@ospflab/net';
import { linuxRecordHash } from './linux-record-hash.ts';
import type { MultipathPolicy } from './multipath-policy.ts';

/** Linux: net/ipv4/route.c (ip_multipath_l3_keys). */
export const multipathPolicyL3: MultipathPolicy = {
  policy: 0,
  name: 'linux-l3',
  about: 'Linux policy 0: source and destination address; the quoted ones for ICMP errors',
  hashBits: 31,
  hashFlow: (seed, source, destination) => linuxRecordHash(seed, source, destination, 0, 0, 0),
  hashPacket: (seed, packet) => {
    const quote = packet.protocol === ipProtocols.icmp ? quoteIn(packet) : undefined;
    // The kernel takes the addresses of the quotation without looking at anything else in it.
    if (quote === undefined || quote.length < quotedHeaderBytes) {
      return linuxRecordHash(seed, packet.source, packet.destination, 0, 0, 0);
    }
    const source = ipv4FromNumber(readU32(quote, 12));
    const destination = ipv4FromNumber(readU32(quote, 16));
    return linuxRecordHash(seed, source, destination, 0, 0, 0);
  },
};

const quotedHeaderBytes = 20;

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
