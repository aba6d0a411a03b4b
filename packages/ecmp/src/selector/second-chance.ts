// Rendezvous hashing with a second chance, as GitHub's load balancer director has it: a table row names the two best members.
// The first one passes packets of connections that it does not know on to the second, so a connection survives a change as
// long as its member is still one of the two.

import { highestDraws, memberKey } from './member-hash.ts';
import type { NextHopSelector, SelectionTable } from './next-hop-selector.ts';

/** `rowBits`: the upper bits of the hash that choose a row. */
export function secondChance(rowBits: number): NextHopSelector {
  return {
    name: 'second-chance',
    about: `rendezvous table of ${2 ** rowBits} first and second choices: unknown connections go on to the second`,
    prepare: (weights, ids) => rankedTable(weights, ids, rowBits),
    ignoresWeights: true,
    removalDisruption: (_members, _position, share) => share,
  };
}

/** Weights are not defined: every living member counts once. */
function rankedTable(
  weights: readonly number[],
  ids: readonly number[] | undefined,
  rowBits: number,
): SelectionTable {
  const rows = 2 ** rowBits;
  const shift = 31 - rowBits;
  const keys = Int32Array.from(weights, (_, index) => memberKey(ids?.[index] ?? index));
  const living = Uint8Array.from(weights, (weight) => (weight > 0 ? 1 : 0));
  const firstOf = new Int32Array(rows);
  const secondOf = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const { first, second } = highestDraws(row, keys, living);
    firstOf[row] = first;
    secondOf[row] = second;
  }
  return {
    select: (hash, failed) => {
      const member = firstOf[hash >>> shift]!;
      if (failed === undefined || member === -1 || failed[member] !== 1) return member;
      const good = living.map((alive, index) => (failed[index] === 1 ? 0 : alive));
      const { first } = highestDraws(hash >>> shift, keys, good);
      return first === -1 ? member : first;
    },
    secondChance: (hash) => secondOf[hash >>> shift]!,
    shares: () => {
      const shares = weights.map(() => 0);
      for (const member of firstOf) if (member !== -1) shares[member]! += 1 / rows;
      return shares;
    },
  };
}
