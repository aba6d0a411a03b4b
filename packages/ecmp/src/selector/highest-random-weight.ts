// Highest random weight (Thaler, Ravishankar 1998; RFC 2991 §3): every member draws a number for every flow, the highest takes
// it. When a member goes only its flows move. With weights the draw u becomes −weight / ln u, which is fair (Schindelhauer,
// Schomaker 2005).

import { naturalLogarithm } from './natural-logarithm.ts';
import { highestDraws, keyedHash, memberKey } from './member-hash.ts';
import type { NextHopSelector, SelectionTable } from './next-hop-selector.ts';
import { sharesByWeight } from './shares-by-weight.ts';

export const highestRandomWeight: NextHopSelector = {
  name: 'hrw',
  about: 'each member draws a number per flow and the highest wins (rendezvous hashing)',
  prepare: (weights, ids) => {
    const keys = Int32Array.from(weights, (_, index) => memberKey(ids?.[index] ?? index));
    const alive = weights.filter((weight) => weight > 0);
    const equal = alive.every((weight) => weight === alive[0]);
    return {
      select: equal ? equalPick(weights, keys) : weightedPick(weights, keys),
      shares: () => sharesByWeight(weights),
    };
  },
  removalDisruption: (_members, _position, share) => share,
};

function equalPick(weights: readonly number[], keys: Int32Array): SelectionTable['select'] {
  const living = Uint8Array.from(weights, (weight) => (weight > 0 ? 1 : 0));
  return (hash, failed) => {
    if (failed !== undefined) {
      const good = living.map((alive, member) => (failed[member] === 1 ? 0 : alive));
      const { first } = highestDraws(hash, keys, good);
      if (first !== -1) return first;
    }
    return highestDraws(hash, keys, living).first;
  };
}

function weightedPick(weights: readonly number[], keys: Int32Array): SelectionTable['select'] {
  return (hash, failed) => {
    let best = -1;
    let bestFailed = -1;
    let lowest = Infinity;
    let lowestFailed = Infinity;
    for (let member = 0; member < weights.length; member++) {
      const weight = weights[member]!;
      if (weight === 0) continue;
      // −ln u / weight: the lowest wins. The draw is moved off 0 and 1.
      const wait = -naturalLogarithm((keyedHash(hash, keys[member]!) + 0.5) / 2 ** 32) / weight;
      if (failed !== undefined && failed[member] === 1) {
        if (wait < lowestFailed) [lowestFailed, bestFailed] = [wait, member];
      } else if (wait < lowest) {
        lowest = wait;
        best = member;
      }
    }
    return best === -1 ? bestFailed : best;
  };
}
