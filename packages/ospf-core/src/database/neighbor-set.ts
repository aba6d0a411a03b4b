// A set of neighbours as bits over the router's neighbour slots: on whose retransmission lists an LSA stands.
// The first 32 slots cost no allocation; a router with more pays for the words it uses.

export class NeighborSet {
  #low = 0;
  #high: number[] | undefined = undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(slot: number): boolean {
    if (slot < 32) return (this.#low & (1 << slot)) !== 0;
    return ((this.#high?.[(slot >>> 5) - 1] ?? 0) & (1 << (slot & 31))) !== 0;
  }

  /** True when it was not in the set before. */
  add(slot: number): boolean {
    if (this.has(slot)) return false;
    this.#size++;
    if (slot < 32) {
      this.#low |= 1 << slot;
      return true;
    }
    const high = (this.#high ??= []);
    const word = (slot >>> 5) - 1;
    while (high.length <= word) high.push(0);
    high[word]! |= 1 << (slot & 31);
    return true;
  }

  /** True when it was in the set. */
  delete(slot: number): boolean {
    if (!this.has(slot)) return false;
    this.#size--;
    if (slot < 32) this.#low &= ~(1 << slot);
    else this.#high![(slot >>> 5) - 1]! &= ~(1 << (slot & 31));
    return true;
  }

  /** The lowest slot of the set; undefined when it is empty. */
  first(): number | undefined {
    if (this.#low !== 0) return lowestBit(this.#low);
    if (this.#high === undefined) return undefined;
    for (let word = 0; word < this.#high.length; word++) {
      const bits = this.#high[word]!;
      if (bits !== 0) return 32 * (word + 1) + lowestBit(bits);
    }
    return undefined;
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
