// SipHash-2-4 (Aumasson, Bernstein 2012) on pairs of 32-bit integers. JavaScript has no 64-bit integer that is fast:
// a 64-bit addition is two 32-bit ones, and the carry comes from the bits themselves instead of from a comparison.

/** Where the core leaves its result: the low half, then the high half. */
const result = new Int32Array(2);

/**
 * Hashes `blocks` 64-bit blocks that stand in `words` as low half, high half. The last block must be the closing one:
 * the remaining bytes and, in its top byte, the length. Key halves are given low first. Returns the low 32 bits, signed;
 * `siphash24` gives all 64.
 */
export function siphash24Low(
  words: Int32Array,
  blocks: number,
  key0Low: number,
  key0High: number,
  key1Low: number,
  key1High: number,
): number {
  let a = key0Low ^ 0x70736575;
  let A = key0High ^ 0x736f6d65;
  let b = key1Low ^ 0x6e646f6d;
  let B = key1High ^ 0x646f7261;
  let c = key0Low ^ 0x6e657261;
  let C = key0High ^ 0x6c796765;
  let d = key1Low ^ 0x79746573;
  let D = key1High ^ 0x74656462;
  let sum = 0;
  let kept = 0;
  // One round is written once: the pass after the last block is the finalisation.
  for (let block = 0; block <= blocks; block++) {
    const isLast = block === blocks;
    const low = isLast ? 0 : words[2 * block]!;
    const high = isLast ? 0 : words[2 * block + 1]!;
    d ^= low;
    D ^= high;
    if (isLast) c ^= 0xff;
    for (let round = isLast ? 4 : 2; round > 0; round--) {
      sum = (a + b) | 0;
      A = (A + B + (((a & b) | ((a | b) & ~sum)) >>> 31)) | 0;
      a = sum;
      kept = b;
      b = ((b << 13) | (B >>> 19)) ^ a;
      B = ((B << 13) | (kept >>> 19)) ^ A;
      kept = a;
      a = A;
      A = kept;

      sum = (c + d) | 0;
      C = (C + D + (((c & d) | ((c | d) & ~sum)) >>> 31)) | 0;
      c = sum;
      kept = d;
      d = ((d << 16) | (D >>> 16)) ^ c;
      D = ((D << 16) | (kept >>> 16)) ^ C;

      sum = (a + d) | 0;
      A = (A + D + (((a & d) | ((a | d) & ~sum)) >>> 31)) | 0;
      a = sum;
      kept = d;
      d = ((d << 21) | (D >>> 11)) ^ a;
      D = ((D << 21) | (kept >>> 11)) ^ A;

      sum = (c + b) | 0;
      C = (C + B + (((c & b) | ((c | b) & ~sum)) >>> 31)) | 0;
      c = sum;
      kept = b;
      b = ((b << 17) | (B >>> 15)) ^ c;
      B = ((B << 17) | (kept >>> 15)) ^ C;
      kept = c;
      c = C;
      C = kept;
    }
    a ^= low;
    A ^= high;
  }
  result[0] = a ^ b ^ c ^ d;
  result[1] = A ^ B ^ C ^ D;
  return result[0]!;
}

/** The hash of any bytes under a key of 16 bytes, as unsigned halves. Throws RangeError on a key of another length. */
export function siphash24(
  bytes: Uint8Array,
  key: Uint8Array,
): { readonly high: number; readonly low: number } {
  if (key.length !== 16) throw new RangeError(`a SipHash key of ${key.length} bytes`);
  const blocks = (bytes.length >>> 3) + 1;
  const words = new Int32Array(2 * blocks);
  for (let index = 0; index < bytes.length; index++) {
    words[index >>> 2]! |= bytes[index]! << ((index & 3) * 8);
  }
  words[2 * blocks - 1]! |= bytes.length << 24;
  siphash24Low(words, blocks, wordOf(key, 0), wordOf(key, 4), wordOf(key, 8), wordOf(key, 12));
  return { high: result[1]! >>> 0, low: result[0]! >>> 0 };
}

function wordOf(bytes: Uint8Array, offset: number): number {
  return bytes[offset]! | (bytes[offset + 1]! << 8) | (bytes[offset + 2]! << 16) | (bytes[offset + 3]! << 24);
}
