import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeCaptured,
  decodeFrame,
  describeFrame,
  encodeFrame,
  PcapngWriter,
  quotedFiveTuple,
  readCapture,
} from '@ospflab/net';
import { arbitraryFrame } from '../arbitrary-frame.ts';

/** Decoding ends in a frame that can be described and encoded, or in a reason inside the input. */
function decodeAndUse(bytes: Uint8Array, checksums: 'verify' | 'ignore'): void {
  for (const malformedTransport of ['refuse', 'keepRaw'] as const) {
    const decoded = decodeFrame(bytes, { checksums, malformedTransport });
    if (decoded.ok) {
      expect(describeFrame(decoded.value).length).toBeGreaterThan(0);
      expect(encodeFrame(decoded.value).length).toBeLessThanOrEqual(bytes.length);
    } else {
      expect(decoded.reason.length).toBeGreaterThan(0);
      expect(decoded.offsetBytes).toBeGreaterThanOrEqual(0);
      expect(decoded.offsetBytes).toBeLessThanOrEqual(bytes.length);
    }
  }
}

const checksums = fc.constantFrom('verify' as const, 'ignore' as const);

describe('malformed input', () => {
  it('random bytes never throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), checksums, decodeAndUse), { numRuns: 1000 });
  });

  it('random bytes behind a plausible header never throw', () => {
    const withHeader = fc
      .tuple(fc.constantFrom(1, 6, 17, 89), fc.uint8Array({ minLength: 20, maxLength: 120 }))
      .map(([protocol, rest]) => {
        const bytes = new Uint8Array(14 + rest.length);
        bytes.set(rest, 14);
        bytes.set([0x08, 0x00, 0x45 + (rest[0]! % 2)], 12);
        bytes.set([0, rest.length - (rest[1]! % 3), 0, 0, 0, 0, 64, protocol], 16);
        return bytes;
      });
    fc.assert(fc.property(withHeader, checksums, decodeAndUse), { numRuns: 1000 });
  });

  it('valid frames that are truncated and flipped never throw', () => {
    fc.assert(
      fc.property(
        arbitraryFrame,
        fc.nat(),
        fc.array(fc.nat(), { maxLength: 6 }),
        checksums,
        (frame, cut, flips, mode) => {
          const whole = encodeFrame(frame);
          const bytes = whole.slice(0, cut % 3 === 0 ? whole.length : cut % (whole.length + 1));
          for (const flip of flips) {
            if (bytes.length > 0) bytes[flip % bytes.length]! ^= 1 << (flip % 8);
          }
          decodeAndUse(bytes, mode);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('one flipped bit behind the Ethernet header of a whole TCP, ICMP or raw packet is noticed or lies in raw bytes', () => {
    fc.assert(
      fc.property(arbitraryFrame, fc.nat(), (frame, at) => {
        const packet = frame.payload;
        fc.pre(packet.kind === 'ipv4' && packet.payload.kind !== 'raw' && packet.payload.kind !== 'udp');
        const bytes = encodeFrame(frame);
        bytes[14 + (at % (bytes.length - 14))]! ^= 1 << (at % 8);
        const decoded = decodeFrame(bytes);
        expect(decoded.ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('quotations of any bytes never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        const flow = quotedFiveTuple(bytes);
        if (flow !== undefined) expect(bytes.length).toBeGreaterThanOrEqual(20);
      }),
      { numRuns: 500 },
    );
  });

  it('a capture that is cut or flipped anywhere gives a value', () => {
    const writer = new PcapngWriter();
    const first = writer.addInterface('eth0');
    const second = writer.addInterface('eth1');
    for (let packet = 0; packet < 6; packet++) {
      writer.addPacket(packet % 2 === 0 ? first : second, packet * 1e9, new Uint8Array(packet * 5));
    }
    const whole = writer.toBytes();
    fc.assert(
      fc.property(fc.nat(whole.length), fc.array(fc.nat(), { maxLength: 4 }), (length, flips) => {
        const bytes = whole.slice(0, length);
        for (const flip of flips) if (length > 0) bytes[flip % length]! ^= 1 << (flip % 8);
        const capture = readCapture(bytes);
        if (capture.ok) {
          expect(capture.value.packets.length).toBeLessThanOrEqual(whole.length / 16);
          for (const packet of capture.value.packets) decodeCaptured(capture.value, packet);
        } else expect(capture.reason.length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });
});
