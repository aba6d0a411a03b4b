// How evenly bytes were spread when flows differ in size. A few elephants are as good as a few flows: the floor is that of the
// effective number of flows, (Σs)² / Σs².

import { distributionOf } from './distribution.ts';

export interface ByteLoad {
  readonly shares: readonly number[];
  readonly coefficientOfVariation: number;
  /** √((members − 1) / effective flows): what independent random choices give. */
  readonly coefficientOfVariationFloor: number;
  readonly peakToMean: number;
  readonly jainIndex: number;
  readonly effectiveFlows: number;
}

/** `memberOf[flow]` is an index below the number of weights, −1 for a flow that no member took; `sizes` are not negative. */
export function byteLoadOf(
  memberOf: ArrayLike<number>,
  sizes: ArrayLike<number>,
  weights: readonly number[],
): ByteLoad {
  const bytes = weights.map(() => 0);
  let sum = 0;
  let squares = 0;
  for (let flow = 0; flow < memberOf.length; flow++) {
    const member = memberOf[flow]!;
    if (member < 0) continue;
    const size = sizes[flow]!;
    bytes[member]! += size;
    sum += size;
    squares += size * size;
  }
  const effectiveFlows = squares === 0 ? 0 : (sum * sum) / squares;
  const even = distributionOf(bytes, weights);
  return {
    shares: even.shares,
    coefficientOfVariation: even.coefficientOfVariation,
    coefficientOfVariationFloor: effectiveFlows === 0 ? 0 : Math.sqrt(even.degreesOfFreedom / effectiveFlows),
    peakToMean: even.peakToMean,
    jainIndex: even.jainIndex,
    effectiveFlows,
  };
}
