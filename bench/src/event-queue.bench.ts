// The event queue in the hold model. Peers: the priority queues that a user would take from npm.

import { EventQueue, endOfTime, type TargetId, type Instant } from '@ospflab/sim';
import FlatQueue from 'flatqueue';
import { Heap } from 'heap-js';
import { PriorityQueue } from 'js-sdsl';
import TinyQueue from 'tinyqueue';
import { bareFlatqueue, fill, gapCount, hold, mixes, type HoldQueue } from './hold-model.ts';
import type { Contender, Race } from './ratio-table.ts';

/** What the peers carry: the same as ours. */
interface Entry {
  readonly at: number;
  readonly sequence: number;
  readonly target: TargetId;
  readonly label: number;
  readonly argument: unknown;
  readonly cause: number;
}

const target = 0 as TargetId;
/** Floor, moonshot and the peer's result belong to the same machine. */
const goalsAt100k: Readonly<Record<keyof typeof mixes, Pick<Race, 'floor' | 'moonshot' | 'reference'>>> = {
  exp: { floor: 5, moonshot: 8, reference: { peer: 'flatqueue of bare numbers', result: 4.6 } },
  sim: { floor: 5, moonshot: 12, reference: { peer: 'flatqueue of bare numbers', result: 7.6 } },
};

function ours(): HoldQueue {
  const queue = new EventQueue();
  const hold: HoldQueue = {
    instant: 0,
    label: 0,
    push: (at, label) => void queue.push(at as Instant, target, label, undefined, 0),
    pop: () => {
      queue.pop(endOfTime);
      hold.instant = queue.poppedInstant;
      hold.label = queue.poppedKind;
    },
  };
  return hold;
}

function flatqueue(): HoldQueue {
  const queue = new FlatQueue<Entry>();
  const hold: HoldQueue = {
    instant: 0,
    label: 0,
    push: (at, label) => queue.push({ at, sequence: 0, target, label, argument: undefined, cause: 0 }, at),
    pop: () => {
      const entry = queue.pop()!;
      hold.instant = entry.at;
      hold.label = entry.label;
    },
  };
  return hold;
}

function objectHeap(queue: { push(entry: Entry): unknown; pop(): Entry | undefined }): HoldQueue {
  let sequence = 0;
  const hold: HoldQueue = {
    instant: 0,
    label: 0,
    push: (at, label) =>
      void queue.push({ at, sequence: sequence++, target, label, argument: undefined, cause: 0 }),
    pop: () => {
      const entry = queue.pop()!;
      hold.instant = entry.at;
      hold.label = entry.label;
    },
  };
  return hold;
}

const byInstant = (a: Entry, b: Entry): number => a.at - b.at || a.sequence - b.sequence;

/** `stable`: keeps the order of insertion among equal instants, so labels can be compared too. */
const competitors: readonly { name: string; stable: boolean; make: () => HoldQueue }[] = [
  { name: 'ours', stable: true, make: ours },
  { name: 'flatqueue (no tie-break)', stable: false, make: flatqueue },
  { name: 'flatqueue of bare numbers', stable: false, make: bareFlatqueue },
  { name: 'tinyqueue', stable: true, make: () => objectHeap(new TinyQueue<Entry>([], byInstant)) },
  { name: 'heap-js', stable: true, make: () => objectHeap(new Heap<Entry>(byInstant)) },
  { name: 'js-sdsl', stable: true, make: () => objectHeap(new PriorityQueue<Entry>([], byInstant)) },
];

function checkEqual(gaps: Float64Array): void {
  const results = competitors.map(({ stable, make }) => ({
    instants: hold(fill(make(), gaps, 5000), gaps, 100_000, false),
    labels: stable ? hold(fill(make(), gaps, 5000), gaps, 100_000, true) : undefined,
  }));
  for (const [index, result] of results.entries()) {
    const labelsDiffer = result.labels !== undefined && result.labels !== results[0]!.labels;
    if (labelsDiffer || result.instants !== results[0]!.instants) {
      throw new Error(`${competitors[index]!.name} pops in another order than ours.`);
    }
  }
}

/** Ours with timers that are taken back: every fourth operation also cancels a waiting event and queues it anew. */
function withCancels(gaps: Float64Array, pending: number, operations: number): Contender {
  const queue = new EventQueue();
  const handles = new Float64Array(gapCount);
  for (let i = 0; i < pending; i++) queue.push(gaps[i & (gapCount - 1)]! as Instant, target, i, undefined, 0);
  return {
    name: 'ours, every fourth also cancels one and queues it anew',
    run: () => {
      for (let i = 0; i < operations; i++) {
        queue.pop(endOfTime);
        const place = i & (gapCount - 1);
        const at = (queue.poppedInstant + gaps[place]!) as Instant;
        handles[place] = queue.push(at, target, i, undefined, 0);
        if ((i & 3) !== 0) continue;
        const other = (i * 7919) & (gapCount - 1);
        if (queue.cancel(handles[other] as Parameters<EventQueue['cancel']>[0])) {
          handles[other] = queue.push(at, target, i, undefined, 0);
        }
      }
      return operations;
    },
  };
}

export function* eventQueueRaces(): Generator<Race> {
  for (const mix of ['exp', 'sim'] as const) {
    const gaps = mixes[mix]();
    checkEqual(gaps);
    for (const pending of [1000, 100_000, 1_000_000]) {
      const operations = 200_000;
      const contenders = competitors.map(({ name, make }): Contender => {
        const queue = fill(make(), gaps, pending);
        return {
          name,
          run: () => {
            hold(queue, gaps, operations, true);
            return operations;
          },
        };
      });
      const race = {
        title: `${mix}, ${pending.toLocaleString('en')} waiting, pop and push`,
        unit: 'M/s' as const,
        rounds: pending > 100_000 ? 3 : 7,
        contenders: [...contenders, withCancels(gaps, pending, operations)],
      };
      yield pending === 100_000 ? { ...race, ...goalsAt100k[mix] } : race;
    }
  }
}
