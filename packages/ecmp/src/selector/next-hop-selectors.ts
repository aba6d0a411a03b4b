// The table of selectors that can be compared with each other. A new selector is one file and one row.

import { hashThreshold } from './hash-threshold.ts';
import type { NextHopSelector } from './next-hop-selector.ts';

export const nextHopSelectors: readonly NextHopSelector[] = [hashThreshold];
