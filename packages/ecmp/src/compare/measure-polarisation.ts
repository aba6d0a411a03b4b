// Two tiers of routers in a row, each with its hash and seed: do they choose independently?

import { hashThreshold } from '../selector/hash-threshold.ts';
import type { FlowHash } from '../hash/flow-hash.ts';
import type { NextHopSelector } from '../selector/next-hop-selector.ts';
import { polarisationOf, type Polarisation } from '../metrics/polarisation.ts';
import type { FlowSet } from '../traffic/flow-set.ts';
import { hashesOf } from './compare-hashes.ts';

export interface Tier {
  readonly hash: FlowHash;
  readonly seed: number;
  readonly weights: readonly number[];
  /** Hash-threshold when left out. */
  readonly selector?: NextHopSelector;
}

export function measurePolarisation(first: Tier, second: Tier, flows: FlowSet): Polarisation {
  return polarisationOf(choicesOf(first, flows), choicesOf(second, flows), first.weights, second.weights);
}

function choicesOf({ hash, seed, weights, selector = hashThreshold }: Tier, flows: FlowSet): Int32Array {
  const table = selector.prepare(weights);
  return hashesOf(hash, seed, flows).map((value) => table.select(value));
}
