// Failures and returns over many seeds beside what was recorded of FRR 8.4.4, kind by kind: the same modes, the same medians,
// and no recorded value where the simulation has none.

import { describe, expect, it } from 'vitest';
import { loadScenario, sweepScenario, summarize, type SweepReport } from '@ospflab/scenarios';
import recorded from '../fixtures/failover.json' with { type: 'json' };
import { discSource, libraryPath } from '../folder-source.ts';

interface Kind {
  readonly cell: keyof typeof recorded;
  readonly scenario: 'failover-lan' | 'failover-p2p';
  readonly settings: Readonly<Record<string, string>>;
  readonly seeds: number;
}

/** Long enough for the cold start before the failure, and for the slowest return after it. */
const instants = { failAt: '20s..25s', until: '50s' };
/** From the withdrawal, which takes 11 ms, to at most a second later. */
const shortly = { hold: '11ms..1.011s' };

const kinds: readonly Kind[] = [
  { cell: 'A1_silent', scenario: 'failover-lan', settings: {}, seeds: 200 },
  {
    cell: 'A1_silent_longhold',
    scenario: 'failover-lan',
    settings: { hold: '15s..17s', until: '65s' },
    seeds: 80,
  },
  { cell: 'A1_silent_minarr0', scenario: 'failover-lan', settings: { minArrival: '0' }, seeds: 80 },
  { cell: 'A2_switchport_down', scenario: 'failover-lan', settings: { failure: 'portDown' }, seeds: 60 },
  { cell: 'A4_sigterm', scenario: 'failover-lan', settings: { failure: 'sigterm', ...shortly }, seeds: 80 },
  {
    cell: 'A5_addrdel',
    scenario: 'failover-lan',
    settings: { failure: 'deleteAddress', ...shortly },
    seeds: 120,
  },
  {
    cell: 'A5_addrdel_midhold',
    scenario: 'failover-lan',
    settings: { failure: 'deleteAddress', hold: '1.1s..4s' },
    seeds: 20,
  },
  {
    cell: 'A5_addrdel_longhold',
    scenario: 'failover-lan',
    settings: { failure: 'deleteAddress', hold: '8s..9s' },
    seeds: 20,
  },
  {
    cell: 'A6_cost_eth0',
    scenario: 'failover-lan',
    settings: { failure: 'costEth0', hold: '12s' },
    seeds: 20,
  },
  { cell: 'A6_cost_lo', scenario: 'failover-lan', settings: { failure: 'costLo', ...shortly }, seeds: 120 },
  {
    cell: 'A7_maxmetric',
    scenario: 'failover-lan',
    settings: { failure: 'maxMetric', hold: '12s' },
    seeds: 20,
  },
  { cell: 'B1_silent', scenario: 'failover-p2p', settings: {}, seeds: 80 },
];

/** Values farther apart than this belong to different modes: phases of hellos spread a mode over one second. */
const modeGapSeconds = 1;
/** A mode with fewer of the values is an exception (a retransmission tick met by a hair), no mode. */
const rareShare = 0.05;
/** Scheduling and measurement of the recordings; where the simulation has one value, they lie this close to it. */
const noiseSeconds = 0.02;
/**
 * Where phases spread the values over a second, some hundred draws do not reach the ends: a return waits for the later of two
 * hellos, so that a fifth of the second at the early end holds a twenty-fifth of the values.
 */
const edgeSeconds = 0.2;
/** Of so few values the median says nothing. */
const medianCountMin = 10;
const medianTolerance = 0.05;
const shareTolerance = 0.3;

function modesOf(values: readonly number[]): { share: number; values: number[] }[] {
  const modes: number[][] = [];
  for (const value of values.toSorted((left, right) => left - right)) {
    const last = modes.at(-1)?.at(-1);
    if (last === undefined || value - last > modeGapSeconds) modes.push([value]);
    else modes.at(-1)!.push(value);
  }
  return modes
    .map((mode) => ({ share: mode.length / values.length, values: mode }))
    .filter(({ share }) => share >= rareShare);
}

function sweepOf({ scenario: name, settings, seeds }: Kind): SweepReport {
  const { scenario, diagnostics } = loadScenario(
    discSource,
    libraryPath(`${name}.yaml`),
    new Map(Object.entries({ ...instants, ...settings })),
  );
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  return sweepScenario(scenario, { seeds });
}

function present(values: readonly (number | null)[] | undefined): number[] {
  return (values ?? []).filter((value) => value !== null);
}

const reports = new Map(kinds.map((kind) => [kind.cell, sweepOf(kind)]));

describe.each(kinds)('$cell', (kind) => {
  const report = reports.get(kind.cell)!;
  const measured = recorded[kind.cell] as { withdrawn: (number | null)[]; restored: (number | null)[] };
  const figures = [
    ['withdrawal', 'fails: withdrawalSeconds', present(measured.withdrawn)],
    ['return', 'returns: returnSeconds', present(measured.restored)],
  ] as const;

  it.each(figures)('%s happens in every run, or in none as recorded', (_, metric, values) => {
    const simulated = present(report.metrics.find(({ name }) => name === metric)?.values);
    expect(simulated).toHaveLength(values.length === 0 ? 0 : kind.seeds);
  });

  it.each(figures)('%s has the recorded modes', (_, metric, values) => {
    const simulated = modesOf(present(report.metrics.find(({ name }) => name === metric)?.values));
    const wanted = modesOf(values);
    expect(simulated).toHaveLength(wanted.length);
    for (const [index, mode] of wanted.entries()) {
      const found = summarize(simulated[index]!.values)!;
      const known = summarize(mode.values)!;
      const edge = found.max - found.min < noiseSeconds ? noiseSeconds : edgeSeconds;
      expect(known.min).toBeGreaterThan(found.min - edge);
      expect(known.max).toBeLessThan(found.max + edge);
      expect(Math.abs(simulated[index]!.share - mode.share)).toBeLessThan(shareTolerance);
      if (known.count < medianCountMin) continue;
      expect(Math.abs(found.median / known.median - 1)).toBeLessThan(medianTolerance);
    }
  });

  it('both directors are next hops again in the end', () => {
    expect(report.checks.map(({ failed }) => failed)).toEqual([0]);
  });
});

describe('cold_A_staggered', () => {
  const { metrics } = reports.get('A1_silent')!;
  const simulated = (name: string) => present(metrics.find((metric) => metric.name === name)?.values);
  const measured = recorded.cold_A_staggered;

  // A director that meets the others' exchange asks for an instance of the router's LSA which it hears within MinLSArrival of the
  // one before: it is stuck in Loading until it asks again.
  it('has two modes: all are Full after the wait timer, or one retransmission later', () => {
    const [early, late] = modesOf(simulated('start: lastFullSeconds'));
    const [earlyKnown, lateKnown] = modesOf(measured.all_full);
    for (const [mode, known] of [
      [early!, earlyKnown!],
      [late!, lateKnown!],
    ] as const) {
      const [found, wanted] = [summarize(mode.values)!, summarize(known.values)!];
      expect(wanted.min).toBeGreaterThan(found.min - noiseSeconds);
      // A process takes 0.05 to 0.1 s to start.
      expect(wanted.max).toBeLessThan(found.max + 0.1);
      expect(Math.abs(found.median / wanted.median - 1)).toBeLessThan(medianTolerance);
      expect(Math.abs(mode.share - known.share)).toBeLessThan(shareTolerance);
    }
  });

  // The recordings also have both next hops five seconds before (5 of 24); there both directors were stuck.
  it('both next hops are there 14 to 15 seconds after the start', () => {
    const late = measured.both_next_hops.filter((value) => value > 12);
    const found = summarize(simulated('start: lastRouteSeconds'))!;
    const wanted = summarize(late)!;
    expect(Math.abs(found.median / wanted.median - 1)).toBeLessThan(medianTolerance);
    expect(wanted.max).toBeLessThan(found.max + 0.2);
    expect(wanted.min).toBeGreaterThan(found.min - noiseSeconds);
  });
});
