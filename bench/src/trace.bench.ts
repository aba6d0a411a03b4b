// What a trace record and a folded packet cost, beside the ways that come to mind first.

import { Trace, type Instant } from '@ospflab/sim';
import type { Race } from './ratio-table.ts';

const operations = 200_000;

interface NeighborStateChanged {
  readonly kind: 'neighborStateChanged';
  readonly interface: string;
  readonly neighbor: number;
  readonly from: string;
  readonly to: string;
}

const makeEvent = (i: number): NeighborStateChanged => ({
  kind: 'neighborStateChanged',
  interface: 'eth0',
  neighbor: 0xc0a81c00 + (i & 255),
  from: 'loading',
  to: 'full',
});

export function* traceRaces(): Generator<Race> {
  const clock = { now: 30_000_000_000 as Instant };
  const folding = new Trace(clock);
  const silent = new Trace(clock, { digest: false });
  let bytes = 0;
  const record = (trace: Trace): number => {
    for (let i = 0; i < operations; i++) trace.record('ds1', makeEvent(i));
    return operations;
  };
  yield {
    title: 'record an event of five fields',
    unit: 'M/s',
    contenders: [
      { name: 'ours, folded into the digest', run: () => record(folding) },
      { name: 'ours, without digest', run: () => record(silent) },
      {
        name: 'JSON.stringify',
        run: () => {
          for (let i = 0; i < operations; i++) bytes += JSON.stringify(makeEvent(i)).length;
          return operations;
        },
      },
    ],
  };
  yield {
    title: 'fold a packet into the digest',
    unit: 'M/s',
    contenders: [
      {
        name: 'ours, foldNumbers of three',
        run: () => {
          for (let i = 0; i < operations; i++) folding.foldNumbers(77, i & 3, 64 + (i & 1023), i);
          return operations;
        },
      },
      { name: 'ours, as a record', run: () => record(folding) },
    ],
  };
  if (bytes === 0 || folding.digest === silent.digest) throw new Error('The work was not done.');
}
