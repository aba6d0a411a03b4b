// Random decoded frames of every kind that has a byte form, for properties.

import fc from 'fast-check';
import {
  ipProtocols,
  ipv4FromNumber,
  macFromNumber,
  type ArpPacket,
  type EthernetFrame,
  type IcmpMessage,
  type Ipv4Packet,
  type Ipv4Payload,
  type TcpSegment,
  type UdpDatagram,
  type UnknownFramePayload,
} from '@ospflab/net';

const octet = fc.nat(0xff);
const word = fc.nat(0xffff);
const doubleWord = fc.nat(0xffffffff);
const bytes = fc.uint8Array({ maxLength: 120 });
const address = doubleWord.map(ipv4FromNumber);
const mac = fc.maxSafeNat().map((value) => macFromNumber(value % 2 ** 48));

/** Whole words of options, as decoding gives them. */
const wholeWords = fc
  .uint8Array({ maxLength: 40 })
  .map((options) => options.subarray(0, options.length & ~3));

const arp: fc.Arbitrary<ArpPacket> = fc.record({
  kind: fc.constant('arp' as const),
  operation: fc.constantFrom('request' as const, 'reply' as const),
  senderMac: mac,
  senderIp: address,
  targetMac: mac,
  targetIp: address,
});

export const arbitraryTcp: fc.Arbitrary<TcpSegment> = fc.record(
  {
    kind: fc.constant('tcp' as const),
    sourcePort: word,
    destinationPort: word,
    sequence: doubleWord,
    acknowledgement: doubleWord,
    flags: fc.nat(0xfff),
    window: word,
    urgentPointer: fc.integer({ min: 1, max: 0xffff }),
    options: wholeWords,
    payload: bytes,
  },
  {
    requiredKeys: [
      'kind',
      'sourcePort',
      'destinationPort',
      'sequence',
      'acknowledgement',
      'flags',
      'window',
      'options',
      'payload',
    ],
  },
);

export const arbitraryUdp: fc.Arbitrary<UdpDatagram> = fc.record(
  {
    kind: fc.constant('udp' as const),
    sourcePort: word,
    destinationPort: word,
    checksumOmitted: fc.constant(true as const),
    payload: bytes,
  },
  { requiredKeys: ['kind', 'sourcePort', 'destinationPort', 'payload'] },
);

const typedIcmpTypes = new Set([0, 3, 5, 8, 11]);

export const arbitraryIcmp: fc.Arbitrary<IcmpMessage> = fc.oneof(
  fc.record({
    kind: fc.constant('icmpEcho' as const),
    operation: fc.constantFrom('request' as const, 'reply' as const),
    identifier: word,
    sequence: word,
    payload: bytes,
  }),
  fc.record({
    kind: fc.constant('icmpDestinationUnreachable' as const),
    code: octet.filter((code) => code !== 4),
    nextHopMtu: fc.constant(0),
    original: bytes,
  }),
  fc.record({
    kind: fc.constant('icmpDestinationUnreachable' as const),
    code: fc.constant(4),
    nextHopMtu: word,
    reservedWord: fc.integer({ min: 1, max: 0xffff }).map((high) => high * 0x10000),
    original: bytes,
  }),
  fc.record(
    {
      kind: fc.constant('icmpTimeExceeded' as const),
      code: octet,
      reservedWord: fc.integer({ min: 1, max: 0xffffffff }),
      original: bytes,
    },
    { requiredKeys: ['kind', 'code', 'original'] },
  ),
  fc.record({ kind: fc.constant('icmpRedirect' as const), code: octet, gateway: address, original: bytes }),
  fc.record({
    kind: fc.constant('icmpOther' as const),
    type: octet.filter((type) => !typedIcmpTypes.has(type)),
    code: octet,
    bytes: fc.uint8Array({ minLength: 4, maxLength: 100 }),
  }),
);

const undecodedProtocol = octet.filter(
  (protocol) => protocol !== ipProtocols.tcp && protocol !== ipProtocols.udp && protocol !== ipProtocols.icmp,
);

interface Inner {
  readonly protocol: number;
  readonly payload: Ipv4Payload;
  readonly moreFragments: boolean;
  readonly fragmentOffsetBytes: number;
}

const whole = (protocol: number, payload: Ipv4Payload): Inner => ({
  protocol,
  payload,
  moreFragments: false,
  fragmentOffsetBytes: 0,
});

const inner: fc.Arbitrary<Inner> = fc.oneof(
  arbitraryTcp.map((payload) => whole(ipProtocols.tcp, payload)),
  arbitraryUdp.map((payload) => whole(ipProtocols.udp, payload)),
  arbitraryIcmp.map((payload) => whole(ipProtocols.icmp, payload)),
  fc.tuple(undecodedProtocol, bytes).map(([protocol, raw]) => whole(protocol, { kind: 'raw', bytes: raw })),
  fc
    .tuple(octet, bytes, fc.boolean(), fc.integer({ min: 1, max: 0x1fff }))
    .map(([protocol, raw, moreFragments, units]) => ({
      protocol,
      payload: { kind: 'raw' as const, bytes: raw },
      moreFragments,
      fragmentOffsetBytes: units * 8,
    })),
  fc.tuple(octet, bytes).map(([protocol, raw]) => ({
    protocol,
    payload: { kind: 'raw' as const, bytes: raw },
    moreFragments: true,
    fragmentOffsetBytes: 0,
  })),
);

export const arbitraryIpv4: fc.Arbitrary<Ipv4Packet> = fc
  .record({
    inner,
    source: address,
    destination: address,
    ttl: octet,
    typeOfService: octet,
    identification: word,
    dontFragment: fc.boolean(),
    options: fc.option(
      wholeWords.filter((options) => options.length > 0),
      { nil: undefined },
    ),
  })
  .map(({ inner: payloadPart, options, ...header }) => ({
    kind: 'ipv4' as const,
    ...header,
    ...payloadPart,
    ...(options === undefined ? {} : { options }),
  }));

const unknownPayload: fc.Arbitrary<UnknownFramePayload> = fc.record({
  kind: fc.constant('unknown' as const),
  etherType: word.filter((etherType) => etherType !== 0x0800 && etherType !== 0x0806),
  bytes,
});

export const arbitraryFrame: fc.Arbitrary<EthernetFrame> = fc.record({
  destination: mac,
  source: mac,
  payload: fc.oneof(arp, { weight: 4, arbitrary: arbitraryIpv4 }, unknownPayload),
});
