// Whether routers in a row choose independently. Flows that one member of the first tier gets have something in common: their
// hash. A second tier that hashes alike finds all of them in one region and loads few of its members.

import { chiSquarePValue, distributionOf } from './distribution.ts';

export interface Polarisation {
  readonly flows: number;
  /** Members of both tiers multiplied. */
  readonly paths: number;
  /** exp of the entropy of the flows over paths: how many equally loaded paths would be as good. */
  readonly effectivePaths: number;
  /** What independent random choices give for so many flows: paths · exp(−(paths − 1) / 2 flows). */
  readonly effectivePathsFloor: number;
  readonly unusedPaths: number;
  /** Sum over the first tier of the second tier's χ² given the first choice. */
  readonly conditionalChiSquare: number;
  readonly degreesOfFreedom: number;
  /** The probability that independent choices are at least as uneven. */
  readonly pValue: number;
}

/** `first[flow]` and `second[flow]` are indexes below the number of weights of their tier. */
export function polarisationOf(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  firstWeights: readonly number[],
  secondWeights: readonly number[],
): Polarisation {
  const flows = first.length;
  const counts = firstWeights.map(() => secondWeights.map(() => 0));
  for (let flow = 0; flow < flows; flow++) counts[first[flow]!]![second[flow]!]!++;
  let conditionalChiSquare = 0;
  let degreesOfFreedom = 0;
  let entropy = 0;
  let unusedPaths = 0;
  for (const row of counts) {
    const given = distributionOf(row, secondWeights);
    if (given.total > 0) {
      conditionalChiSquare += given.chiSquare;
      degreesOfFreedom += given.degreesOfFreedom;
    }
    for (const count of row) {
      if (count === 0) unusedPaths++;
      else entropy -= (count / flows) * Math.log(count / flows);
    }
  }
  const paths = firstWeights.length * secondWeights.length;
  return {
    flows,
    paths,
    effectivePaths: flows === 0 ? 0 : Math.exp(entropy),
    // Miller, Madow: a sample's entropy is short of the true one by (cells − 1) / 2n.
    effectivePathsFloor: flows === 0 ? 0 : paths * Math.exp(-(paths - 1) / (2 * flows)),
    unusedPaths,
    conditionalChiSquare,
    degreesOfFreedom,
    pValue: chiSquarePValue(conditionalChiSquare, degreesOfFreedom),
  };
}
