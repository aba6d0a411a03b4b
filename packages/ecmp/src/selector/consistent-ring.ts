// Consistent hashing (Karger et al. 1997): members stand at many points of a ring, a flow belongs to the next point. Only flows
// that must move do, but loads differ by about 1/√points. A member of weight w has w times the points.

import { greatestCommonDivisor } from './greatest-common-divisor.ts';
import { memberHash } from './member-hash.ts';
import type { NextHopSelector, SelectionTable } from './next-hop-selector.ts';

const ringSize = 2 ** 32;
/** Weights that have little in common get fewer points a unit, so that the ring stays below this. */
const pointsMax = 2 ** 18;

export function consistentRing(pointsPerMember: number): NextHopSelector {
  return {
    name: 'ring',
    about: `consistent hashing, ${pointsPerMember} points a member on the ring`,
    prepare: (weights, ids) => ringTable(weights, ids, pointsPerMember),
    removalDisruption: (_members, _position, share) => share,
  };
}

function ringTable(
  weights: readonly number[],
  ids: readonly number[] | undefined,
  pointsPerMember: number,
): SelectionTable {
  const unit = greatestCommonDivisor(weights);
  const units = weights.reduce((sum, weight) => sum + weight / unit, 0);
  const pointsPerUnit = Math.max(1, Math.min(pointsPerMember, Math.floor(pointsMax / Math.max(1, units))));
  const points = weights.flatMap((weight, member) => {
    const id = ids?.[member] ?? member;
    const count = (weight / unit) * pointsPerUnit;
    return Array.from({ length: count }, (_, point) => ({ at: memberHash(point, id), id, member }));
  });
  // Points that fall together belong to the lower id, whatever the order of members.
  points.sort((a, b) => a.at - b.at || a.id - b.id);
  const at = Float64Array.from(points, (point) => point.at);
  const memberOf = Int32Array.from(points, (point) => point.member);
  return {
    select: (hash, failed) => {
      const first = firstNotBelow(at, keyOnRing(hash)) % Math.max(1, at.length);
      for (let step = 0; step < memberOf.length; step++) {
        const member = memberOf[(first + step) % memberOf.length]!;
        if (failed === undefined || failed[member] !== 1) return member;
      }
      return memberOf[first] ?? -1;
    },
    shares: () => {
      const shares = weights.map(() => 0);
      points.forEach((point, index) => {
        const before = index === 0 ? at[at.length - 1]! - ringSize : at[index - 1]!;
        shares[point.member]! += (point.at - before) / ringSize;
      });
      return shares;
    },
  };
}

/** 31 bits stretched over the ring. */
function keyOnRing(hash: number): number {
  return hash * 2 + 1;
}

function firstNotBelow(at: Float64Array, key: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
