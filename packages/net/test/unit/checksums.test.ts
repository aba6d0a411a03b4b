import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fletcherChecksum,
  fletcherIsValid,
  internetChecksum,
  ipv4,
  onesComplementSum,
  pseudoHeaderSum,
  writeU16,
} from '@ospflab/net';

describe('Internet checksum', () => {
  // RFC 1071 §3
  it('gives the worked example of its RFC', () => {
    const bytes = new Uint8Array([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]);
    expect(onesComplementSum(bytes, 0, 8)).toBe(0x2ddf0);
    expect(internetChecksum(bytes, 0, 8)).toBe(0x220d);
  });

  it('takes an odd last byte as the high half of a word', () => {
    expect(internetChecksum(new Uint8Array([0x12, 0x34, 0x56]), 0, 3)).toBe(
      internetChecksum(new Uint8Array([0x12, 0x34, 0x56, 0]), 0, 4),
    );
  });

  it('is zero over a range that holds its own checksum', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 300 }), fc.nat(), (bytes, place) => {
        const at = (place % Math.floor((bytes.length - 1) / 2)) * 2;
        writeU16(bytes, at, 0);
        writeU16(bytes, at, internetChecksum(bytes, 0, bytes.length));
        expect(internetChecksum(bytes, 0, bytes.length)).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('sums the pseudo header by its 16-bit words', () => {
    expect(pseudoHeaderSum(ipv4('1.2.3.4'), ipv4('5.6.7.8'), 17, 9)).toBe(
      0x0102 + 0x0304 + 0x0506 + 0x0708 + 17 + 9,
    );
  });
});

describe('Fletcher checksum', () => {
  /** Both sums byte by byte with a reduction each time: slow and plain. */
  function plainSums(bytes: Uint8Array): [number, number] {
    let first = 0;
    let second = 0;
    for (const byte of bytes) {
      first = (first + byte) % 255;
      second = (second + first) % 255;
    }
    return [first, second];
  }

  // RFC 1008 §7: with the check bytes in place both sums vanish.
  it('makes both sums zero wherever the check bytes stand, and never uses a zero byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 400 }), fc.nat(), (bytes, place) => {
        const at = place % (bytes.length - 1);
        const checksum = fletcherChecksum(bytes, 0, bytes.length, at);
        writeU16(bytes, at, checksum);
        expect(plainSums(bytes)).toEqual([0, 0]);
        expect(checksum >>> 8).toBeGreaterThan(0);
        expect(checksum & 255).toBeGreaterThan(0);
        expect(fletcherIsValid(bytes, 0, bytes.length, at)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('notices every change of one byte except 0 against 255, which are the same to it', () => {
    const bytes = Uint8Array.from({ length: 40 }, (_, index) => (index * 37) % 251);
    writeU16(bytes, 14, fletcherChecksum(bytes, 0, 40, 14));
    for (let at = 0; at < 40; at++) {
      for (let value = 0; value < 256; value++) {
        const changed = bytes.slice();
        changed[at] = value;
        expect(fletcherIsValid(changed, 0, 40, 14)).toBe((value - bytes[at]!) % 255 === 0);
      }
    }
  });

  it('does not overflow on 64 KiB of large bytes', () => {
    const bytes = new Uint8Array(65535).fill(254);
    writeU16(bytes, 14, fletcherChecksum(bytes, 0, bytes.length, 14));
    expect(plainSums(bytes)).toEqual([0, 0]);
  });

  it('refuses a range whose check bytes are both zero or lie outside', () => {
    expect(fletcherIsValid(new Uint8Array(20), 0, 20, 14)).toBe(false);
    expect(fletcherIsValid(new Uint8Array(20).fill(255), 0, 20, 19)).toBe(false);
  });
});
