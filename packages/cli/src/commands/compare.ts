// `ospflab compare`: the variants of a scenario side by side, in one table.

import type { Command } from 'commander';
import { compareVariants, renderComparison, type Variant } from '@ospflab/scenarios';
import { CommandFailure, exitCodes } from '../exit-code.ts';
import { openScenario } from '../open-scenario.ts';
import { parameterSetting, wholeNumber } from '../read-option.ts';

interface CompareFlags {
  readonly variant?: readonly string[];
  readonly seeds: number;
  readonly firstSeed?: number;
  readonly set?: ReadonlyMap<string, string>;
  readonly json?: boolean;
  readonly strict?: boolean;
}

const seedsMax = 1000;

export function addCompareCommand(program: Command): void {
  program
    .command('compare')
    .description('run the variants of a scenario and show in one table what became of the long flows')
    .argument('<scenario>', 'built-in name or scenario file with `variants:`')
    .option('--variant <name...>', 'only these')
    .option('--seeds <n>', `how many seeds, at most ${seedsMax}`, wholeNumber, 1)
    .option('--first-seed <n>', 'the first of them (default: the scenario’s seed)', wholeNumber)
    .option('--set <key=value>', 'value of a parameter in all variants; may be given often', parameterSetting)
    .option('--json', 'print the result as JSON')
    .option('--strict', 'treat configuration lines that are not understood as errors')
    .action((named: string, flags: CompareFlags) => {
      if (flags.seeds < 1 || flags.seeds > seedsMax)
        throw new CommandFailure(`--seeds ${flags.seeds}: give a number from 1 to ${seedsMax}`);
      const variants = open(named, flags);
      const first = flags.firstSeed ?? variants[0]!.scenario.seed;
      const seeds = Array.from({ length: flags.seeds }, (_, at) => first + at);
      const comparison = compareVariants(variants, seeds);
      process.stdout.write(
        flags.json === true ? `${JSON.stringify(comparison, null, 2)}\n` : renderComparison(comparison),
      );
      const hit = comparison.variants.some(({ runs }) => runs.some(({ boundHit }) => boundHit !== undefined));
      process.exitCode = hit ? exitCodes.boundHit : exitCodes.allExpectationsHold;
    });
}

function open(named: string, flags: CompareFlags): Variant[] {
  const { scenario, notes } = openScenario(named, flags);
  process.stderr.write(notes);
  const names = scenario.variants.map(({ name }) => name);
  if (names.length === 0)
    throw new CommandFailure(`${scenario.name} has no variants; write some under \`variants:\``);
  for (const wanted of flags.variant ?? []) {
    if (!names.includes(wanted))
      throw new CommandFailure(`${scenario.name} has no variant ${wanted}; it has ${names.join(', ')}`);
  }
  return scenario.variants
    .filter(({ name }) => flags.variant?.includes(name) ?? true)
    .map(({ name, about, settings }) => {
      const set = new Map([...settings, ...(flags.set ?? [])]);
      return { name, about, scenario: openScenario(named, { ...flags, set }).scenario };
    });
}
