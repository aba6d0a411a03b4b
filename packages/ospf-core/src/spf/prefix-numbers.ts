// Numbers prefixes in order of appearance and gives their places in canonical order: a hash table in typed arrays over one number per
// prefix, address × 64 + length, whose order is the canonical one.

import { ipv4FromNumber, type Ipv4Prefix } from '@ospflab/net';

export class PrefixNumbers {
  /** Number + 1 of the prefix in each slot; 0 is an empty slot. */
  readonly #slots: Int32Array;
  readonly #mask: number;
  readonly #keys: Float64Array;
  #count = 0;

  /** `capacity`: how many prefixes are numbered at most. */
  constructor(capacity: number) {
    const slots = 1 << (32 - Math.clz32(capacity * 2 + 2));
    this.#slots = new Int32Array(slots);
    this.#mask = slots - 1;
    this.#keys = new Float64Array(capacity);
  }

  /** The number of a prefix, new or known; −1 for a mask that is not contiguous, which no route can have. */
  numberOf(address: number, mask: number): number {
    const hostBits = ~mask;
    if ((hostBits & (hostBits + 1)) !== 0) return -1;
    const key = ((address & mask) >>> 0) * 64 + Math.clz32(hostBits);
    const slot = this.#slotOf(key);
    if (this.#slots[slot] === 0) {
      this.#keys[this.#count] = key;
      this.#slots[slot] = ++this.#count;
    }
    return this.#slots[slot]! - 1;
  }

  /** For each number its place among `sorted`, the sorted keys. */
  ranks(sorted: Float64Array): Int32Array {
    const ranks = new Int32Array(this.#count);
    for (let place = 0; place < sorted.length; place++) {
      ranks[this.#slots[this.#slotOf(sorted[place]!)]! - 1] = place;
    }
    return ranks;
  }

  /** The keys in canonical order. */
  sortedKeys(): Float64Array {
    return this.#keys.slice(0, this.#count).sort();
  }

  #slotOf(key: number): number {
    const high = Math.floor(key / 64) | 0;
    const mixed = Math.imul(high ^ (high >>> 15) ^ (key & 63), 0x2c1b3c6d);
    let slot = (mixed ^ (mixed >>> 13)) & this.#mask;
    for (;;) {
      const found = this.#slots[slot]!;
      if (found === 0 || this.#keys[found - 1] === key) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }
}

export function prefixOfKey(key: number): Ipv4Prefix {
  return { address: ipv4FromNumber(Math.floor(key / 64)), length: key % 64 };
}
