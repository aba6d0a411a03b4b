// `npm run bench [-- name …]`: every benchmark, or those whose name contains one of the words.
// To add one: a file `<name>.bench.ts` that exports a function yielding races (results checked equal before the first
// is yielded), and one row in the table below.

import { eventQueueRaces } from './event-queue.bench.ts';
import { floodingRaces } from './flooding.bench.ts';
import { hashingRaces } from './hashing.bench.ts';
import { runRace, type Race, type RaceResult } from './ratio-table.ts';
import { spfRaces } from './spf.bench.ts';
import { traceRaces } from './trace.bench.ts';

const benchmarks: Readonly<Record<string, () => Iterable<Race>>> = {
  'event-queue': eventQueueRaces,
  flooding: floodingRaces,
  spf: spfRaces,
  trace: traceRaces,
  hashing: hashingRaces,
};

const words = process.argv.slice(2);
const chosen = Object.entries(benchmarks).filter(
  ([name]) => words.length === 0 || words.some((word) => name.includes(word)),
);
if (chosen.length === 0) {
  console.error(
    `No benchmark is called ${words.join(' or ')}. There are: ${Object.keys(benchmarks).join(', ')}.`,
  );
  process.exitCode = 2;
}
const results: RaceResult[] = [];
for (const [name, races] of chosen) {
  console.log(`── ${name} ──`);
  for (const race of races()) results.push(runRace(race, (line) => console.log(line)));
}
const withFloor = results.filter(({ floorMet }) => floorMet !== undefined);
if (withFloor.length > 0) {
  const count = (verdict: RaceResult['floorMet']): number =>
    withFloor.filter(({ floorMet }) => floorMet === verdict).length;
  console.log(
    `${withFloor.length} floors: ${count('yes')} met as they stand, ${count('scaled')} at this machine's speed today, ${count('no')} missed`,
  );
  for (const { title, floorMet } of withFloor) if (floorMet === 'no') console.log(`  missed: ${title}`);
}
