// SipHash-2-4 (Aumasson, Bernstein 2012) on pairs of 32-bit integers. JavaScript has no 64-bit integer that is fast:
// a 64-bit addition is two 32-bit ones, and the carry comes from the bits themselves instead of from a comparison.

/** The four 64-bit words of state v0 … v3, each low half first. */
export const siphashStateWords = 8;

/** Writes the state a key begins with at `state[offset…]`. Key halves are given low first. */
export function siphash24Begin(
  state: Int32Array,
  offset: number,
  key0Low: number,
  key0High: number,
  key1Low: number,
  key1High: number,
): void {
  state[offset] = key0Low ^ 0x70736575;
  state[offset + 1] = key0High ^ 0x736f6d65;
  state[offset + 2] = key1Low ^ 0x6e646f6d;
  state[offset + 3] = key1High ^ 0x646f7261;
  state[offset + 4] = key0Low ^ 0x6e657261;
  state[offset + 5] = key0High ^ 0x6c796765;
  state[offset + 6] = key1Low ^ 0x79746573;
  state[offset + 7] = key1High ^ 0x74656462;
}

/**
 * Takes the 64-bit blocks [from, to) of `words` (low half, high half) into the state at `state[offset…]`, which stays as it
 * is; the new state goes to `out`. With `finish` the last block must be the closing one, the remaining bytes with the length
 * in its top byte: then `out` gets the hash, low half first. Returns `out[0]`, signed.
 */
export function siphash24Blocks(
  words: Int32Array,
  from: number,
  to: number,
  finish: boolean,
  state: Int32Array,
  offset: number,
  out: Int32Array,
  outOffset: number,
): number {
  let a = state[offset]!;
  let A = state[offset + 1]!;
  let b = state[offset + 2]!;
  let B = state[offset + 3]!;
  let c = state[offset + 4]!;
  let C = state[offset + 5]!;
  let d = state[offset + 6]!;
  let D = state[offset + 7]!;
  // Two rounds make a pass: one pass a block, two more to finish. A rotation by 32 swaps halves, so instead of moving
  // them the names change their roles: v0 is (low A, high a) from the middle of one round to the middle of the next, v2 for
  // one round.
  const passes = finish ? to + 2 : to;
  let sum = 0;
  let kept = 0;
  for (let pass = from; pass < passes; pass++) {
    const isBlock = pass < to;
    const low = isBlock ? words[2 * pass]! : 0;
    const high = isBlock ? words[2 * pass + 1]! : 0;
    d ^= low;
    D ^= high;
    if (pass === to) c ^= 0xff;

    sum = (a + b) | 0;
    A = (A + B + (((a & b) | ((a | b) & ~sum)) >>> 31)) | 0;
    a = sum;
    kept = b;
    b = ((b << 13) | (B >>> 19)) ^ a;
    B = ((B << 13) | (kept >>> 19)) ^ A;
    sum = (c + d) | 0;
    C = (C + D + (((c & d) | ((c | d) & ~sum)) >>> 31)) | 0;
    c = sum;
    kept = d;
    d = ((d << 16) | (D >>> 16)) ^ c;
    D = ((D << 16) | (kept >>> 16)) ^ C;
    sum = (A + d) | 0;
    a = (a + D + (((A & d) | ((A | d) & ~sum)) >>> 31)) | 0;
    A = sum;
    kept = d;
    d = ((d << 21) | (D >>> 11)) ^ A;
    D = ((D << 21) | (kept >>> 11)) ^ a;
    sum = (c + b) | 0;
    C = (C + B + (((c & b) | ((c | b) & ~sum)) >>> 31)) | 0;
    c = sum;
    kept = b;
    b = ((b << 17) | (B >>> 15)) ^ c;
    B = ((B << 17) | (kept >>> 15)) ^ C;

    sum = (A + b) | 0;
    a = (a + B + (((A & b) | ((A | b) & ~sum)) >>> 31)) | 0;
    A = sum;
    kept = b;
    b = ((b << 13) | (B >>> 19)) ^ A;
    B = ((B << 13) | (kept >>> 19)) ^ a;
    sum = (C + d) | 0;
    c = (c + D + (((C & d) | ((C | d) & ~sum)) >>> 31)) | 0;
    C = sum;
    kept = d;
    d = ((d << 16) | (D >>> 16)) ^ C;
    D = ((D << 16) | (kept >>> 16)) ^ c;
    sum = (a + d) | 0;
    A = (A + D + (((a & d) | ((a | d) & ~sum)) >>> 31)) | 0;
    a = sum;
    kept = d;
    d = ((d << 21) | (D >>> 11)) ^ a;
    D = ((D << 21) | (kept >>> 11)) ^ A;
    sum = (C + b) | 0;
    c = (c + B + (((C & b) | ((C | b) & ~sum)) >>> 31)) | 0;
    C = sum;
    kept = b;
    b = ((b << 17) | (B >>> 15)) ^ C;
    B = ((B << 17) | (kept >>> 15)) ^ c;

    a ^= low;
    A ^= high;
  }
  out[outOffset] = finish ? a ^ b ^ c ^ d : a;
  out[outOffset + 1] = finish ? A ^ B ^ C ^ D : A;
  if (!finish) {
    out[outOffset + 2] = b;
    out[outOffset + 3] = B;
    out[outOffset + 4] = c;
    out[outOffset + 5] = C;
    out[outOffset + 6] = d;
    out[outOffset + 7] = D;
  }
  return out[outOffset]!;
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
  const state = new Int32Array(siphashStateWords);
  siphash24Begin(state, 0, wordOf(key, 0), wordOf(key, 4), wordOf(key, 8), wordOf(key, 12));
  const hash = new Int32Array(2);
  siphash24Blocks(words, 0, blocks, true, state, 0, hash, 0);
  return { high: hash[1]! >>> 0, low: hash[0]! >>> 0 };
}

function wordOf(bytes: Uint8Array, offset: number): number {
  return bytes[offset]! | (bytes[offset + 1]! << 8) | (bytes[offset + 2]! << 16) | (bytes[offset + 3]! << 24);
}
