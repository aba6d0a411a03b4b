// SipHash-1-3 of one 32-bit word, lower half of the result: the kernel's hsiphash_1u32 on 64-bit machines
// (Linux: lib/siphash.c, 6.1). 64-bit words are pairs of 32-bit halves, because BigInt is a hundred times slower.

let v0h = 0;
let v0l = 0;
let v1h = 0;
let v1l = 0;
let v2h = 0;
let v2l = 0;
let v3h = 0;
let v3l = 0;

/** `key` is used for both key words, as IPVS does; it must be below 2³². The result is unsigned. */
export function siphash13(word: number, key: number): number {
  v0h = 0x736f6d65;
  v0l = 0x70736575 ^ key;
  v1h = 0x646f7261;
  v1l = 0x6e646f6d ^ key;
  v2h = 0x6c796765;
  v2l = 0x6e657261 ^ key;
  v3h = 0x74656462;
  v3l = 0x79746573 ^ key;
  // The length in bytes, 4, stands in the top byte of the only block.
  v3h ^= 0x04000000;
  v3l ^= word;
  round();
  v0h ^= 0x04000000;
  v0l ^= word;
  v2l ^= 0xff;
  round();
  round();
  round();
  return (v0l ^ v1l ^ v2l ^ v3l) >>> 0;
}

function round(): void {
  let low: number;
  let high: number;
  // v0 += v1; v1 = rotl(v1, 13) ^ v0; v0 = rotl(v0, 32)
  low = (v0l >>> 0) + (v1l >>> 0);
  v0h = (v0h + v1h + (low > 0xffffffff ? 1 : 0)) | 0;
  v0l = low | 0;
  high = (v1h << 13) | (v1l >>> 19);
  v1l = ((v1l << 13) | (v1h >>> 19)) ^ v0l;
  v1h = high ^ v0h;
  high = v0h;
  v0h = v0l;
  v0l = high;
  // v2 += v3; v3 = rotl(v3, 16) ^ v2
  low = (v2l >>> 0) + (v3l >>> 0);
  v2h = (v2h + v3h + (low > 0xffffffff ? 1 : 0)) | 0;
  v2l = low | 0;
  high = (v3h << 16) | (v3l >>> 16);
  v3l = ((v3l << 16) | (v3h >>> 16)) ^ v2l;
  v3h = high ^ v2h;
  // v0 += v3; v3 = rotl(v3, 21) ^ v0
  low = (v0l >>> 0) + (v3l >>> 0);
  v0h = (v0h + v3h + (low > 0xffffffff ? 1 : 0)) | 0;
  v0l = low | 0;
  high = (v3h << 21) | (v3l >>> 11);
  v3l = ((v3l << 21) | (v3h >>> 11)) ^ v0l;
  v3h = high ^ v0h;
  // v2 += v1; v1 = rotl(v1, 17) ^ v2; v2 = rotl(v2, 32)
  low = (v2l >>> 0) + (v1l >>> 0);
  v2h = (v2h + v1h + (low > 0xffffffff ? 1 : 0)) | 0;
  v2l = low | 0;
  high = (v1h << 17) | (v1l >>> 15);
  v1l = ((v1l << 17) | (v1h >>> 15)) ^ v2l;
  v1h = high ^ v2h;
  high = v2h;
  v2h = v2l;
  v2l = high;
}
