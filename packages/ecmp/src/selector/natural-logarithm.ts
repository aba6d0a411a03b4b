// A logarithm from additions, multiplications and divisions only. Math.log may differ in its last bit from one engine to
// another, and then a flow would take another member in a browser.

const logarithmOf2 = 0.6931471805599453;

/** Of a positive normal number, to about 1e-13. */
export function naturalLogarithm(value: number): number {
  let mantissa = value;
  let exponent = 0;
  while (mantissa < 0.75) {
    mantissa *= 2;
    exponent--;
  }
  while (mantissa >= 1.5) {
    mantissa /= 2;
    exponent++;
  }
  // ln m = 2 artanh((m − 1) / (m + 1)), here with |ratio| ≤ 1/5.
  const ratio = (mantissa - 1) / (mantissa + 1);
  const square = ratio * ratio;
  let power = ratio;
  let sum = 0;
  for (let odd = 1; odd <= 19; odd += 2) {
    sum += power / odd;
    power *= square;
  }
  return 2 * sum + exponent * logarithmOf2;
}
