// `ospflab bench-hash`: flow hashes and next-hop selections compared, over traffic, changes of members and seeds.

import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import {
  alignColumns,
  compareHashes,
  comparisonCsv,
  comparisonPage,
  comparisonSize,
  comparisonTable,
  flowHashes,
  flowAt,
  flowHashNamed,
  flowsOfCapture,
  flowsOfCsv,
  isHashPolicyNumber,
  measurePolarisation,
  membersOfWeights,
  multipathPolicies,
  nextHopSelectors,
  parseMemberChange,
  parseWeights,
  pathConsistencyOf,
  percent,
  probability,
  seededRandom,
  summarise,
  trafficModels,
  type Comparison,
  type ComparisonRow,
  type FlowHash,
  type FlowSet,
  type MemberChange,
  type MultipathPolicyNumber,
  type NextHopSelector,
  type PathConsistency,
  type Polarisation,
  type TrafficSource,
} from '@ospflab/ecmp';
import { CommandFailure } from '../exit-code.ts';
import { wholeNumber } from '../read-option.ts';
import { writeResult } from '../write-file.ts';

interface BenchHashFlags {
  readonly hash: string;
  readonly selector: string;
  readonly traffic: string;
  readonly input?: string;
  readonly flows: number;
  readonly members: number;
  readonly weights?: string;
  readonly change: readonly string[];
  readonly seeds: number;
  readonly firstSeed: number;
  readonly polarisation?: boolean;
  readonly consistency?: boolean;
  readonly second?: string;
  readonly json?: string;
  readonly csv?: string;
  readonly html?: string;
  readonly list?: boolean;
}

const flowsMax = 20_000_000;
const membersMax = 4096;
/** Of measurements: a bound that a run of minutes stays below. */
const rowsMax = 100_000;

export function addBenchHashCommand(program: Command): void {
  program
    .command('bench-hash')
    .description('compare flow hashes and next-hop selections: evenness, disruption, polarisation')
    .option('--hash <names>', 'hashes, with options as in crc32+symmetric+rotate8+mix; or all', 'linux-l4')
    .option('--selector <names>', 'selectors, or all', 'hash-threshold')
    .option('--traffic <names>', 'traffic models, or all', 'one-vip')
    .option('--input <file>', 'recorded flows of a pcap, pcapng or CSV file instead of a model')
    .option('--flows <n>', 'flows of a model', wholeNumber, 100_000)
    .option('--members <n>', 'equal next hops', wholeNumber, 8)
    .option('--weights <list>', 'weights of the next hops, for example 1,1,2; instead of --members')
    .option('--change <change...>', 'remove:3, add:2, reweight:2=5, order:reverse, order:3,1,2', [])
    .option('--seeds <n>', 'how many seeds', wholeNumber, 1)
    .option('--first-seed <n>', 'the first of them', wholeNumber, 1)
    .option('--polarisation', 'two tiers in a row: does the second choose independently of the first?')
    .option(
      '--consistency',
      'do ICMP errors and fragments go the way of their flow? for the policies of Linux',
    )
    .addOption(new Option('--second <hash>', 'hash of the second tier, by default that of the first'))
    .option('--json <file>', 'write every measurement; - for standard output')
    .option('--csv <file>', 'write a line for every combination; - for standard output')
    .option('--html <file>', 'write a page with charts')
    .option('--list', 'show hashes, selectors and traffic models')
    .action((flags: BenchHashFlags) => {
      if (flags.list === true) printCatalogue();
      else if (flags.polarisation === true) reportPolarisation(flags);
      else if (flags.consistency === true) reportConsistency(flags);
      else reportComparison(flags);
    });
}

function printCatalogue(): void {
  for (const [title, table] of [
    ['hashes', flowHashes],
    ['selectors', nextHopSelectors],
    ['traffic', trafficModels],
  ] as const) {
    console.log(title);
    for (const { name, about } of table) console.log(`  ${name.padEnd(22)}${about}`);
  }
}

function reportComparison(flags: BenchHashFlags): void {
  const comparison = comparisonOf(flags);
  const size = comparisonSize(comparison);
  if (size > rowsMax) throw new CommandFailure(`${size} measurements are more than ${rowsMax}: choose less`);
  const rows: ComparisonRow[] = [];
  const progress = progressBar(size);
  for (const row of compareHashes(comparison)) {
    rows.push(row);
    progress(rows.length);
  }
  const summaries = summarise(rows);
  const json = (): string =>
    `${JSON.stringify({ version: 1, weights: comparison.weights, rows }, null, 1)}\n`;
  writeChosen(flags, {
    table: () => `${comparisonTable(summaries)}\n`,
    json,
    csv: () => comparisonCsv(summaries),
    html: () => comparisonPage(rows, 'Flow hashes and next-hop selections'),
  });
}

function comparisonOf(flags: BenchHashFlags): Comparison {
  const weights = weightsOf(flags);
  return {
    hashes: hashesOf(flags.hash),
    selectors: selectorsOf(flags.selector),
    traffic: trafficOf(flags),
    weights,
    changes: flags.change.map((text) => changeOf(text, weights)),
    seeds: seedsOf(flags),
  };
}

interface PolarisationRow extends Polarisation {
  readonly first: string;
  readonly second: string;
  readonly traffic: string;
  readonly seeds: 'equal' | 'different';
  readonly seed: number;
}

function reportPolarisation(flags: BenchHashFlags): void {
  const weights = weightsOf(flags);
  if (flags.change.length > 0 || flags.html !== undefined) {
    throw new CommandFailure('--polarisation takes neither --change nor --html');
  }
  const rows: PolarisationRow[] = [];
  for (const source of trafficOf(flags)) {
    for (const seed of seedsOf(flags)) {
      const flows = source.flowsOf(seed);
      for (const first of hashesOf(flags.hash)) {
        const second = flags.second === undefined ? first : hashesOf(flags.second)[0]!;
        for (const seeds of ['equal', 'different'] as const) {
          const result = measurePolarisation(
            { hash: first, seed, weights },
            { hash: second, seed: seeds === 'equal' ? seed : otherSeed(seed), weights },
            flows,
          );
          rows.push({ first: first.name, second: second.name, traffic: source.name, seeds, seed, ...result });
        }
      }
    }
  }
  const heads = [
    'first tier',
    'second tier',
    'traffic',
    'seeds',
    'seed',
    'effective paths',
    'of',
    'floor',
    'unused',
  ];
  const lines = rows.map((row) => [
    row.first,
    row.second,
    row.traffic,
    row.seeds,
    String(row.seed),
    row.effectivePaths.toFixed(2),
    String(row.paths),
    row.effectivePathsFloor.toFixed(2),
    String(row.unusedPaths),
    probability(row.pValue),
  ]);
  const left = new Set([0, 1, 2, 3]);
  writeChosen(flags, {
    table: () => `${alignColumns([[...heads, 'χ² p'], ...lines], left)}\n`,
    json: () => `${JSON.stringify({ version: 1, weights, rows }, null, 1)}\n`,
    csv: () =>
      `${[[...heads, 'p value'].join(','), ...lines.map((cells, index) => [...cells.slice(0, heads.length), rows[index]!.pValue].join(','))].join('\n')}\n`,
    html: () => '',
  });
}

interface ConsistencyRow extends PathConsistency {
  readonly hash: string;
  readonly traffic: string;
  readonly seed: number;
}

/** Weighted hash-threshold over packets of each kind, as a Linux router forwards them. */
function reportConsistency(flags: BenchHashFlags): void {
  const weights = weightsOf(flags);
  if (flags.change.length > 0 || flags.html !== undefined) {
    throw new CommandFailure('--consistency takes neither --change nor --html');
  }
  const policies = policiesOf(flags.hash);
  const rows: ConsistencyRow[] = [];
  for (const source of trafficOf(flags)) {
    for (const seed of seedsOf(flags)) {
      const set = source.flowsOf(seed);
      const flows = Array.from({ length: set.count }, (_, index) => flowAt(set, index));
      for (const { name: hash, policy } of policies)
        rows.push({
          hash,
          traffic: source.name,
          seed,
          ...pathConsistencyOf({ policy, seed }, weights, flows),
        });
    }
  }
  const heads = [
    'hash',
    'traffic',
    'seed',
    'ICMP errors',
    'fragments with flow',
    'fragments together',
    'by chance',
  ];
  const lines = rows.map((row) => [
    row.hash,
    row.traffic,
    String(row.seed),
    ...[row.icmpErrors, row.fragmentsWithFlow, row.fragmentsTogether, row.byChance].map(percent),
  ]);
  writeChosen(flags, {
    table: () => `${alignColumns([heads, ...lines], new Set([0, 1]))}\n`,
    json: () => `${JSON.stringify({ version: 1, weights, rows }, null, 1)}\n`,
    csv: () =>
      `${[heads, ...rows.map((row) => [row.hash, row.traffic, row.seed, row.icmpErrors, row.fragmentsWithFlow, row.fragmentsTogether, row.byChance])].map((cells) => cells.join(',')).join('\n')}\n`,
    html: () => '',
  });
}

function policiesOf(
  text: string,
): readonly { readonly name: string; readonly policy: MultipathPolicyNumber }[] {
  const chosen = text === 'all' ? multipathPolicies : hashesOf(text);
  return chosen.map((hash) => {
    const policy = multipathPolicies.findIndex(({ name }) => name === hash.name);
    if (isHashPolicyNumber(policy)) return { name: hash.name, policy };
    const known = multipathPolicies.map(({ name }) => name).join(', ');
    throw new CommandFailure(
      `--consistency: ${hash.name} hashes flows, not packets. Packets are hashed by ${known}`,
    );
  });
}

/** Different in many bits, as two routers that drew theirs would have. */
function otherSeed(seed: number): number {
  return (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) >>> 0;
}

interface Outputs {
  readonly table: () => string;
  readonly json: () => string;
  readonly csv: () => string;
  readonly html: () => string;
}

/** The table goes to standard output unless something else was sent there. */
function writeChosen({ json, csv, html }: BenchHashFlags, outputs: Outputs): void {
  if (json === '-' && csv === '-') throw new CommandFailure('only one of --json and --csv can be -');
  if (json !== '-' && csv !== '-') process.stdout.write(outputs.table());
  for (const [path, make] of [
    [json, outputs.json],
    [csv, outputs.csv],
    [html, outputs.html],
  ] as const) {
    if (path === '-') process.stdout.write(make());
    else if (path !== undefined) writeResult(path, make());
  }
}

/** Drawn on a terminal only, and gone when it is full. */
function progressBar(total: number): (done: number) => void {
  const terminal = process.stderr;
  if (!terminal.isTTY || !process.stdout.isTTY) return () => undefined;
  const width = 40;
  let drawn = -1;
  return (done) => {
    const filled = Math.floor((done / total) * width);
    if (filled === drawn) return;
    drawn = filled;
    const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
    terminal.write(done === total ? '\r\u001b[K' : `\r${bar} ${done} of ${total}`);
  };
}

function names(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function hashesOf(text: string): readonly FlowHash[] {
  if (text === 'all') return flowHashes;
  return names(text).map((name) => {
    const hash = flowHashNamed(name, flowHashes);
    if (hash === undefined) {
      throw new CommandFailure(
        `there is no hash ${JSON.stringify(name)}. There are: ${flowHashes.map((row) => row.name).join(', ')}; each also with +symmetric, +rotate8, +mix.`,
      );
    }
    return hash;
  });
}

function selectorsOf(text: string): readonly NextHopSelector[] {
  return rowsNamed(text, nextHopSelectors, 'selector');
}

function rowsNamed<Row extends { readonly name: string }>(
  text: string,
  table: readonly Row[],
  what: string,
): readonly Row[] {
  if (text === 'all') return table;
  return names(text).map((name) => {
    const row = table.find((candidate) => candidate.name === name);
    if (row === undefined) {
      const known = table.map((candidate) => candidate.name).join(', ');
      throw new CommandFailure(`there is no ${what} ${JSON.stringify(name)}. There are: ${known}.`);
    }
    return row;
  });
}

function trafficOf({ traffic, input, flows }: BenchHashFlags): readonly TrafficSource[] {
  if (input !== undefined) {
    const recorded = readFlows(input);
    return [{ name: input.replace(/^.*\//, ''), flowsOf: () => recorded }];
  }
  if (flows < 1 || flows > flowsMax) throw new CommandFailure(`--flows is from 1 to ${flowsMax}`);
  return rowsNamed(traffic, trafficModels, 'traffic model').map((model) => ({
    name: model.name,
    flowsOf: (seed) => model.flows(flows, seededRandom(seed)),
  }));
}

function readFlows(file: string): FlowSet {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new CommandFailure(`cannot read ${file}: ${(error as Error).message}`);
  }
  const isText = /\.(csv|tsv|txt)$/i.test(file);
  const recorded = isText ? flowsOfCsv(new TextDecoder().decode(bytes)) : flowsOfCapture(bytes);
  if (!recorded.ok) throw new CommandFailure(`${file}: ${recorded.reason}`);
  if (recorded.value.flows.count === 0) throw new CommandFailure(`${file} holds no IPv4 flow`);
  return recorded.value.flows;
}

function weightsOf({ weights, members }: BenchHashFlags): readonly number[] {
  if (weights === undefined) {
    if (members < 1 || members > membersMax) throw new CommandFailure(`--members is from 1 to ${membersMax}`);
    return Array.from({ length: members }, () => 1);
  }
  const parsed = parseWeights(weights);
  if (!parsed.ok) throw new CommandFailure(`--weights: ${parsed.reason}`);
  return parsed.value;
}

function changeOf(text: string, weights: readonly number[]): MemberChange {
  const parsed = parseMemberChange(text);
  const fits = parsed.ok ? parsed.value.apply(membersOfWeights(weights)) : parsed;
  if (!parsed.ok) throw new CommandFailure(`--change ${parsed.reason}`);
  if (!fits.ok) throw new CommandFailure(`--change ${fits.reason}`);
  return parsed.value;
}

function seedsOf({ seeds, firstSeed }: BenchHashFlags): readonly number[] {
  if (seeds < 1 || firstSeed + seeds - 1 > 0xffffffff) {
    throw new CommandFailure('--seeds is at least 1, and the last seed at most 4294967295');
  }
  return Array.from({ length: seeds }, (_, index) => firstSeed + index);
}
