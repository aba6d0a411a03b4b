// Whatever arrives, a host neither throws nor loops, and two wire modes tell the same story.

import { decodeFrame, encodeFrame, ipv4FromNumber, macFromNumber, type EthernetFrame } from '@ospflab/net';
import { seconds } from '@ospflab/sim';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lan } from '../lan.ts';

const router = macFromNumber(0x020000000100);
const macs = fc.constantFrom(
  router,
  macFromNumber(0xffffffffffff),
  macFromNumber(0x01005e000005),
  macFromNumber(0x0200000099ff),
);
const addresses = fc.constantFrom(
  ...[
    0x0a000101, 0x0a000110, 0x0a000201, 0x0a000277, 0xe0000005, 0x0a0001ff, 0x7f000001, 0, 0xffffffff,
    0x08080808,
  ].map(ipv4FromNumber),
);
const bytes = fc.uint8Array({ maxLength: 60 });
const ports = fc.constantFrom(80, 53, 40000, 40001);

const payloads = fc.oneof(
  fc.record({
    kind: fc.constant('tcp' as const),
    sourcePort: ports,
    destinationPort: ports,
    sequence: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    acknowledgement: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    flags: fc.integer({ min: 0, max: 63 }),
    window: fc.integer({ min: 0, max: 65535 }),
    options: fc.constantFrom(new Uint8Array(0), Uint8Array.of(2, 4, 5, 180), Uint8Array.of(2, 0, 1, 1)),
    payload: bytes,
  }),
  fc.record({ kind: fc.constant('udp' as const), sourcePort: ports, destinationPort: ports, payload: bytes }),
  fc.record({
    kind: fc.constant('icmpEcho' as const),
    operation: fc.constantFrom('request' as const, 'reply' as const),
    identifier: fc.constant(1),
    sequence: fc.constant(1),
    payload: bytes,
  }),
  fc.record({
    kind: fc.constant('icmpDestinationUnreachable' as const),
    code: fc.constantFrom(0, 1, 3, 13),
    nextHopMtu: fc.constant(0),
    original: bytes,
  }),
  fc.record({
    kind: fc.constant('icmpRedirect' as const),
    code: fc.constant(1),
    gateway: addresses,
    original: bytes,
  }),
);

const protocolOf = (kind: string): number => (kind === 'tcp' ? 6 : kind === 'udp' ? 17 : 1);

const frames: fc.Arbitrary<EthernetFrame> = fc.oneof(
  fc
    .record({
      destination: macs,
      source: addresses,
      target: addresses,
      ttl: fc.constantFrom(0, 1, 2, 64),
      dontFragment: fc.boolean(),
      payload: payloads,
    })
    .map(({ destination, source, target, ttl, dontFragment, payload }) => ({
      destination,
      source: macFromNumber(0x0200000099ff),
      payload: {
        kind: 'ipv4' as const,
        source,
        destination: target,
        protocol: protocolOf(payload.kind),
        ttl,
        typeOfService: 0,
        identification: 7,
        dontFragment,
        moreFragments: false,
        fragmentOffsetBytes: 0,
        payload,
      },
    })),
  fc
    .record({
      operation: fc.constantFrom('request' as const, 'reply' as const),
      senderIp: addresses,
      targetIp: addresses,
      destination: macs,
    })
    .map(({ operation, senderIp, targetIp, destination }) => ({
      destination,
      source: macFromNumber(0x0200000099ff),
      payload: {
        kind: 'arp' as const,
        operation,
        senderMac: macFromNumber(0x0200000099ff),
        senderIp,
        targetMac: macFromNumber(0),
        targetIp,
      },
    })),
  fc
    .record({
      offset: fc.constantFrom(0, 8, 16),
      more: fc.boolean(),
      bytes: fc.uint8Array({ minLength: 8, maxLength: 8 }),
    })
    .map(({ offset, more, bytes: part }) => ({
      destination: router,
      source: macFromNumber(0x0200000099ff),
      payload: {
        kind: 'ipv4' as const,
        source: ipv4FromNumber(0x0a000110),
        destination: ipv4FromNumber(0x0a000101),
        protocol: 17,
        ttl: 64,
        typeOfService: 0,
        identification: 9,
        dontFragment: false,
        moreFragments: more || offset === 0,
        fragmentOffsetBytes: offset,
        payload: { kind: 'raw' as const, bytes: part },
      },
    })),
);

function story(list: readonly EthernetFrame[], asBytes: boolean): string {
  const lan = new Lan({ asBytes });
  lan.add('router', {
    interfaces: { eth0: ['left', '10.0.1.1/24'], eth1: ['right', '10.0.2.1/24'] },
    sysctls: { 'net.ipv4.ip_forward': 1, 'net.ipv4.conf.all.proxy_arp': 1 },
    routes: { '8.0.0.0/8': '10.0.1.16,10.0.2.119' },
  });
  lan.give('router', { kind: 'tcpListen', listener: 1, port: 80 });
  lan.give('router', { kind: 'udpBind', socket: 1, port: 53 });
  for (const frame of list) {
    lan.inject('left', frame);
    lan.runFor(seconds(0.3));
  }
  lan.runFor(seconds(40));
  return lan.story();
}

describe('hostile frames', () => {
  it('any mix of frames is survived, the same way in bytes and in objects', () => {
    fc.assert(
      fc.property(fc.array(frames, { minLength: 1, maxLength: 25 }), (list) => {
        expect(story(list, true)).toBe(story(list, false));
      }),
      { numRuns: 60 },
    );
  });

  it('frames with flipped bits that still parse are survived', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(frames, fc.nat(), fc.integer({ min: 1, max: 255 })), {
          minLength: 1,
          maxLength: 15,
        }),
        (list) => {
          const damaged = list.flatMap(([frame, at, mask]) => {
            const encoded = encodeFrame(frame);
            encoded[at % encoded.length]! ^= mask;
            const decoded = decodeFrame(encoded, { checksums: 'ignore' });
            return decoded.ok ? [decoded.value] : [];
          });
          expect(typeof story(damaged, false)).toBe('string');
        },
      ),
      { numRuns: 60 },
    );
  });
});
