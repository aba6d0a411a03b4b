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
  /** How many of the recorded returns lie outside what is simulated; none when not given. */
  readonly exceptions?: number;
  readonly phases?: number;
}

/** Seeds of each kind: phases of hellos and retransmission ticks, and the instants of failure and repair. */
const phases = 200;
/** Where no figure depends on a phase. */
const phasesOfConstants = 24;

/** Failures come when the cold start is over, in a span of one retransmission interval; runs end after the slowest return. */
const onLan = { failAt: '16s..21s', until: '43s' };
const onLinks = { failAt: '13s..18s', until: '35s' };
/** Returns are even in 5 to 10 s. 200 draws meet the median only to 0.3 s, which is more than the tolerance leaves; those of this span do. */
const atTicks = { failAt: '20s..25s', until: '37s' };
/** From the withdrawal, which takes 11 ms, to at most a second later. */
const shortly = { hold: '11ms..1.011s' };

const kinds: readonly Kind[] = [
  { cell: 'A1_silent', scenario: 'failover-lan', settings: onLan },
  {
    cell: 'A1_silent_longhold',
    scenario: 'failover-lan',
    settings: { ...onLan, hold: '15s..17s', until: '55s' },
  },
  {
    cell: 'A1_silent_minarr0',
    scenario: 'failover-lan',
    settings: { minArrival: '0', failAt: '11s..16s', until: '28s' },
  },
  { cell: 'A2_switchport_down', scenario: 'failover-lan', settings: { ...onLan, failure: 'portDown' } },
  {
    cell: 'A4_sigterm',
    scenario: 'failover-lan',
    settings: { ...onLan, failure: 'sigterm', ...shortly, until: '33s' },
  },
  {
    cell: 'A5_addrdel',
    scenario: 'failover-lan',
    settings: { ...onLan, failure: 'deleteAddress', ...shortly, ...atTicks },
  },
  {
    cell: 'A5_addrdel_midhold',
    scenario: 'failover-lan',
    settings: { ...onLan, failure: 'deleteAddress', hold: '1.1s..4s', until: '26s' },
    phases: phasesOfConstants,
  },
  {
    cell: 'A5_addrdel_longhold',
    scenario: 'failover-lan',
    settings: { ...onLan, failure: 'deleteAddress', hold: '8s..9s', until: '31s' },
    phases: phasesOfConstants,
  },
  {
    cell: 'A6_cost_eth0',
    scenario: 'failover-lan',
    settings: { ...onLan, failure: 'costEth0', hold: '12s', until: '34s' },
    phases: phasesOfConstants,
  },
  {
    cell: 'A6_cost_lo',
    scenario: 'failover-lan',
    settings: { ...onLan, failure: 'costLo', ...shortly, ...atTicks },
  },
  {
    cell: 'A7_maxmetric',
    scenario: 'failover-lan',
    settings: { ...onLan, failure: 'maxMetric', hold: '12s', until: '34s' },
    phases: phasesOfConstants,
  },
  // The exception: an LSA that made the first retransmission tick.
  { cell: 'B1_silent', scenario: 'failover-p2p', settings: onLinks, exceptions: 1 },
  // The exceptions, 10.53 and 11.03 to 11.30 s: probably the kernel's link watch, which all labs shared, was busy.
  {
    cell: 'B2_router_port_down_nonhg',
    scenario: 'failover-p2p',
    settings: {
      ...onLinks,
      failure: 'routerLinkDown',
      cable: 'seen',
      nextHopGroups: 'no',
      hold: '90ms..1s',
    },
    exceptions: 4,
    phases: phasesOfConstants,
  },
];

/** Values farther apart than this belong to different modes: phases of hellos spread a mode over one second. */
const modeGapSeconds = 1;
/** A mode with fewer of the values is an exception, no mode. */
const rareShare = 0.05;
/** Scheduling and measurement of the recordings. */
const noiseSeconds = 0.02;
const resolutionSeconds = 0.0005;
/**
 * A return on the LAN waits for the later of two hellos, so that a seventh of the second at the early end holds a fiftieth of the
 * values: two of the hundred that fall into a mode.
 */
const edgeSeconds = 0.15;
/** Of so few values the median says nothing. */
const medianCountMin = 10;
const medianTolerance = 0.05;
/** Shares may differ by as many standard errors of the recorded sample. */
const shareErrorsMax = 2.5;

function modesOf(values: readonly number[], shareMin = rareShare): { share: number; values: number[] }[] {
  const modes: number[][] = [];
  for (const value of values.toSorted((left, right) => left - right)) {
    const last = modes.at(-1)?.at(-1);
    if (last === undefined || value - last > modeGapSeconds) modes.push([value]);
    else modes.at(-1)!.push(value);
  }
  return modes
    .map((mode) => ({ share: mode.length / values.length, values: mode }))
    .filter(({ share }) => share >= shareMin);
}

function shareTolerance(share: number, count: number): number {
  return Math.max(rareShare, shareErrorsMax * Math.sqrt((share * (1 - share)) / count));
}

function expectSameMedian(found: readonly number[], known: readonly number[]): void {
  const [simulated, wanted] = [summarize(found)!.median, summarize(known)!.median];
  if (Math.abs(simulated - wanted) < resolutionSeconds) return;
  expect(Math.abs(simulated / wanted - 1)).toBeLessThan(medianTolerance);
}

function sweepOf({ scenario: name, settings, phases: seeds = phases }: Kind): SweepReport {
  const { scenario, diagnostics } = loadScenario(
    discSource,
    libraryPath(`${name}.yaml`),
    new Map(Object.entries(settings)),
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
  const simulatedOf = (metric: string) => present(report.metrics.find(({ name }) => name === metric)?.values);

  it.each(figures)('%s happens in every run, or in none as recorded', (_, metric, values) => {
    expect(simulatedOf(metric)).toHaveLength(values.length === 0 ? 0 : report.seeds.length);
  });

  it.each(figures)('%s has the recorded modes', (_, metric, values) => {
    const simulated = modesOf(simulatedOf(metric));
    const wanted = modesOf(values);
    expect(simulated).toHaveLength(wanted.length);
    for (const [index, mode] of wanted.entries()) {
      const found = simulated[index]!;
      expect(Math.abs(found.share - mode.share)).toBeLessThan(shareTolerance(mode.share, values.length));
      if (mode.values.length < medianCountMin) continue;
      expectSameMedian(found.values, mode.values);
    }
  });

  it.each(figures)('%s: every recorded value lies where simulated ones do', (name, metric, values) => {
    const early = name === 'return' && kind.scenario === 'failover-lan' ? edgeSeconds : noiseSeconds;
    const ranges = modesOf(simulatedOf(metric), 0).map((mode) => summarize(mode.values)!);
    const outside = values.filter(
      (value) => !ranges.some(({ min, max }) => value > min - early && value < max + noiseSeconds),
    );
    expect(outside).toHaveLength(name === 'return' ? (kind.exceptions ?? 0) : 0);
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
      expect(Math.abs(mode.share - known.share)).toBeLessThan(
        shareTolerance(known.share, measured.all_full.length),
      );
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
