// The result of a sweep as plain data: what `--json` writes. Version 1 is stable: fields are added, never changed.

import type { LoadedScenario } from '../scenario/scenario.ts';
import { summarize, type DistributionSummary } from './distribution-summary.ts';
import type { MeasuredRun } from './measure-run.ts';

export interface SweepReport {
  readonly version: 1;
  readonly scenario: string;
  readonly about: string;
  /** With their values in this sweep. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly seeds: readonly number[];
  /** Index-aligned with `seeds`. */
  readonly digests: readonly string[];
  readonly metrics: readonly SweptMetric[];
  readonly checks: readonly SweptCheck[];
  /** Runs that a bound ended; their figures are not counted. */
  readonly boundsHit: readonly { readonly seed: number; readonly bound: string }[];
}

export interface SweptMetric {
  readonly name: string;
  /** Index-aligned with `seeds`; null where it did not happen. */
  readonly values: readonly (number | null)[];
  /** Of the values that are there; null when it never happened. */
  readonly summary: DistributionSummary | null;
}

export interface SweptCheck {
  readonly text: string;
  readonly passed: number;
  readonly failed: number;
  readonly notReached: number;
  readonly failedSeeds: readonly number[];
}

export function sweepReportOf(scenario: LoadedScenario, runs: readonly MeasuredRun[]): SweepReport {
  const names = [...new Set(runs.flatMap(({ figures }) => figures.map(({ name }) => name)))];
  return {
    version: 1,
    scenario: scenario.name,
    about: scenario.about,
    parameters: Object.fromEntries(scenario.parameters.map(({ name, value }) => [name, value])),
    seeds: runs.map(({ seed }) => seed),
    digests: runs.map(({ digest }) => digest),
    metrics: names.map((name) => metricOf(name, runs)),
    checks: scenario.expectations.map((_, index) => checkOf(index, runs)),
    boundsHit: runs.flatMap(({ seed, boundHit }) =>
      boundHit === undefined ? [] : [{ seed, bound: boundHit }],
    ),
  };
}

function metricOf(name: string, runs: readonly MeasuredRun[]): SweptMetric {
  const values = runs.map(({ figures, boundHit }) =>
    boundHit === undefined ? (figures.find((figure) => figure.name === name)?.value ?? null) : null,
  );
  return { name, values, summary: summarize(values.filter((value) => value !== null)) ?? null };
}

function checkOf(index: number, runs: readonly MeasuredRun[]): SweptCheck {
  const results = runs.map(({ seed, checks }) => ({ seed, check: checks[index] }));
  const count = (verdict: string) => results.filter(({ check }) => check?.verdict === verdict).length;
  return {
    text: results[0]?.check?.text ?? '',
    passed: count('passed'),
    failed: count('failed'),
    notReached: count('notReached'),
    failedSeeds: results.filter(({ check }) => check?.verdict === 'failed').map(({ seed }) => seed),
  };
}
