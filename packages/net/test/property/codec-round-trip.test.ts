import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeFrame,
  decodeIcmp,
  decodeIpv4,
  decodeTcp,
  decodeUdp,
  encodeFrame,
  encodeIcmp,
  encodeIpv4,
  encodeTcp,
  encodeUdp,
  fiveTupleOf,
  frameLength,
  ipv4,
  quotedFiveTuple,
  quoteOf,
  withTtl,
} from '@ospflab/net';
import {
  arbitraryFrame,
  arbitraryIcmp,
  arbitraryIpv4,
  arbitraryTcp,
  arbitraryUdp,
} from '../arbitrary-frame.ts';

const source = ipv4('192.0.2.1');
const destination = ipv4('198.51.100.255');

describe('codecs', () => {
  it('a frame of any kind decodes to what was encoded', () => {
    fc.assert(
      fc.property(arbitraryFrame, (frame) => {
        expect(decodeFrame(encodeFrame(frame))).toEqual({ ok: true, value: frame });
      }),
      { numRuns: 1500 },
    );
  });

  it('the wire length without encoding is the length of the encoding', () => {
    fc.assert(
      fc.property(arbitraryFrame, (frame) => {
        expect(frameLength(frame)).toBe(encodeFrame(frame).length);
      }),
      { numRuns: 300 },
    );
  });

  it('Ethernet padding after IPv4 and ARP is left out', () => {
    fc.assert(
      fc.property(arbitraryFrame, fc.uint8Array({ maxLength: 46 }), (frame, padding) => {
        fc.pre(frame.payload.kind !== 'unknown');
        const padded = new Uint8Array([...encodeFrame(frame), ...padding]);
        expect(decodeFrame(padded)).toEqual({ ok: true, value: frame });
      }),
      { numRuns: 300 },
    );
  });

  it('ICMP, UDP, TCP and IPv4 round-trip on their own', () => {
    fc.assert(
      fc.property(arbitraryIcmp, arbitraryUdp, arbitraryTcp, arbitraryIpv4, (icmp, udp, tcp, packet) => {
        expect(decodeIcmp(encodeIcmp(icmp))).toEqual({ ok: true, value: icmp });
        expect(decodeUdp(encodeUdp(udp, source, destination), source, destination)).toEqual({
          ok: true,
          value: udp,
        });
        expect(decodeTcp(encodeTcp(tcp, source, destination), source, destination)).toEqual({
          ok: true,
          value: tcp,
        });
        expect(decodeIpv4(encodeIpv4(packet))).toEqual({ ok: true, value: packet });
      }),
      { numRuns: 300 },
    );
  });

  it('changing the time to live changes nothing else', () => {
    fc.assert(
      fc.property(arbitraryIpv4, fc.nat(255), (packet, ttl) => {
        expect(withTtl(packet, ttl)).toEqual({ ...packet, ttl });
      }),
      { numRuns: 200 },
    );
  });

  it('the quotation of a packet names the flow of the packet', () => {
    fc.assert(
      fc.property(arbitraryIpv4, (packet) => {
        fc.pre(packet.payload.kind !== 'raw' || packet.fragmentOffsetBytes > 0);
        const headerLength = 20 + (packet.options?.length ?? 0);
        expect(quotedFiveTuple(quoteOf(packet, headerLength + 8))).toEqual(fiveTupleOf(packet));
      }),
      { numRuns: 200 },
    );
  });
});
