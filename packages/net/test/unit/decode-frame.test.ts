import { describe, expect, it } from 'vitest';
import {
  broadcastMac,
  decodeFrame,
  encodeFrame,
  ethernetFrame,
  ipProtocols,
  ipv4,
  macFromNumber,
  tcpFlags,
  writeU16,
  type Decoded,
  type EthernetFrame,
  type Ipv4Packet,
  type Ipv4Payload,
} from '@ospflab/net';

const none = new Uint8Array(0);

function packet(protocol: number, payload: Ipv4Payload): Ipv4Packet {
  return {
    kind: 'ipv4',
    source: ipv4('10.0.0.1'),
    destination: ipv4('10.0.0.2'),
    protocol,
    ttl: 64,
    typeOfService: 0,
    identification: 7,
    dontFragment: true,
    moreFragments: false,
    fragmentOffsetBytes: 0,
    payload,
  };
}

function frame(payload: EthernetFrame['payload']): EthernetFrame {
  return ethernetFrame(broadcastMac, macFromNumber(0x020000000001), payload);
}

const syn = frame(
  packet(ipProtocols.tcp, {
    kind: 'tcp',
    sourcePort: 40000,
    destinationPort: 80,
    sequence: 0xfffffffe,
    acknowledgement: 0,
    flags: tcpFlags.syn,
    window: 64240,
    options: new Uint8Array([2, 4, 5, 180]),
    payload: none,
  }),
);
const datagram = frame(
  packet(ipProtocols.udp, {
    kind: 'udp',
    sourcePort: 5,
    destinationPort: 53,
    payload: new Uint8Array([1, 2, 3]),
  }),
);
const echo = frame(
  packet(ipProtocols.icmp, {
    kind: 'icmpEcho',
    operation: 'request',
    identifier: 1,
    sequence: 2,
    payload: new Uint8Array(8),
  }),
);
const request = frame({
  kind: 'arp',
  operation: 'request',
  senderMac: macFromNumber(0x020000000001),
  senderIp: ipv4('10.0.0.1'),
  targetMac: macFromNumber(0),
  targetIp: ipv4('10.0.0.2'),
});

/** The frame with bytes written over at one place. */
function changed(from: EthernetFrame, offset: number, ...values: number[]): Uint8Array {
  const bytes = encodeFrame(from);
  bytes.set(values, offset);
  return bytes;
}

function refusal(decoded: Decoded<EthernetFrame>): string {
  return decoded.ok ? 'accepted' : `${decoded.reason} at ${decoded.offsetBytes}`;
}

describe('decodeFrame refuses with a reason and a place', () => {
  const cases: readonly (readonly [string, Uint8Array])[] = [
    ['truncated Ethernet header at 13', encodeFrame(syn).subarray(0, 13)],
    ['truncated IPv4 header at 33', encodeFrame(syn).subarray(0, 33)],
    ['truncated IPv4 packet at 57', encodeFrame(syn).subarray(0, 57)],
    ['IP version is not 4 at 14', changed(syn, 14, 0x65)],
    ['IPv4 header length is less than 20 at 14', changed(syn, 14, 0x44)],
    ['IPv4 total length is shorter than its header at 16', changed(syn, 16, 0, 19)],
    ['bad IPv4 header checksum at 24', changed(syn, 22, 63)],
    ['bad TCP checksum at 50', changed(syn, 34, 1)],
    ['TCP data offset is shorter than the header at 46', changed(syn, 46, 0x40)],
    ['TCP data offset exceeds the segment at 46', changed(syn, 46, 0xf0)],
    ['bad UDP checksum at 40', changed(datagram, 44, 9)],
    ['UDP length is shorter than its header at 38', changed(datagram, 38, 0, 7)],
    ['UDP length exceeds the IP packet at 38', changed(datagram, 38, 0, 12)],
    ['bad ICMP checksum at 36', changed(echo, 38, 9)],
    ['truncated ARP packet at 41', encodeFrame(request).subarray(0, 41)],
    ['ARP hardware type is not Ethernet at 14', changed(request, 15, 6)],
    ['ARP protocol type is not IPv4 at 16', changed(request, 16, 0x86, 0xdd)],
    ['bad ARP address length at 18', changed(request, 18, 8)],
    ['ARP operation is neither request nor reply at 20', changed(request, 21, 3)],
  ];
  it.each(cases)('%s', (expected, bytes) => {
    expect(refusal(decodeFrame(bytes))).toBe(expected);
  });

  it('transport headers that are cut inside a whole IPv4 packet', () => {
    for (const [protocol, length, reason] of [
      [ipProtocols.tcp, 19, 'truncated TCP header at 53'],
      [ipProtocols.udp, 7, 'truncated UDP header at 41'],
      [ipProtocols.icmp, 7, 'truncated ICMP header at 41'],
    ] as const) {
      const bytes = encodeFrame(frame(packet(protocol, { kind: 'raw', bytes: new Uint8Array(length) })));
      expect(refusal(decodeFrame(bytes))).toBe(reason);
    }
  });
});

describe('decode options', () => {
  it('ignore reads a packet whose checksums are wrong', () => {
    const bytes = changed(syn, 24, 0, 0);
    writeU16(bytes, 50, 0xdead);
    expect(decodeFrame(bytes, { checksums: 'ignore' })).toEqual({ ok: true, value: syn });
  });

  it('keepRaw gives a broken transport part as it is, so that forwarding does not repair it', () => {
    const bytes = changed(syn, 50, 0xde, 0xad);
    const decoded = decodeFrame(bytes, { malformedTransport: 'keepRaw' });
    expect(decoded.ok && decoded.value.payload.kind === 'ipv4' && decoded.value.payload.payload.kind).toBe(
      'raw',
    );
    if (decoded.ok) expect(encodeFrame(decoded.value)).toEqual(bytes);
  });
});

describe('UDP', () => {
  // RFC 768
  it('a datagram without a checksum is accepted and stays without one', () => {
    const bytes = changed(datagram, 40, 0, 0);
    const decoded = decodeFrame(bytes);
    expect(decoded.ok).toBe(true);
    if (decoded.ok) expect(encodeFrame(decoded.value)).toEqual(bytes);
  });

  // RFC 768: zero on the wire already means that there is none.
  it('a checksum that comes out as zero is sent as ffff and verified', () => {
    const plain = encodeFrame(datagram);
    const remaining = (plain[40]! << 8) | plain[41]!;
    const bytes = encodeFrame(
      frame(
        packet(ipProtocols.udp, {
          kind: 'udp',
          sourcePort: 5 + remaining,
          destinationPort: 53,
          payload: new Uint8Array([1, 2, 3]),
        }),
      ),
    );
    expect([bytes[40], bytes[41]]).toEqual([0xff, 0xff]);
    expect(decodeFrame(bytes).ok).toBe(true);
  });
});

describe('encoding', () => {
  it('takes a structured payload from its own encoder', () => {
    const bytes = new Uint8Array([2, 1, 0, 44]);
    const structured = { kind: 'structured' as const, byteLength: 4, toBytes: () => bytes, value: {} };
    const decoded = decodeFrame(encodeFrame(frame(packet(ipProtocols.ospf, structured))));
    expect(decoded).toEqual({
      ok: true,
      value: frame(packet(ipProtocols.ospf, { kind: 'raw', bytes })),
    });
  });

  it('refuses a structured payload that is not as long as it said', () => {
    const structured = {
      kind: 'structured' as const,
      byteLength: 5,
      toBytes: () => new Uint8Array(4),
      value: {},
    };
    expect(() => encodeFrame(frame(packet(ipProtocols.ospf, structured)))).toThrow(RangeError);
  });
});
