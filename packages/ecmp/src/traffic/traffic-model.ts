// What a traffic model is. Each has its file; `traffic-models.ts` is the table of all.

import type { FlowSet } from './flow-set.ts';

export interface TrafficModel {
  /** As users write it. */
  readonly name: string;
  readonly about: string;
  /** `random` gives numbers in [0, 1); the same numbers give the same flows. */
  readonly flows: (count: number, random: () => number) => FlowSet;
}
