/** One of the 256 buckets of sh and dh. Linux: include/linux/hash.h (hash_32 with 8 bits). */
export function addressBucket(value: number): number {
  return Math.imul(value, 0x61c88647) >>> 24;
}

export const addressBucketCount = 256;
