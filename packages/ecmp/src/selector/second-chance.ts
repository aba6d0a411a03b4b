// Rendezvous hashing with a second chance, as GitHub's load balancer director has it: a table row names the two best members.
// The first one passes packets of connections that it does not know on to the second, so a connection survives a change as
// long as its member is still one of the two.

import { keyedHash, memberKey } from './member-hash.ts';
import type { NextHopSelector, SelectionTable } from './next-hop-selector.ts';

/** `rowBits`: the upper bits of the hash that choose a row. */
export function secondChance(rowBits: number): NextHopSelector {
  return {
    name: 'second-chance',
    about: `rendezvous table of ${2 ** rowBits} first and second choices: unknown connections go on to the second`,
    prepare: (weights, ids) => rankedTable(weights, ids, rowBits),
    removalDisruption: (_members, _position, share) => share,
  };
}

function rankedTable(
  weights: readonly number[],
  ids: readonly number[] | undefined,
  rowBits: number,
): SelectionTable {
  const rows = 2 ** rowBits;
  const shift = 31 - rowBits;
  const keys = Int32Array.from(weights, (_, index) => memberKey(ids?.[index] ?? index));
  const first = new Int32Array(rows).fill(-1);
  const second = new Int32Array(rows).fill(-1);
  for (let row = 0; row < rows; row++) rank(row, weights, keys, first, second);
  return {
    select: (hash, failed) => {
      const row = hash >>> shift;
      const member = first[row]!;
      if (failed === undefined || member === -1 || failed[member] !== 1) return member;
      return bestGood(row, weights, keys, failed);
    },
    secondChance: (hash) => second[hash >>> shift]!,
    shares: () => {
      const shares = weights.map(() => 0);
      for (const member of first) if (member !== -1) shares[member]! += 1 / rows;
      return shares;
    },
  };
}

/** Weights are not defined: every living member counts once. */
function rank(
  row: number,
  weights: readonly number[],
  keys: Int32Array,
  first: Int32Array,
  second: Int32Array,
): void {
  let highest = -1;
  let next = -1;
  for (let member = 0; member < weights.length; member++) {
    if (weights[member] === 0) continue;
    const draw = keyedHash(row, keys[member]!);
    if (draw > highest) {
      second[row] = first[row]!;
      next = highest;
      first[row] = member;
      highest = draw;
    } else if (draw > next) {
      second[row] = member;
      next = draw;
    }
  }
}

function bestGood(row: number, weights: readonly number[], keys: Int32Array, failed: Uint8Array): number {
  let best = -1;
  let highest = -1;
  for (let member = 0; member < weights.length; member++) {
    if (weights[member] === 0 || failed[member] === 1) continue;
    const draw = keyedHash(row, keys[member]!);
    if (draw <= highest) continue;
    best = member;
    highest = draw;
  }
  if (best !== -1) return best;
  // All have failed: as if none had been looked at.
  for (let member = 0; member < weights.length; member++) {
    if (weights[member] === 0) continue;
    const draw = keyedHash(row, keys[member]!);
    if (draw > highest) [highest, best] = [draw, member];
  }
  return best;
}
