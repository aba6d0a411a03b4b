// Fletcher's checksum modulo 255 (ISO 8473, RFC 905 annex B, RFC 1008) as OSPF uses it for LSAs (RFC 2328 §12.1.7).
// The two check bytes are chosen so that both sums over the whole range are zero.

/** As many bytes as both 32-bit sums take without overflow when they start below 255. */
const bytesPerReduction = 4096;

/**
 * The two check bytes as one 16-bit number for bytes[start, end), where they will stand at `checkOffset`.
 * The two bytes at that place count as zero, whatever they hold. Neither check byte is ever 0. For an LSA: start is
 * its first byte + 2 (the age is left out), end its first byte + length, checkOffset its first byte + 16.
 */
export function fletcherChecksum(bytes: Uint8Array, start: number, end: number, checkOffset: number): number {
  const upToCheck = fletcherSums(bytes, start, checkOffset, 0, 0);
  // A zero byte leaves the first sum alone and adds it once more to the second.
  const afterCheck = (upToCheck.second + 2 * upToCheck.first) % 255;
  const { first, second } = fletcherSums(bytes, checkOffset + 2, end, upToCheck.first, afterCheck);
  const bytesFromCheck = end - checkOffset;
  const high = nonZero((bytesFromCheck - 1) * first - second);
  const low = nonZero(second - bytesFromCheck * first);
  return (high << 8) | low;
}

/** Whether bytes[start, end), check bytes included, sum to zero. A range with zero check bytes is not checked at all: false. */
export function fletcherIsValid(bytes: Uint8Array, start: number, end: number, checkOffset: number): boolean {
  if (checkOffset < start || checkOffset + 2 > end) return false;
  if (bytes[checkOffset] === 0 && bytes[checkOffset + 1] === 0) return false;
  const { first, second } = fletcherSums(bytes, start, end, 0, 0);
  return first === 0 && second === 0;
}

function fletcherSums(
  bytes: Uint8Array,
  start: number,
  end: number,
  initialFirst: number,
  initialSecond: number,
): { first: number; second: number } {
  let first = initialFirst;
  let second = initialSecond;
  let index = start;
  while (index < end) {
    const stop = Math.min(end, index + bytesPerReduction);
    for (; index < stop; index++) {
      first += bytes[index]!;
      second += first;
    }
    first %= 255;
    second %= 255;
  }
  return { first, second };
}

/** Modulo 255 with 255 for 0: the same value to the sums, and never mistaken for "no checksum". */
function nonZero(value: number): number {
  const remainder = value % 255;
  return remainder <= 0 ? remainder + 255 : remainder;
}
