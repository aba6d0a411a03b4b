// Which of two instances of one LSA is newer, RFC 2328 §13.1.

import { maxAgeDiffSeconds, maxAgeSeconds } from './age.ts';
import type { LsaHeader } from './lsa.ts';

/** Positive: `left` is newer; negative: `right` is newer; 0: the same instance. Ages are in seconds at the instant of comparison. */
export function compareLsa(
  left: LsaHeader,
  leftAgeSeconds: number,
  right: LsaHeader,
  rightAgeSeconds: number,
): number {
  if (left.sequence !== right.sequence) return left.sequence < right.sequence ? -1 : 1;
  if (left.checksum !== right.checksum) return left.checksum < right.checksum ? -1 : 1;
  const leftIsMaxAge = leftAgeSeconds >= maxAgeSeconds;
  if (leftIsMaxAge !== rightAgeSeconds >= maxAgeSeconds) return leftIsMaxAge ? 1 : -1;
  if (Math.abs(leftAgeSeconds - rightAgeSeconds) > maxAgeDiffSeconds) {
    return leftAgeSeconds < rightAgeSeconds ? 1 : -1;
  }
  return 0;
}
