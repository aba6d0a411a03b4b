// How evenly flows were spread, always beside what pure chance would give.

import { upperIncompleteGamma } from './incomplete-gamma.ts';

export interface Distribution {
  readonly total: number;
  /** Parts of 1 by weight, in member order. */
  readonly expectedShares: readonly number[];
  readonly shares: readonly number[];
  /** Pearson's statistic against the expected shares. */
  readonly chiSquare: number;
  /** Members with a share, less one. */
  readonly degreesOfFreedom: number;
  /** The probability that chance alone is at least this uneven; 1 when there is nothing to compare. */
  readonly pValue: number;
  /** Of the load relative to the expected load: √(χ² / total), which for equal weights is deviation over mean. */
  readonly coefficientOfVariation: number;
  /** What independent random choices give: √((members − 1) / total). */
  readonly coefficientOfVariationFloor: number;
  /** The highest load relative to its expected load. */
  readonly peakToMean: number;
  /** Jain's fairness 1 / (1 + CoV²): 1 when even, 1/members when one has everything. */
  readonly jainIndex: number;
}

/**
 * Judges counts per member against weights (equal when left out). Members of weight 0 expect nothing and are not compared.
 * Throws RangeError when the lengths differ, or a member of weight 0 has a count: that is no matter of chance.
 */
export function distributionOf(counts: readonly number[], weights?: readonly number[]): Distribution {
  const expectedShares = sharesOf(weights ?? counts.map(() => 1));
  if (expectedShares.length !== counts.length) {
    throw new RangeError(`${counts.length} counts for ${expectedShares.length} weights`);
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  let chiSquare = 0;
  let peakToMean = 0;
  let compared = 0;
  counts.forEach((count, member) => {
    const expected = expectedShares[member]! * total;
    if (expectedShares[member] === 0) {
      if (count > 0) throw new RangeError(`member ${member + 1} has weight 0 and ${count} flows`);
      return;
    }
    compared++;
    if (total === 0) return;
    chiSquare += (count - expected) ** 2 / expected;
    peakToMean = Math.max(peakToMean, count / expected);
  });
  const degreesOfFreedom = Math.max(0, compared - 1);
  return {
    total,
    expectedShares,
    shares: counts.map((count) => (total === 0 ? 0 : count / total)),
    chiSquare,
    degreesOfFreedom,
    pValue: chiSquarePValue(chiSquare, degreesOfFreedom),
    coefficientOfVariation: total === 0 ? 0 : Math.sqrt(chiSquare / total),
    coefficientOfVariationFloor: total === 0 ? 0 : Math.sqrt(degreesOfFreedom / total),
    peakToMean,
    jainIndex: total === 0 ? 1 : 1 / (1 + chiSquare / total),
  };
}

/** The probability of a χ² of at least this value. */
export function chiSquarePValue(chiSquare: number, degreesOfFreedom: number): number {
  return degreesOfFreedom < 1 ? 1 : upperIncompleteGamma(degreesOfFreedom / 2, chiSquare / 2);
}

function sharesOf(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total === 0 ? 0 : weight / total));
}
