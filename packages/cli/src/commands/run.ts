// `ospflab run`: a scenario from power-on to its end, and the report of it.

import { join } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { PcapngWriter } from '@ospflab/net';
import {
  junitOf,
  recordRouter,
  renderReport,
  runScenario,
  type LoadedScenario,
  type Network,
  type Report,
  type RouterRecorder,
  type WireMode,
} from '@ospflab/scenarios';
import type { Instant } from '@ospflab/sim';
import { CommandFailure, exitCodes } from '../exit-code.ts';
import { openScenario } from '../open-scenario.ts';
import { instant, nodeFile, parameterSetting, wholeNumber } from '../read-option.ts';
import { prepareResultPath, writeResults, type ResultFile } from '../write-file.ts';

interface RunFlags {
  readonly seed?: number;
  readonly until?: Instant;
  readonly wire?: WireMode;
  readonly json?: string;
  readonly junit?: string;
  readonly pcap?: string;
  readonly trace?: string;
  readonly record?: ReadonlyMap<string, string>;
  readonly strict?: boolean;
  readonly set?: ReadonlyMap<string, string>;
  readonly eventsMax?: number;
}

export function addRunCommand(program: Command): void {
  program
    .command('run')
    .description('run a scenario or lab folder and report what happened')
    .argument('<scenario>', 'built-in name, scenario file or lab folder')
    .option('--seed <n>', 'seed of all randomness (default: the scenario’s)', wholeNumber)
    .option('--until <time>', 'end of the run, for example 90s', instant)
    .option(
      '--wire <mode>',
      'bytes: encode and parse every packet at every hop; objects: pass it by reference',
      wireMode,
    )
    .option('--json <file>', 'write the report as JSON')
    .option('--junit <file>', 'write the checks as JUnit XML')
    .option('--pcap <folder>', 'write a pcapng capture for every node (implies --wire bytes)')
    .option('--trace <file>', 'write every trace event as a line of JSON')
    .option(
      '--record <node=file>',
      'write the inputs of a router, for `ospflab replay`; may be given often',
      nodeFile,
    )
    .option('--set <key=value>', 'value of a parameter of the scenario; may be given often', parameterSetting)
    .option('--strict', 'treat configuration lines that are not understood as errors')
    .option('--events-max <n>', 'stop after this many events', wholeNumber)
    .action((named: string, flags: RunFlags) => {
      const { scenario, notes } = openScenario(named, flags);
      try {
        process.exitCode = run(scenario, flags);
      } finally {
        if (notes !== '') process.stderr.write(`\nAbout the configuration files\n${notes}`);
      }
    });
}

function wireMode(text: string): WireMode {
  if (text !== 'bytes' && text !== 'objects') throw new InvalidArgumentError('Give bytes or objects.');
  return text;
}

function run(scenario: LoadedScenario, flags: RunFlags): number {
  checkRecordedNodes(scenario, flags);
  preparePaths(scenario, flags);
  const started = performance.now();
  const captures = new Map<string, PcapngWriter>();
  const recorders = new Map<string, RouterRecorder>();
  const traceLines: string[] = [];
  const watch = (network: Network): void => {
    if (flags.pcap !== undefined) capture(network, captures);
    if (flags.trace !== undefined) {
      network.simulation.trace.onRecord((record) => traceLines.push(JSON.stringify(record)));
    }
    for (const node of flags.record?.keys() ?? []) recorders.set(node, recordRouter(network, node));
  };
  let report: Report;
  try {
    report = simulate(scenario, flags, watch);
  } finally {
    // Also when a router failed: then the recording is what shows it again.
    writeResults(
      [...(flags.record ?? [])].map(([node, path]) => ({ path, content: recorders.get(node)?.text ?? '' })),
    );
  }
  const wallSeconds = (performance.now() - started) / 1000;
  process.stdout.write(renderReport(report, { wallSeconds }));
  writeResults(resultFiles(report, flags, { captures, traceLines }));
  return exitCodeOf(report);
}

function resultFiles(
  report: Report,
  { json, junit, trace, pcap }: RunFlags,
  watched: { readonly captures: ReadonlyMap<string, PcapngWriter>; readonly traceLines: readonly string[] },
): ResultFile[] {
  const files: ResultFile[] = [];
  if (json !== undefined) files.push({ path: json, content: `${JSON.stringify(report, null, 2)}\n` });
  if (junit !== undefined) files.push({ path: junit, content: junitOf(report) });
  if (trace !== undefined) {
    files.push({ path: trace, content: watched.traceLines.map((line) => `${line}\n`).join('') });
  }
  for (const [node, writer] of watched.captures) {
    files.push({ path: captureOf(pcap!, node), content: writer.toBytes() });
  }
  return files;
}

function captureOf(folder: string, node: string): string {
  return join(folder, `${node}.pcapng`);
}

function preparePaths({ nodes }: LoadedScenario, { json, junit, trace, pcap, record }: RunFlags): void {
  const captures = pcap === undefined ? [] : nodes.map(({ name }) => captureOf(pcap, name));
  for (const path of [json, junit, trace, ...(record?.values() ?? []), ...captures]) {
    if (path !== undefined) prepareResultPath(path);
  }
}

function simulate(scenario: LoadedScenario, flags: RunFlags, onNetwork: (network: Network) => void): Report {
  const wire = flags.pcap === undefined ? flags.wire : 'bytes';
  return runScenario(scenario, {
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(flags.until === undefined ? {} : { until: flags.until }),
    ...(wire === undefined ? {} : { wireMode: wire }),
    ...(flags.eventsMax === undefined ? {} : { eventsMax: flags.eventsMax }),
    onNetwork,
  }).report;
}

function checkRecordedNodes(scenario: LoadedScenario, { record }: RunFlags): void {
  const routers = scenario.nodes.filter(({ frr }) => frr?.ospf !== undefined).map(({ name }) => name);
  for (const node of record?.keys() ?? []) {
    if (routers.includes(node)) continue;
    throw new CommandFailure(`--record ${node}: no node of that name runs ospfd; give ${routers.join(', ')}`);
  }
}

function capture(network: Network, captures: Map<string, PcapngWriter>): void {
  const interfaceNumbers = new Map<string, number>();
  for (const { name, interfaces } of network.scenario.nodes) {
    const writer = new PcapngWriter();
    captures.set(name, writer);
    for (const attached of interfaces) {
      interfaceNumbers.set(`${name} ${attached.name}`, writer.addInterface(attached.name));
    }
  }
  network.tap((node, interfaceName, bytes, direction, now) => {
    const interfaceNumber = interfaceNumbers.get(`${node} ${interfaceName}`) ?? 0;
    captures.get(node)?.addPacket(interfaceNumber, now, bytes(), direction === 'in' ? 'inbound' : 'outbound');
  });
}

function exitCodeOf(report: Report): number {
  if (report.boundHit !== undefined) return exitCodes.boundHit;
  return report.checks.every(({ verdict }) => verdict !== 'failed')
    ? exitCodes.allExpectationsHold
    : exitCodes.expectationFailed;
}
