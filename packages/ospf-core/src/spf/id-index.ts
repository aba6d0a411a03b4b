// Open addressing from 32-bit identifiers to small integers, in two typed arrays: router ids and network addresses exceed the small
// integers of the engine, and a Map of such numbers costs several times as much.

export class IdIndex {
  readonly #keys: Uint32Array;
  /** Value + 1; 0 is an empty slot. */
  readonly #values: Int32Array;
  readonly #mask: number;

  /** `capacity`: how many identifiers will be added at most. */
  constructor(capacity: number) {
    const slots = 1 << (32 - Math.clz32(capacity * 2 + 2));
    this.#keys = new Uint32Array(slots);
    this.#values = new Int32Array(slots);
    this.#mask = slots - 1;
  }

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
    const key = id >>> 0;
    let slot = hashOf(key) & this.#mask;
    while (this.#values[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & this.#mask;
    this.#keys[slot] = key;
    this.#values[slot] = value + 1;
  }
}

function hashOf(key: number): number {
  const mixed = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
