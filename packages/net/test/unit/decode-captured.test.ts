import { describe, expect, it } from 'vitest';
import {
  decodeCaptured,
  encodeFrame,
  ipv4,
  macFromNumber,
  zeroMac,
  type Capture,
  type EthernetFrame,
} from '@ospflab/net';

const source = macFromNumber(0x020000000001);
const frame: EthernetFrame = {
  destination: macFromNumber(0x01005e000005),
  source,
  payload: {
    kind: 'ipv4',
    typeOfService: 0,
    identification: 1,
    dontFragment: false,
    moreFragments: false,
    fragmentOffsetBytes: 0,
    ttl: 1,
    protocol: 89,
    source: ipv4('10.0.0.1'),
    destination: ipv4('224.0.0.5'),
    payload: { kind: 'raw', bytes: Uint8Array.of(1, 2, 3, 4) },
  },
};
const packet = [...encodeFrame(frame)].slice(14);
const address = [2, 0, 0, 0, 0, 1];

function decode(linkType: number, bytes: readonly number[]) {
  const captured = { interfaceNumber: 0, seconds: 0, nanoseconds: 0, originalLengthBytes: bytes.length };
  const capture: Capture = { format: 'pcap', interfaces: [{ linkType }], packets: [] };
  return decodeCaptured(capture, { ...captured, bytes: Uint8Array.from(bytes) });
}

describe('a captured packet', () => {
  it.each<[string, number, readonly number[], number]>([
    ['an Ethernet header', 1, [1, 0, 0x5e, 0, 0, 5, ...address, 8, 0], source],
    ['a VLAN tag', 1, [1, 0, 0x5e, 0, 0, 5, ...address, 0x81, 0, 0, 10, 8, 0], source],
    ['two VLAN tags', 1, [1, 0, 0x5e, 0, 0, 5, ...address, 0x88, 0xa8, 0, 9, 0x81, 0, 0, 10, 8, 0], source],
    ['nothing in front of it', 101, [], zeroMac],
    ['nothing in front of IPv4', 228, [], zeroMac],
    ['an address family of a little-endian machine', 0, [2, 0, 0, 0], zeroMac],
    ['an address family in network order', 108, [0, 0, 0, 2], zeroMac],
    ['the header of the "any" interface', 113, [0, 0, 0, 1, 0, 6, ...address, 0, 0, 8, 0], source],
    ['its second version', 276, [8, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 6, ...address, 0, 0], source],
  ])('is read behind %s', (_name, linkType, header, from) => {
    const decoded = decode(linkType, [...header, ...packet]);
    expect(decoded).toMatchObject({ ok: true, value: { source: from, payload: frame.payload } });
    for (let length = 0; length < header.length; length++) {
      expect(decode(linkType, header.slice(0, length))).toMatchObject({ ok: false, offsetBytes: length });
    }
  });

  it('is refused when its link type is not known', () => {
    expect(decode(105, packet)).toMatchObject({ ok: false, reason: 'link type 105 is not understood' });
  });
});
