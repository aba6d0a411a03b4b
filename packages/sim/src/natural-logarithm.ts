// The natural logarithm from additions, multiplications and divisions alone. IEEE 754 fixes those to the last bit,
// while Math.log may differ between JavaScript engines, and with it every exponential draw.

const log2 = 0.6931471805599453;
const squareRootOfTwo = 1.4142135623730951;

/** ln(numerator / 2³²) for an integer numerator of 1 … 2³²; the error is below 1e-15. */
export function naturalLogarithmOf32BitFraction(numerator: number): number {
  let exponent = 0;
  let mantissa = numerator;
  if (numerator < 4294967296) {
    exponent = 31 - Math.clz32(numerator);
    mantissa = numerator / 2 ** exponent;
  } else {
    exponent = 32;
    mantissa = 1;
  }
  if (mantissa > squareRootOfTwo) {
    mantissa /= 2;
    exponent++;
  }
  // ln m = 2 artanh((m − 1) / (m + 1)), whose argument is at most 0.172.
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let sum = 0;
  for (let degree = 21; degree >= 1; degree -= 2) sum = sum * square + 1 / degree;
  return (exponent - 32) * log2 + 2 * s * sum;
}
