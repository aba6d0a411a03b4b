// The regularised incomplete gamma function Q(a, x) = Γ(a, x) / Γ(a), which turns a χ² value into a p-value.
// Series below a + 1, continued fraction (Lentz) above; both are bounded.

const iterationsMax = 100_000;
const relativePrecision = 1e-15;
const smallest = 1e-300;

/** Q(a, x) for a > 0 and x ≥ 0, in 0 … 1; about 13 digits. Throws RangeError outside. */
export function upperIncompleteGamma(a: number, x: number): number {
  if (!(a > 0) || !(x >= 0)) throw new RangeError(`Q(${a}, ${x}) is not defined`);
  if (x === 0) return 1;
  if (x === Infinity) return 0;
  const factor = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (factor === 0) return x < a ? 1 : 0;
  return x < a + 1 ? 1 - factor * lowerSeries(a, x) : factor * upperFraction(a, x);
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < iterationsMax && term > sum * relativePrecision; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function upperFraction(a: number, x: number): number {
  let denominator = x + 1 - a;
  let c = 1 / smallest;
  let d = 1 / denominator;
  let fraction = d;
  for (let n = 1; n < iterationsMax; n++) {
    const numerator = -n * (n - a);
    denominator += 2;
    d = 1 / notZero(numerator * d + denominator);
    c = notZero(denominator + numerator / c);
    const change = c * d;
    fraction *= change;
    if (Math.abs(change - 1) < relativePrecision) break;
  }
  return fraction;
}

function notZero(value: number): number {
  return Math.abs(value) < smallest ? smallest : value;
}

/** Lanczos with g = 7 and nine terms; arguments above 0. */
export function logGamma(a: number): number {
  if (a < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * a)) - logGamma(1 - a);
  const z = a - 1;
  let sum = lanczos[0]!;
  for (let index = 1; index < lanczos.length; index++) sum += lanczos[index]! / (z + index);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

const lanczos: readonly number[] = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
