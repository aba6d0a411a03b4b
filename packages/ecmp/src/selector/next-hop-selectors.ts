// The table of selectors that can be compared with each other. A new selector is one file and one row.

import { consistentRing } from './consistent-ring.ts';
import { hashThreshold } from './hash-threshold.ts';
import { highestRandomWeight } from './highest-random-weight.ts';
import { jump } from './jump.ts';
import { maglev } from './maglev.ts';
import { moduloN } from './modulo-n.ts';
import type { NextHopSelector } from './next-hop-selector.ts';
import { resilientBuckets } from './resilient-buckets.ts';
import { secondChance } from './second-chance.ts';

export const nextHopSelectors: readonly NextHopSelector[] = [
  hashThreshold,
  moduloN,
  highestRandomWeight,
  resilientBuckets(4096),
  maglev(65537),
  consistentRing(160),
  jump,
  secondChance(16),
];
