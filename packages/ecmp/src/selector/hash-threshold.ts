// Hash-threshold (RFC 2992) as Linux does it for multipath routes: each member owns a region of the hash space up to its
// upper bound. net/ipv4/fib_semantics.c (fib_rebalance, fib_select_multipath).

import type { NextHopSelector } from './next-hop-selector.ts';

const hashSpace = 2 ** 31;

/**
 * The inclusive upper bound of each member's region; −1 for a dead one (weight 0), whose share the others divide.
 * Bound i is (cumulative weight · 2³¹) / total to the nearest integer, minus 1, so the last is 2³¹ − 1.
 */
export function hashThresholdBounds(weights: readonly number[]): Int32Array {
  const bounds = new Int32Array(weights.length).fill(-1);
  let total = 0;
  for (const weight of weights) total += weight;
  let cumulative = 0;
  for (let index = 0; index < weights.length; index++) {
    const weight = weights[index]!;
    if (weight === 0) continue;
    cumulative += weight;
    // DIV_ROUND_CLOSEST_ULL: half of the divisor, itself rounded down, is added first.
    bounds[index] = Math.floor((cumulative * hashSpace + Math.floor(total / 2)) / total) - 1;
  }
  return bounds;
}

/**
 * The first member whose bound is not below the hash, dead ones left out; −1 when all are dead.
 * `failed` is net.ipv4.fib_multipath_use_neigh = 1: bounds stay, a failed member's share falls on the next good one and the
 * last one's wraps to the first good one. When every neighbour has failed the route is used as if none had been looked at.
 */
export function selectByHashThreshold(bounds: Int32Array, hash: number, failed?: Uint8Array): number {
  let firstGood = -1;
  let firstAlive = -1;
  for (let index = 0; index < bounds.length; index++) {
    const bound = bounds[index]!;
    if (bound === -1) continue;
    if (firstAlive === -1) firstAlive = index;
    if (failed !== undefined && failed[index] === 1) continue;
    if (hash <= bound) return index;
    if (firstGood === -1) firstGood = index;
  }
  return firstGood === -1 ? firstAlive : firstGood;
}

export const hashThreshold: NextHopSelector = {
  name: 'hash-threshold',
  about: 'regions of the hash space by weight, moved together when a member goes (Linux multipath routes)',
  prepare: (weights) => {
    const bounds = hashThresholdBounds(weights);
    return {
      select: (hash, failed) => selectByHashThreshold(bounds, hash, failed),
      shares: () => sharesOf(bounds),
    };
  },
  // RFC 2992 §3, with the position counted from 1: the removed region, and what boundaries sweep over on either side.
  removalDisruption: (members, position) => {
    const k = position + 1;
    const swept = (k - 1) * (k - 2) + (members - k) * (members - k - 1);
    return 1 / members + swept / (2 * members * (members - 1));
  },
};

function sharesOf(bounds: Int32Array): number[] {
  let below = -1;
  return Array.from(bounds, (bound) => {
    if (bound === -1) return 0;
    const share = (bound - below) / hashSpace;
    below = bound;
    return share;
  });
}
