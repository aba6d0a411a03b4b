// Hash modulo the number of members: the simplest selection, and the one that moves almost every flow when that number
// changes (RFC 2991 §3, RFC 2992 §1). A member of weight w counts as w members in a row.

import { bucketTable } from './bucket-table.ts';
import { greatestCommonDivisor } from './greatest-common-divisor.ts';
import type { NextHopSelector } from './next-hop-selector.ts';

export const moduloN: NextHopSelector = {
  name: 'modulo',
  about: 'hash modulo the number of living members',
  prepare: (weights) => {
    const unit = greatestCommonDivisor(weights);
    const memberOf: number[] = [];
    weights.forEach((weight, member) => {
      for (let count = 0; count < weight / unit; count++) memberOf.push(member);
    });
    return bucketTable(Int32Array.from(memberOf), weights.length);
  },
  removalDisruption: (members) => (members - 1) / members,
};
