// Maglev (Eisenbud et al. 2016, §3.4): members take turns in filling a table of prime size, each in its own random order.
// Nearly even, and a change moves few flows beyond those that must. A member of weight w takes w places a turn.

import { bucketTable } from './bucket-table.ts';
import { greatestCommonDivisor } from './greatest-common-divisor.ts';
import { memberHash } from './member-hash.ts';
import type { NextHopSelector } from './next-hop-selector.ts';

/** `tableSize` is a prime, at least a hundred times the number of members for loads within 1 %. */
export function maglev(tableSize: number): NextHopSelector {
  return {
    name: 'maglev',
    about: `a table of ${tableSize} entries that members fill by turns, each in its own order`,
    prepare: (weights, ids) => bucketTable(filledTable(weights, ids, tableSize), weights.length),
    removalDisruption: undefined,
  };
}

function filledTable(
  weights: readonly number[],
  ids: readonly number[] | undefined,
  size: number,
): Int32Array {
  const memberOf = new Int32Array(size).fill(-1);
  const unit = greatestCommonDivisor(weights);
  const offset = weights.map((_, index) => memberHash(0x6f666673, ids?.[index] ?? index) % size);
  const skip = weights.map((_, index) => (memberHash(0x736b6970, ids?.[index] ?? index) % (size - 1)) + 1);
  const next = Float64Array.from(offset);
  let filled = weights.some((weight) => weight > 0) ? 0 : size;
  // Every turn fills a place at least, so this ends.
  while (filled < size) {
    for (let member = 0; member < weights.length; member++) {
      const turns = weights[member]! / unit;
      for (let turn = 0; turn < turns && filled < size; turn++) {
        let place = next[member]!;
        while (memberOf[place] !== -1) place = (place + skip[member]!) % size;
        memberOf[place] = member;
        next[member] = (place + skip[member]!) % size;
        filled++;
      }
    }
  }
  return memberOf;
}
