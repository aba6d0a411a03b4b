// A scenario run once for every seed of a row, and what the figures of the runs have in common.

import type { LoadedScenario } from '../scenario/scenario.ts';
import { measureRun, type MeasureOptions, type MeasuredRun } from './measure-run.ts';
import { sweepReportOf, type SweepReport } from './sweep-report.ts';

export const sweepSeedsMax = 100_000;

export interface SweepOptions extends MeasureOptions {
  /** How many seeds, 1 … `sweepSeedsMax`. */
  readonly seeds: number;
  /** Default: the scenario's seed. */
  readonly firstSeed?: number;
  readonly onRun?: (run: MeasuredRun) => void;
}

/** Throws a RangeError for a count of seeds outside its bounds. */
export function sweepScenario(scenario: LoadedScenario, options: SweepOptions): SweepReport {
  const { seeds, firstSeed = scenario.seed, onRun, ...measureOptions } = options;
  if (!(Number.isInteger(seeds) && seeds >= 1 && seeds <= sweepSeedsMax)) {
    throw new RangeError(`a sweep takes 1 to ${sweepSeedsMax} seeds, not ${seeds}`);
  }
  const runs: MeasuredRun[] = [];
  for (let index = 0; index < seeds; index++) {
    const run = measureRun(scenario, firstSeed + index, measureOptions);
    runs.push(run);
    onRun?.(run);
  }
  return sweepReportOf(scenario, runs);
}
