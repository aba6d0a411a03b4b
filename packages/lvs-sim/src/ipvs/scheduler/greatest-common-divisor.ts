/** Of the positive ones among the values; 0 when there is none. */
export function greatestCommonDivisor(values: Iterable<number>): number {
  let divisor = 0;
  for (const value of values) {
    if (value <= 0) continue;
    let larger = value;
    while (divisor !== 0) {
      const rest = larger % divisor;
      larger = divisor;
      divisor = rest;
    }
    divisor = larger;
  }
  return divisor;
}
