// Every chosen hash × selector × traffic × change × seed, measured: the engine behind `ospflab bench-hash`.

import { ipv4FromNumber } from '@ospflab/net';
import { selectionHash, type FlowHash } from '../hash/flow-hash.ts';
import { byteLoadOf, type ByteLoad } from '../metrics/byte-load.ts';
import { disruptionOf, type Disruption } from '../metrics/disruption.ts';
import { distributionOf, type Distribution } from '../metrics/distribution.ts';
import { changedTable, type NextHopSelector, type SelectionTable } from '../selector/next-hop-selector.ts';
import { sharesByWeight } from '../selector/shares-by-weight.ts';
import type { FlowSet } from '../traffic/flow-set.ts';
import { membersOfWeights, type MemberChange, type Members } from './member-change.ts';

export interface TrafficSource {
  readonly name: string;
  /** Recorded flows are the same for every seed. */
  readonly flowsOf: (seed: number) => FlowSet;
}

export interface Comparison {
  readonly hashes: readonly FlowHash[];
  readonly selectors: readonly NextHopSelector[];
  readonly traffic: readonly TrafficSource[];
  readonly weights: readonly number[];
  /** Changes that apply to `weights`; none for the distribution alone. */
  readonly changes: readonly MemberChange[];
  /** Unsigned 32 bits, of hash and traffic alike. */
  readonly seeds: readonly number[];
}

export interface ComparisonRow {
  readonly hash: string;
  readonly selector: string;
  readonly traffic: string;
  /** Empty when nothing changes. */
  readonly change: string;
  readonly seed: number;
  readonly flows: number;
  /** Flows of each member before the change. */
  readonly counts: readonly number[];
  readonly distribution: Distribution;
  readonly byteLoad: ByteLoad;
  readonly disruption: Disruption | undefined;
  /** Flows whose hash lies in each of `hashBins` equal parts of its range. */
  readonly hashHistogram: readonly number[];
}

export const hashBins = 64;

/** How many rows `compareHashes` will give. */
export function comparisonSize(comparison: Comparison): number {
  const { hashes, selectors, traffic, changes, seeds } = comparison;
  return hashes.length * selectors.length * traffic.length * Math.max(1, changes.length) * seeds.length;
}

/** One row after the other, so that a caller may show how far it is. Throws RangeError when a change does not apply. */
export function* compareHashes(comparison: Comparison): Generator<ComparisonRow> {
  const members = membersOfWeights(comparison.weights);
  for (const traffic of comparison.traffic) {
    for (const seed of comparison.seeds) {
      const flows = traffic.flowsOf(seed);
      for (const hash of comparison.hashes) {
        const hashes = hashesOf(hash, seed, flows);
        const head = { hash: hash.name, traffic: traffic.name, seed, flows: flows.count };
        const hashHistogram = histogramOf(hashes);
        for (const selector of comparison.selectors) {
          yield* rowsOf(comparison, members, selector, hashes, flows, { ...head, hashHistogram });
        }
      }
    }
  }
}

type RowHead = Pick<ComparisonRow, 'hash' | 'traffic' | 'seed' | 'flows' | 'hashHistogram'>;

function* rowsOf(
  comparison: Comparison,
  members: Members,
  selector: NextHopSelector,
  hashes: Int32Array,
  flows: FlowSet,
  head: RowHead,
): Generator<ComparisonRow> {
  const table = selector.prepare(members.weights, members.ids);
  const memberOf = hashes.map((hash) => table.select(hash));
  const counts = members.weights.map(() => 0);
  for (const member of memberOf) counts[member]!++;
  // Where weights are not defined, equal shares are what the selector promises.
  const distribution = distributionOf(counts, promisedWeights(selector, table, members.weights));
  const byteLoad = byteLoadOf(memberOf, flows.bytes, members.weights);
  const row = { ...head, selector: selector.name, counts, distribution, byteLoad };
  if (comparison.changes.length === 0) yield { ...row, change: '', disruption: undefined };
  for (const change of comparison.changes) {
    const disruption = changeOf(change, selector, members, table, hashes, memberOf);
    yield { ...row, change: change.text, disruption };
  }
}

function changeOf(
  change: MemberChange,
  selector: NextHopSelector,
  members: Members,
  table: SelectionTable,
  hashes: Int32Array,
  memberOf: Int32Array,
): Disruption {
  const changed = change.apply(members);
  if (!changed.ok) throw new RangeError(changed.reason);
  const { weights, ids } = changed.value;
  const after = changedTable(selector, table, weights, ids);
  const second = after.secondChance;
  const equal = members.weights.every((weight) => weight === members.weights[0]);
  const closedForm =
    change.removes === undefined || !equal
      ? undefined
      : selector.removalDisruption?.(members.weights.length, change.removes, table.shares()[change.removes]!);
  const question = {
    before: memberOf.map((member) => members.ids[member]!),
    after: hashes.map((hash) => ids[after.select(hash)] ?? -1),
    sharesBefore: sharesById(members),
    sharesAfter: sharesById(changed.value),
  };
  return disruptionOf({
    ...question,
    ...(second === undefined ? {} : { secondAfter: hashes.map((hash) => ids[second(hash)] ?? -1) }),
    ...(closedForm === undefined ? {} : { closedForm }),
  });
}

function promisedWeights(
  selector: NextHopSelector,
  table: SelectionTable,
  weights: readonly number[],
): readonly number[] {
  return selector.ignoresWeights === true ? table.shares().map((share) => (share > 0 ? 1 : 0)) : weights;
}

/** 31 bits each, as selectors take them. */
export function hashesOf(hash: FlowHash, seed: number, flows: FlowSet): Int32Array {
  const hashes = new Int32Array(flows.count);
  for (let flow = 0; flow < flows.count; flow++) {
    const value = hash.hashFlow(
      seed,
      ipv4FromNumber(flows.source[flow]!),
      ipv4FromNumber(flows.destination[flow]!),
      flows.protocol[flow]!,
      flows.sourcePort[flow]!,
      flows.destinationPort[flow]!,
    );
    hashes[flow] = selectionHash(value, hash.hashBits);
  }
  return hashes;
}

function histogramOf(hashes: Int32Array): readonly number[] {
  const bins = Array.from({ length: hashBins }, () => 0);
  for (const hash of hashes) bins[Math.floor(hash / (2 ** 31 / hashBins))]!++;
  return bins;
}

function sharesById({ weights, ids }: Members): ReadonlyMap<number, number> {
  const shares = sharesByWeight(weights);
  return new Map(ids.map((id, index) => [id, shares[index]!]));
}
