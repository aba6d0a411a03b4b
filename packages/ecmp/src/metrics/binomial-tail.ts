// How likely a count is when each of many flows is counted with the same probability: the bound that measured disruption is
// held against.

import { logGamma } from './incomplete-gamma.ts';

/**
 * The probability of a count at least as far from its expectation as this one, on the same side: P(X ≥ count) above it,
 * P(X ≤ count) below. `probability` in 0 … 1; 0 for a count that cannot be.
 */
export function binomialTail(count: number, trials: number, probability: number): number {
  if (probability <= 0) return count === 0 ? 1 : 0;
  if (probability >= 1) return count === trials ? 1 : 0;
  const odds = probability / (1 - probability);
  const step = count >= trials * probability ? 1 : -1;
  let term = Math.exp(
    logGamma(trials + 1) -
      logGamma(count + 1) -
      logGamma(trials - count + 1) +
      count * Math.log(probability) +
      (trials - count) * Math.log(1 - probability),
  );
  let sum = 0;
  for (let k = count; k >= 0 && k <= trials; k += step) {
    sum += term;
    term *= step === 1 ? ((trials - k) / (k + 1)) * odds : k / (trials - k + 1) / odds;
    if (term < sum * 1e-16) break;
  }
  return Math.min(1, sum);
}
