// Open addressing from 32-bit identifiers to small integers, in two typed arrays: router ids and network addresses exceed the small
// integers of the engine, and a Map of such numbers costs several times as much.

const slotsMin = 16;

export class IdIndex {
  #keys = new Uint32Array(slotsMin);
  /** Value + 1; 0 is an empty slot. */
  #values = new Int32Array(slotsMin);
  #mask = slotsMin - 1;
  #size = 0;

  /** The value of `id`, or −1. */
  get(id: number): number {
    const key = id >>> 0;
    for (let slot = hashOf(key) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const value = this.#values[slot]!;
      if (value === 0) return -1;
      if (this.#keys[slot] === key) return value - 1;
    }
  }

  /** Adds `id` or replaces its value. */
  set(id: number, value: number): void {
    // At most half of the slots are taken.
    if (2 * this.#size > this.#mask) this.#grow();
    this.#put(id >>> 0, value + 1);
  }

  #put(key: number, stored: number): void {
    let slot = hashOf(key) & this.#mask;
    while (this.#values[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & this.#mask;
    if (this.#values[slot] === 0) this.#size++;
    this.#keys[slot] = key;
    this.#values[slot] = stored;
  }

  #grow(): void {
    const keys = this.#keys;
    const values = this.#values;
    this.#keys = new Uint32Array(2 * keys.length);
    this.#values = new Int32Array(2 * keys.length);
    this.#mask = 2 * keys.length - 1;
    this.#size = 0;
    for (let slot = 0; slot < keys.length; slot++) {
      if (values[slot] !== 0) this.#put(keys[slot]!, values[slot]!);
    }
  }
}

function hashOf(key: number): number {
  const mixed = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
