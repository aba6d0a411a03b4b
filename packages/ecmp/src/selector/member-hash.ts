// A 32-bit hash of a flow hash and a member: what selectors that place members by chance draw from.

import { murmurFinal } from '../hash/murmur3.ts';

/** Unsigned. `id` names the member, so its draws do not depend on where it stands. */
export function memberHash(hash: number, id: number): number {
  return keyedHash(hash, memberKey(id));
}

/** The part of `memberHash` that can be computed once per member. */
export function memberKey(id: number): number {
  return murmurFinal(id + 0x632be5ab) | 0;
}

/** The rest of it. Unsigned. */
export function keyedHash(hash: number, key: number): number {
  return murmurFinal(Math.imul(hash, 0x9e3779b1) ^ key);
}
