// One run of a sweep: a scenario and a seed in, figures out. It depends on nothing else and its result is plain data, so that
// runs can be handed to other threads.

import type { CheckResult } from '../report/report.ts';
import { runScenario } from '../run/run-scenario.ts';
import type { LoadedScenario } from '../scenario/scenario.ts';
import { figuresOf, type Figure } from './figures.ts';

export interface MeasuredRun {
  readonly seed: number;
  readonly digest: string;
  readonly figures: readonly Figure[];
  readonly checks: readonly Pick<CheckResult, 'text' | 'verdict' | 'found'>[];
  /** The bound that ended the run, in words. */
  readonly boundHit: string | undefined;
}

export interface MeasureOptions {
  readonly eventsMax?: number;
}

export function measureRun(
  scenario: LoadedScenario,
  seed: number,
  options: MeasureOptions = {},
): MeasuredRun {
  const { report } = runScenario(scenario, { ...options, seed });
  return {
    seed,
    digest: report.digest,
    figures: figuresOf(report),
    checks: report.checks.map(({ text, verdict, found }) => ({ text, verdict, found })),
    boundHit: report.boundHit,
  };
}
