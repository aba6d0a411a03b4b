// `ospflab ipvs replay`: packets for a director, from a script in the format of recorded kernels, and what the director does with each.

import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import {
  readReplayScripts,
  replay,
  type ReplayAnswer,
  type ReplayScript,
  type ReplayStep,
} from '@ospflab/lvs-sim';
import { formatIpv4Address } from '@ospflab/net';
import { RandomStream } from '@ospflab/sim';
import { CommandFailure, exitCodes } from '../exit-code.ts';
import { wholeNumber } from '../read-option.ts';

interface ReplayFlags {
  readonly seed: number;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

export function addIpvsCommand(program: Command): void {
  const ipvs = program.command('ipvs').description('an IPVS director alone, without a network around it');
  ipvs
    .command('replay')
    .description('send the packets of a script to a director and compare its answers with recorded ones')
    .argument('<file>', 'script as JSON, `-` for standard input')
    .option('--seed <n>', 'for schedulers that draw lots (twos)', wholeNumber, 1)
    .option('--quiet', 'print the steps that differ only')
    .option('--json', 'print the result as JSON')
    .action((file: string, flags: ReplayFlags) => {
      const scripts = open(file);
      const played = replay(scripts, new RandomStream(flags.seed, 'ipvs replay').next);
      process.stdout.write(
        flags.json === true
          ? `${JSON.stringify(asJson(scripts, played), null, 2)}\n`
          : asText(scripts, played, flags.quiet === true),
      );
      process.exitCode = played.flat().every(({ agrees }) => agrees)
        ? exitCodes.allExpectationsHold
        : exitCodes.expectationFailed;
    });
}

function open(file: string): ReplayScript[] {
  const read = readReplayScripts(parse(file, load(file)));
  if (!read.ok) throw new CommandFailure(`${file}: ${read.reason}`);
  return read.value;
}

function load(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new CommandFailure(`cannot read ${file}: ${(error as Error).message}`);
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const { message } = error as Error;
    const position = /at position (\d+)/.exec(message)?.[1];
    const before = text.slice(0, position === undefined ? text.length : Number(position));
    const line = before.split('\n').length;
    const column = before.length - before.lastIndexOf('\n');
    throw new CommandFailure(`${file}:${line}:${column}: this is no JSON (${message})`);
  }
}

const recordedSteps = (steps: readonly ReplayStep[]): number =>
  steps.filter(({ operation }) => operation.recorded !== undefined).length;

const differingSteps = (steps: readonly ReplayStep[]): number => steps.filter(({ agrees }) => !agrees).length;

function asText(
  scripts: readonly ReplayScript[],
  played: readonly (readonly ReplayStep[])[],
  quiet: boolean,
): string {
  const blocks = scripts.map((script, at) => {
    const steps = played[at] ?? [];
    const printed = steps.flatMap((step, index) =>
      quiet && step.agrees ? [] : [stepLine(step, index), ...differenceLines(step)],
    );
    const first = steps.findIndex(({ agrees }) => !agrees);
    return [
      `script ${at + 1}: ${titleOf(script)} · ${verdictOf(steps)}`,
      ...printed,
      ...(first === -1 ? [] : explain(script, steps[first]!, first)),
    ].join('\n');
  });
  const all = played.flat();
  const summary = `${scripts.length} scripts, ${all.length} steps: ${verdictOf(all)}`;
  return `${[...blocks, summary].join(quiet ? '\n' : '\n\n')}\n`;
}

function titleOf({ scheduler, flags, virtualAddress, virtualPort, realServers }: ReplayScript): string {
  const name = flags.length === 0 ? scheduler : `${scheduler} (${flags.join(',')})`;
  const servers = realServers.map(({ address, weight }) => `${formatIpv4Address(address)} w${weight}`);
  return `${name} ${formatIpv4Address(virtualAddress)}:${virtualPort} → ${servers.join(', ')}`;
}

function verdictOf(steps: readonly ReplayStep[]): string {
  const recorded = recordedSteps(steps);
  if (recorded === 0) return 'nothing recorded to compare with';
  const differing = differingSteps(steps);
  return differing === 0 ? `all ${recorded} recorded answers agree` : `${differing} of ${recorded} recorded answers differ`; // prettier-ignore
}

function stepLine({ operation, answer, agrees }: ReplayStep, index: number): string {
  const client = `${formatIpv4Address(operation.client)}:${operation.clientPort}`;
  const mark = operation.recorded === undefined ? ' ' : agrees ? '=' : '✗';
  return `${mark}${String(index + 1).padStart(4)}  ${operation.operation.padEnd(4)} ${client.padEnd(21)} ${answerText(answer)}`;
}

function answerText({ realServer, state, counts }: ReplayAnswer): string {
  const server = realServer === undefined ? 'no entry' : formatIpv4Address(realServer);
  const pairs = counts.map(([active, inactive]) => `${active}/${inactive}`);
  return `${server.padEnd(15)} ${(state ?? '').padEnd(11)} ${pairs.join('  ')}`.trimEnd();
}

function differenceLines({ operation, agrees }: ReplayStep): string[] {
  if (agrees || operation.recorded === undefined) return [];
  return [`       recorded                   ${answerText(operation.recorded)}`];
}

/** The first step that differs, with what the scheduler went by. */
function explain(script: ReplayScript, step: ReplayStep, index: number): string[] {
  const numbers = Object.entries(step.numbers).map(([name, value]) => `${name} ${value}`);
  const beside = numbers.length === 0 ? '' : `; besides: ${numbers.join(', ')}`;
  return [
    `first difference at step ${index + 1}. Before it ${script.scheduler} had, in list order${beside}`,
    '     position address         weight active inactive overhead',
    ...step.before.map((destination, position) =>
      [
        `     ${String(position).padStart(8)}`,
        formatIpv4Address(destination.key.address).padEnd(15),
        String(destination.settings.weight).padStart(6),
        String(destination.activeConnections).padStart(6),
        String(destination.inactiveConnections).padStart(8),
        String(destination.activeConnections * 256 + destination.inactiveConnections).padStart(8),
      ].join(' '),
    ),
  ];
}

function asJson(scripts: readonly ReplayScript[], played: readonly (readonly ReplayStep[])[]): object {
  return {
    version: 1,
    steps: played.flat().length,
    recorded: recordedSteps(played.flat()),
    differing: differingSteps(played.flat()),
    scripts: scripts.map((script, at) => ({
      scheduler: script.scheduler,
      flags: script.flags.join(','),
      vip: formatIpv4Address(script.virtualAddress),
      vport: script.virtualPort,
      rs: script.realServers.map(({ address }) => formatIpv4Address(address)),
      weights: script.realServers.map(({ weight }) => weight),
      firstDifference: firstDifferenceOf(played[at] ?? []),
      ops: (played[at] ?? []).map((step) => ({
        op: step.operation.operation,
        src: formatIpv4Address(step.operation.client),
        sport: step.operation.clientPort,
        ...answerJson(step.answer),
        agrees: step.agrees,
        ...(step.agrees || step.operation.recorded === undefined
          ? {}
          : { recorded: answerJson(step.operation.recorded) }),
      })),
    })),
  };
}

/** Steps are counted from 1, as in the text; null when every recorded answer agrees. */
function firstDifferenceOf(steps: readonly ReplayStep[]): object | null {
  const index = steps.findIndex(({ agrees }) => !agrees);
  const step = steps[index];
  if (step === undefined) return null;
  return {
    step: index + 1,
    numbers: step.numbers,
    destinations: step.before.map((destination) => ({
      address: formatIpv4Address(destination.key.address),
      weight: destination.settings.weight,
      active: destination.activeConnections,
      inactive: destination.inactiveConnections,
    })),
  };
}

function answerJson({ realServer, state, counts }: ReplayAnswer): object {
  return {
    rs: realServer === undefined ? null : formatIpv4Address(realServer),
    state: state ?? null,
    counts,
  };
}
