// Jump consistent hash (Lamping, Veach 2014): even without a table, but members can only come and go at the end. Removing one in
// the middle renumbers those behind it. A member of weight w counts as w in a row.

import { greatestCommonDivisor } from './greatest-common-divisor.ts';
import type { NextHopSelector } from './next-hop-selector.ts';
import { sharesByWeight } from './shares-by-weight.ts';

/** The bucket of a 64-bit key among `buckets`: 0 … buckets − 1. */
export function jumpHash(keyHigh: number, keyLow: number, buckets: number): number {
  let high = keyHigh | 0;
  let low = keyLow | 0;
  let bucket = 0;
  let next = 0;
  while (next < buckets) {
    bucket = next;
    // key = key · 2862933555777941757 + 1 modulo 2⁶⁴; the factor is 27bb2ee6 87b0b0fd.
    const carried = multiplyHigh(low, 0x87b0b0fd);
    high = (Math.imul(high, 0x87b0b0fd) + Math.imul(low, 0x27bb2ee6) + carried) | 0;
    low = Math.imul(low, 0x87b0b0fd) + 1;
    // low + 1 may have run over 2³².
    low |= 0;
    if (low === 0) high = (high + 1) | 0;
    next = Math.floor((bucket + 1) * (2 ** 31 / ((high >>> 1) + 1)));
  }
  return bucket;
}

export const jump: NextHopSelector = {
  name: 'jump',
  about: 'jump consistent hash: no table, even, but members leave cheaply only at the end',
  prepare: (weights) => {
    const unit = greatestCommonDivisor(weights);
    const slots: number[] = [];
    weights.forEach((weight, member) => {
      for (let count = 0; count < weight / unit; count++) slots.push(member);
    });
    return {
      select: (hash, failed) => {
        if (slots.length === 0) return -1;
        const slot = jumpHash(0, hash, slots.length);
        for (let step = 0; step < slots.length; step++) {
          const member = slots[(slot + step) % slots.length]!;
          if (failed === undefined || failed[member] !== 1) return member;
        }
        return slots[slot]!;
      },
      shares: () => sharesByWeight(weights),
    };
  },
  // Members behind the removed one move up, so their flows move; those of the last slot are dealt out anew, and one part in
  // N − 1 of them comes back to the same member by chance.
  removalDisruption: (members, position) =>
    position === members - 1
      ? 1 / members
      : (members - 1 - position) / members + (1 - 1 / (members - 1)) / members,
};

/** The upper 32 bits of the product of two unsigned integers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const other = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(other / 0x10000)) | 0;
}
