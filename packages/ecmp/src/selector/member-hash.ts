// A 32-bit hash of a flow hash and a member: what selectors that place members by chance draw from.

/** Unsigned. `id` names the member, so its draws do not depend on where it stands. */
export function memberHash(hash: number, id: number): number {
  return keyedHash(hash, memberKey(id));
}

/** The part of `memberHash` that can be computed once per member. */
export function memberKey(id: number): number {
  return finalised(id + 0x632be5ab) | 0;
}

/** The rest of it. Unsigned. */
export function keyedHash(hash: number, key: number): number {
  return finalised(Math.imul(hash, 0x9e3779b1) ^ key);
}

/** The members with the highest and the second highest draw among those with `eligible[member]` = 1; −1 where there is none. */
export function highestDraws(
  hash: number,
  keys: Int32Array,
  eligible: Uint8Array,
): { readonly first: number; readonly second: number } {
  let first = -1;
  let second = -1;
  let highest = -1;
  let next = -1;
  for (let member = 0; member < keys.length; member++) {
    if (eligible[member] !== 1) continue;
    const draw = keyedHash(hash, keys[member]!);
    if (draw > highest) {
      second = first;
      next = highest;
      first = member;
      highest = draw;
    } else if (draw > next) {
      second = member;
      next = draw;
    }
  }
  draws.first = first;
  draws.second = second;
  return draws;
}

/** One result for all calls. */
const draws = { first: -1, second: -1 };

/** Wellons 2018, lowbias32: every bit of the input reaches every bit of the result. */
function finalised(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
