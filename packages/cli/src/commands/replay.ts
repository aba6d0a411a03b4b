// `ospflab replay`: a recorded router alone, with the inputs of the recording; what comes out has to be the same.

import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { readRecording, replayRecording, type Recording, type ReplayOutcome } from '@ospflab/scenarios';
import { CommandFailure, exitCodes } from '../exit-code.ts';

interface ReplayFlags {
  readonly print?: boolean;
}

export function addReplayCommand(program: Command): void {
  program
    .command('replay')
    .description('replay a router that `run --record` recorded, and compare its effects')
    .argument('<file>', 'recording')
    .option('--print', 'print every step with its effects')
    .action((file: string, flags: ReplayFlags) => {
      const recording = open(file);
      const outcome = replayRecording(recording, flags.print === true ? printStep : undefined);
      process.stdout.write(`${describe(recording, file, outcome)}\n`);
      process.exitCode =
        outcome.kind === 'same' ? exitCodes.allExpectationsHold : exitCodes.expectationFailed;
    });
}

function open(file: string): Recording {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandFailure(`cannot read ${file}: ${(error as Error).message}`);
  }
  const read = readRecording(text);
  if (!read.ok) throw new CommandFailure(`${file}:${read.line}: ${read.reason}`);
  return read.value;
}

const printStep: NonNullable<Parameters<typeof replayRecording>[1]> = ({ step, at, input }, effects) => {
  const lines = [`${step}  ${secondsText(at)}  ${input.kind}`, ...effects.map(({ text }) => `    ${text}`)];
  process.stdout.write(`${lines.join('\n')}\n`);
};

function describe({ header }: Recording, file: string, outcome: ReplayOutcome): string {
  const { node, scenario, seed } = header;
  const what = `${node} of ${scenario}, seed ${seed}`;
  switch (outcome.kind) {
    case 'same':
      return `${what}: ${outcome.steps} inputs, the same ${outcome.effects} effects · digest ${outcome.digest}`;
    case 'failed':
      return `${what}: the router failed at step ${outcome.step} (${file}:${outcome.line}): ${outcome.reason}`;
    case 'different':
      return [
        `${what}: different at step ${outcome.step}, ${secondsText(outcome.at)} (${file}:${outcome.line})`,
        `  input            ${outcome.input}`,
        `  effect ${outcome.position} recorded ${outcome.recorded ?? 'none: the recording ends before it'}`,
        `  effect ${outcome.position} replayed ${outcome.replayed ?? 'none: the replay ends before it'}`,
      ].join('\n');
  }
}

function secondsText(at: number): string {
  return `${(at / 1e9).toFixed(6)} s`;
}
