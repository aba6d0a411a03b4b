// Weights only count in relation to each other: 100, 200 is 1, 2.

/** Of the weights above 0; 1 when there are none. */
export function greatestCommonDivisor(weights: readonly number[]): number {
  let divisor = 0;
  for (const weight of weights) {
    let rest = weight;
    while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  }
  return divisor === 0 ? 1 : divisor;
}
