import { describe, expect, it } from 'vitest';
import { allocateBytes, copyBytes, viewOfBytes } from '@ospflab/net';

describe('byte ranges', () => {
  it('allocated ranges are zeroed and never overlap, across slabs and sizes', () => {
    const ranges = Array.from({ length: 400 }, (_, index) => allocateBytes((index * 37) % 2100));
    ranges.forEach((range, index) => {
      expect(range.length).toBe((index * 37) % 2100);
      expect(range.every((byte) => byte === 0)).toBe(true);
      range.fill(index % 255 || 1);
    });
    ranges.forEach((range, index) => {
      expect(range.every((byte) => byte === (index % 255 || 1))).toBe(true);
    });
  });

  it.each([0, 1, 48, 49, 1500])('copies %i bytes to their place and nothing else', (length) => {
    const from = new Uint8Array(length).fill(7);
    const out = new Uint8Array(length + 4);
    copyBytes(from, out, 2);
    expect(out).toEqual(new Uint8Array([0, 0, ...from, 0, 0]));
  });

  it('a view of an empty or inverted range is empty', () => {
    const bytes = new Uint8Array([1, 2, 3]);
    expect([...viewOfBytes(bytes, 1, 3)]).toEqual([2, 3]);
    expect(viewOfBytes(bytes, 2, 2).length).toBe(0);
    expect(viewOfBytes(bytes, 3, 1).length).toBe(0);
  });
});
