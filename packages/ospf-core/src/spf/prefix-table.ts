// Numbers for prefixes in order of their first appearance, and the canonical order of all of them, which is found anew only when one
// has been added.

import { ipv4FromNumber, type Ipv4Prefix } from '@ospflab/net';
import { IdIndex } from './id-index.ts';

const lengthScale = 64;

export class PrefixTable {
  /** By number. */
  readonly prefixes: Ipv4Prefix[] = [];
  /** Per prefix length: network address to number. */
  readonly #numbers: (IdIndex | undefined)[] = [];
  #order = new Int32Array(0);
  #ranks = new Int32Array(0);

  get size(): number {
    return this.prefixes.length;
  }

  /** The number of a prefix, new when it is met for the first time; −1 when the mask is not contiguous, which no route can have. */
  numberOf(address: number, mask: number): number {
    const hostBits = ~mask;
    if ((hostBits & (hostBits + 1)) !== 0) return -1;
    const length = Math.clz32(hostBits);
    const index = (this.#numbers[length] ??= new IdIndex());
    const network = address & mask;
    const known = index.get(network);
    if (known >= 0) return known;
    index.set(network, this.prefixes.length);
    return this.prefixes.push({ address: ipv4FromNumber(network), length }) - 1;
  }

  /** The numbers in canonical order of their prefixes: by address, the shorter first. */
  get order(): Int32Array {
    this.#sortIfGrown();
    return this.#order;
  }

  /** Per number its place in that order. */
  get ranks(): Int32Array {
    this.#sortIfGrown();
    return this.#ranks;
  }

  // Plain numbers sort many times faster than objects with a comparator; their places come back from the index.
  #sortIfGrown(): void {
    const count = this.prefixes.length;
    if (this.#order.length === count) return;
    const keys = new Float64Array(count);
    for (let number = 0; number < count; number++) {
      const { address, length } = this.prefixes[number]!;
      keys[number] = address * lengthScale + length;
    }
    keys.sort();
    this.#order = new Int32Array(count);
    this.#ranks = new Int32Array(count);
    for (let rank = 0; rank < count; rank++) {
      const key = keys[rank]!;
      const length = key % lengthScale;
      const number = this.#numbers[length]!.get((key - length) / lengthScale);
      this.#order[rank] = number;
      this.#ranks[number] = rank;
    }
  }
}
