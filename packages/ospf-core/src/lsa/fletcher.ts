// The Fletcher checksum of ISO 8473 as RFC 2328 §12.1.7 uses it: two sums modulo 255 and two check bytes that make both zero.

/** The 16 check bits for `bytes[start, end)` with the two check bytes at `checkOffset`; their present value is taken as zero. */
export function fletcherCheckBytes(
  bytes: Uint8Array,
  start: number,
  end: number,
  checkOffset: number,
): number {
  let first = 0;
  let second = 0;
  for (let index = start; index < end;) {
    // 5802 is the longest run whose second sum still fits 32 bits; 4096 keeps well below it.
    const stop = Math.min(end, index + 4096);
    for (; index < stop; index++) {
      if (index !== checkOffset && index !== checkOffset + 1) first += bytes[index]!;
      second += first;
    }
    first %= 255;
    second %= 255;
  }
  const fromEnd = end - checkOffset - 1;
  const x = (((fromEnd * first - second) % 255) + 255) % 255;
  const y = (((second - (fromEnd + 1) * first) % 255) + 255) % 255;
  return ((x === 0 ? 255 : x) << 8) | (y === 0 ? 255 : y);
}

/** Whether the check bytes inside `bytes[start, end)` make both sums zero. */
export function fletcherMatches(bytes: Uint8Array, start: number, end: number): boolean {
  let first = 0;
  let second = 0;
  for (let index = start; index < end;) {
    const stop = Math.min(end, index + 4096);
    for (; index < stop; index++) {
      first += bytes[index]!;
      second += first;
    }
    first %= 255;
    second %= 255;
  }
  return first === 0 && second === 0;
}
