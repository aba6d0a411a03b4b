// `ospflab sweep`: a scenario for many seeds, and how its figures are spread.

import { InvalidArgumentError, type Command } from 'commander';
import { renderSweep, sweepScenario, sweepSeedsMax, type SweepReport } from '@ospflab/scenarios';
import { exitCodes } from '../exit-code.ts';
import { openScenario } from '../open-scenario.ts';
import { parameterSetting, wholeNumber } from '../read-option.ts';

interface SweepFlags {
  readonly seeds: number;
  readonly firstSeed?: number;
  readonly set?: ReadonlyMap<string, string>;
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly eventsMax?: number;
}

export function addSweepCommand(program: Command): void {
  program
    .command('sweep')
    .description('run a scenario for many seeds and show how its figures are spread')
    .argument('<scenario>', 'built-in name, scenario file or lab folder')
    .requiredOption('--seeds <n>', `how many seeds, at most ${sweepSeedsMax}`, seedCount)
    .option('--first-seed <n>', 'the first of them (default: the scenario’s seed)', wholeNumber)
    .option('--set <key=value>', 'value of a parameter of the scenario; may be given often', parameterSetting)
    .option('--json', 'print the result as JSON')
    .option('--strict', 'treat configuration lines that are not understood as errors')
    .option('--events-max <n>', 'end each run after this many events', wholeNumber)
    .action((named: string, flags: SweepFlags) => {
      const { scenario, notes } = openScenario(named, flags);
      process.stderr.write(notes);
      const report = sweepScenario(scenario, {
        seeds: flags.seeds,
        ...(flags.firstSeed === undefined ? {} : { firstSeed: flags.firstSeed }),
        ...(flags.eventsMax === undefined ? {} : { eventsMax: flags.eventsMax }),
      });
      process.stdout.write(
        flags.json === true ? `${JSON.stringify(report, null, 2)}\n` : renderSweep(report),
      );
      process.exitCode = exitCodeOf(report);
    });
}

function seedCount(text: string): number {
  const count = wholeNumber(text);
  if (count < 1 || count > sweepSeedsMax) {
    throw new InvalidArgumentError(`Give a number from 1 to ${sweepSeedsMax}.`);
  }
  return count;
}

function exitCodeOf({ boundsHit, checks }: SweepReport): number {
  if (boundsHit.length > 0) return exitCodes.boundHit;
  return checks.every(({ failed }) => failed === 0)
    ? exitCodes.allExpectationsHold
    : exitCodes.expectationFailed;
}
