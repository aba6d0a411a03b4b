// A captured packet as an Ethernet frame, whatever the capture has in front of it: VLAN tags, the headers that Linux writes for "any"
// interface, or nothing at all. Addresses that such a header does not have are zero.

import { readMac, readU16, readU32 } from './byte-order.ts';
import type { Capture, CapturedPacket } from './capture.ts';
import type { DecodeOptions } from './decode-options.ts';
import { accepted, refused } from './decoded.ts';
import { decodeFramePayload } from './ethernet.ts';
import { ethernetHeaderLengthBytes } from './frame-size.ts';
import { zeroMac, type MacAddress } from './mac-address.ts';
import { etherTypes, type Decoded, type EthernetFrame } from './packet.ts';

/** Numbers of the tcpdump group, https://www.tcpdump.org/linktypes.html. */
const linkTypes = {
  null: 0,
  ethernet: 1,
  raw: 101,
  loop: 108,
  linuxCooked: 113,
  rawIpv4: 228,
  linuxCooked2: 276,
} as const;

const etherTypeIpv6 = 0x86dd;
/** 802.1Q and 802.1ad. */
const vlanTags: readonly number[] = [0x8100, 0x88a8];
const vlanTagsMax = 2;
const vlanTagBytes = 4;
/** An address family of BSD, in either byte order; the others that occur are IPv6. */
const familyIpv4: readonly number[] = [2, 0x02000000];

/** Where the payload begins, and what it is. */
interface LinkHeader {
  readonly lengthBytes: number;
  readonly etherType: number;
  readonly source: MacAddress;
  readonly destination: MacAddress;
}

export function decodeCaptured(
  { interfaces }: Capture,
  { bytes, interfaceNumber }: CapturedPacket,
  options: DecodeOptions = {},
): Decoded<EthernetFrame> {
  const header = linkHeaderOf(bytes, interfaces[interfaceNumber]?.linkType ?? linkTypes.ethernet);
  if (!header.ok) return header;
  const { source, destination } = header.value;
  let { lengthBytes, etherType } = header.value;
  for (let tags = 0; tags < vlanTagsMax && vlanTags.includes(etherType); tags++) {
    if (bytes.length < lengthBytes + vlanTagBytes) return refused('truncated VLAN tag', bytes.length);
    etherType = readU16(bytes, lengthBytes + 2);
    lengthBytes += vlanTagBytes;
  }
  const payload = decodeFramePayload(bytes, etherType, lengthBytes, options);
  return payload.ok ? accepted<EthernetFrame>({ destination, source, payload: payload.value }) : payload;
}

function linkHeaderOf(bytes: Uint8Array, linkType: number): Decoded<LinkHeader> {
  switch (linkType) {
    case linkTypes.ethernet:
      if (bytes.length < ethernetHeaderLengthBytes) return refused('truncated Ethernet header', bytes.length);
      return accepted<LinkHeader>({
        lengthBytes: ethernetHeaderLengthBytes,
        etherType: readU16(bytes, 12),
        source: readMac(bytes, 6),
        destination: readMac(bytes, 0),
      });
    case linkTypes.raw:
    case linkTypes.rawIpv4:
      if (bytes.length === 0) return refused('empty packet', 0);
      return bareHeader(0, bytes[0]! >>> 4 === 4 ? etherTypes.ipv4 : etherTypeIpv6);
    case linkTypes.null:
    case linkTypes.loop:
      if (bytes.length < 4) return refused('truncated loopback header', bytes.length);
      return bareHeader(4, familyIpv4.includes(readU32(bytes, 0)) ? etherTypes.ipv4 : etherTypeIpv6);
    case linkTypes.linuxCooked:
      if (bytes.length < 16) return refused('truncated Linux cooked header', bytes.length);
      return cookedHeader(bytes, 16, 14, 6);
    case linkTypes.linuxCooked2:
      if (bytes.length < 20) return refused('truncated Linux cooked header', bytes.length);
      return cookedHeader(bytes, 20, 0, 12);
    default:
      return refused(`link type ${linkType} is not understood`, 0);
  }
}

function bareHeader(lengthBytes: number, etherType: number): Decoded<LinkHeader> {
  return accepted<LinkHeader>({ lengthBytes, etherType, source: zeroMac, destination: zeroMac });
}

function cookedHeader(
  bytes: Uint8Array,
  lengthBytes: number,
  typeOffset: number,
  addressOffset: number,
): Decoded<LinkHeader> {
  return accepted<LinkHeader>({
    lengthBytes,
    etherType: readU16(bytes, typeOffset),
    source: readMac(bytes, addressOffset),
    destination: zeroMac,
  });
}
