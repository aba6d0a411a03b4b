// The best offer for each prefix while the routes of one root are found. Working memory that is kept from run to run: a run costs as
// much as it offers, not as much as there are prefixes.

import { NextHopSets } from './next-hop-sets.ts';
import type { PrefixTable } from './prefix-table.ts';

const none = Infinity;

export class PrefixOffers {
  /** What `take` came to. */
  takenCost = none;
  takenSet = 0;
  /** By rank of the prefix in canonical order; `none` between two runs. */
  #costs = new Float64Array(0);
  #sets = new Int32Array(0);
  /** A bit per rank that holds an offer. */
  #offered = new Int32Array(0);
  #count = 0;
  #word = 0;
  #ranks: Int32Array = new Int32Array(0);
  #unions = new NextHopSets([]);

  /** Offers that wait to be taken. */
  get count(): number {
    return this.#count;
  }

  /** `sets`: of the next hops that will be offered. */
  begin(table: PrefixTable, sets: NextHopSets): void {
    this.#unions = sets;
    this.#ranks = table.ranks;
    this.#word = 0;
    if (this.#costs.length >= table.size) return;
    this.#costs = new Float64Array(2 * table.size).fill(none);
    this.#sets = new Int32Array(2 * table.size);
    this.#offered = new Int32Array((table.size >>> 4) + 2);
  }

  // RFC 2328 §16.1, stage 2 (2): the cheaper one stays; next hops of equally cheap ones are joined.
  offer(prefix: number, cost: number, set: number): void {
    const rank = this.#ranks[prefix]!;
    const known = this.#costs[rank]!;
    if (cost > known) return;
    if (cost === known) {
      this.#sets[rank] = this.#unions.union(this.#sets[rank]!, set);
      return;
    }
    if (known === none) {
      this.#offered[rank >>> 5]! |= 1 << (rank & 31);
      this.#count++;
    }
    this.#costs[rank] = cost;
    this.#sets[rank] = set;
  }

  /** Takes the offer of the lowest rank that is left out and tells that rank; −1 when none is left. */
  take(): number {
    const offered = this.#offered;
    while (this.#word < offered.length) {
      const bits = offered[this.#word]!;
      if (bits === 0) {
        this.#word++;
        continue;
      }
      offered[this.#word] = bits & (bits - 1);
      const rank = (this.#word << 5) | (31 - Math.clz32(bits & -bits));
      this.takenCost = this.#costs[rank]!;
      this.takenSet = this.#sets[rank]!;
      this.#costs[rank] = none;
      this.#count--;
      return rank;
    }
    return -1;
  }
}
