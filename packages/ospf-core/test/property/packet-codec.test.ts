// Round trips of the five packet types, RFC 2328 appendix A.3, and what malformed bytes give.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePacket, describeOspf, encodePacket, ospfToJson, packetSize } from '@ospflab/ospf-core';
import { arbitraryPacket } from '../arbitrary-packet.ts';

describe('packets (RFC 2328 appendix A.3)', () => {
  it('decode from their bytes to what was encoded', () => {
    fc.assert(
      fc.property(arbitraryPacket, (packet) => {
        expect(decodePacket(encodePacket(packet))).toEqual({ ok: true, value: packet });
      }),
      { numRuns: 500 },
    );
  });

  it('are as long as their size says without encoding', () => {
    fc.assert(
      fc.property(arbitraryPacket, (packet) => encodePacket(packet).length === packetSize(packet)),
      { numRuns: 200 },
    );
  });

  it('never throw when truncated, and a packet cut before its own end is refused', () => {
    fc.assert(
      fc.property(arbitraryPacket, fc.nat(), (packet, cut) => {
        const bytes = encodePacket(packet);
        const kept = cut % bytes.length;
        const decoded = decodePacket(bytes.slice(0, kept));
        if (decoded.ok) expect(kept).toBeGreaterThanOrEqual(bytes.length - (packet.trailer?.length ?? 0));
        else expect(decoded.offsetBytes).toBeLessThanOrEqual(kept);
      }),
      { numRuns: 500 },
    );
  });

  it('never throw when bytes are changed, and what is accepted can be described and encoded again', () => {
    const change = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(arbitraryPacket, change, (packet, changes) => {
        const bytes = encodePacket(packet);
        for (const [place, value] of changes) bytes[place % bytes.length] = value;
        const decoded = decodePacket(bytes);
        if (!decoded.ok) return;
        expect(describeOspf(decoded.value)).toMatch(/^OSPF /);
        expect(JSON.stringify(ospfToJson(decoded.value))).toContain('"protocol":"ospf"');
        expect(encodePacket(decoded.value).length).toBe(bytes.length);
      }),
      { numRuns: 500 },
    );
  });

  it('never throw on random bytes behind a header that passes', () => {
    const tail = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), tail, (type, bytes) => {
        // Cryptographic authentication carries no checksum, so the body is always looked at.
        const header = [2, type, 0, 24 + bytes.length, ...new Array<number>(10).fill(0), 0, 2];
        const decoded = decodePacket(new Uint8Array([...header, ...new Array<number>(8).fill(0), ...bytes]));
        if (decoded.ok) expect(packetSize(decoded.value)).toBe(24 + bytes.length);
        else expect(decoded.offsetBytes).toBeLessThanOrEqual(24 + bytes.length);
      }),
      { numRuns: 500 },
    );
  });
});
