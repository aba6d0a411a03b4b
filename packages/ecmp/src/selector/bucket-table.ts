// Selection through a table of buckets, each with a member: what resilient groups, Maglev and expanded remainders share.

import type { SelectionTable } from './next-hop-selector.ts';

/** `memberOf[bucket]` is an index below `members`, or −1 in every bucket when all are dead. Bucket = hash mod buckets. */
export function bucketTable(memberOf: Int32Array, members: number): SelectionTable {
  const size = memberOf.length;
  return {
    select: (hash, failed) => {
      if (size === 0) return -1;
      const bucket = hash % size;
      const member = memberOf[bucket]!;
      return failed === undefined || member === -1 || failed[member] !== 1
        ? member
        : nextGood(memberOf, bucket, failed);
    },
    shares: () => {
      const shares = Array.from({ length: members }, () => 0);
      for (const member of memberOf) if (member !== -1) shares[member]! += 1 / size;
      return shares;
    },
  };
}

/** The member of the nearest bucket behind; the member itself when all have failed. */
function nextGood(memberOf: Int32Array, bucket: number, failed: Uint8Array): number {
  for (let step = 1; step < memberOf.length; step++) {
    const member = memberOf[(bucket + step) % memberOf.length]!;
    if (failed[member] !== 1) return member;
  }
  return memberOf[bucket]!;
}
