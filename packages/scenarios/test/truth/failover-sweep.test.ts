// Failures and returns over many seeds beside what was recorded of FRR 8.4.4, kind by kind: the same modes, the same medians,
// and no recorded value where the simulation has none. `OSPFLAB_FAILOVER_PHASES` gives every kind as many seeds, from `OSPFLAB_FAILOVER_FIRST` on.

import { describe, expect, it } from 'vitest';
import { loadScenario, sweepScenario, summarize, type SweepReport } from '@ospflab/scenarios';
import recorded from '../fixtures/failover.json' with { type: 'json' };
import { discSource, libraryPath } from '../folder-source.ts';
import { beyond, beyondMax, medianInterval, modeOf, modesOf, shareTolerance } from '../same-distribution.ts';

interface Kind {
  readonly cell: keyof typeof recorded;
  readonly scenario: 'failover-lan' | 'failover-p2p';
  readonly settings: Readonly<Record<string, string>>;
  readonly phases?: number;
}

/** Seeds of each kind: phases of hellos and retransmission ticks, and the instants of failure and repair. */
const phases = 200;
/** Where no figure depends on a phase. */
const phasesOfConstants = 24;
const phasesOfAll = process.env['OSPFLAB_FAILOVER_PHASES'];
const firstSeed = Number(process.env['OSPFLAB_FAILOVER_FIRST'] ?? 1);

/** The labs of the recordings: namespaces of one computer, ten to thirty labs beside each other. */
const recordedLab = { kernels: 'shared', processors: '2', otherPrograms: '4%', otherLinks: '30%' };

/** Failures come when the cold start is over, in a span of one retransmission interval; runs end after the slowest return. */
const onLan = { ...recordedLab, failAt: '16s..21s', until: '43s' };
const onLinks = { ...recordedLab, failAt: '13s..18s', until: '35s' };
/** From the withdrawal, which takes 11 ms and on a busy computer up to two more, to at most a second later. */
const shortly = { hold: '13ms..1.013s' };

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
    settings: { ...recordedLab, minArrival: '0', failAt: '11s..16s', until: '28s' },
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
    settings: { ...onLan, failure: 'deleteAddress', ...shortly, until: '33s' },
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
    settings: { ...onLan, failure: 'costLo', ...shortly, until: '33s' },
  },
  {
    cell: 'A7_maxmetric',
    scenario: 'failover-lan',
    settings: { ...onLan, failure: 'maxMetric', hold: '12s', until: '34s' },
    phases: phasesOfConstants,
  },
  { cell: 'B1_silent', scenario: 'failover-p2p', settings: onLinks },
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
  },
];

/** From the kernel's change to the recorder's stamp, and the spread of zebra's work queue, which takes 10.8 ms here. */
const resolutionSeconds = 0.0005;
/** Of so few values the median says nothing. */
const medianCountMin = 10;
const medianTolerance = 0.05;

/** Within 5 %; where so few values leave their medians open by more, by values that both samples allow for the median. */
function expectSameMedian(found: readonly number[], known: readonly number[]): void {
  const [simulated, wanted] = [summarize(found)!.median, summarize(known)!.median];
  if (Math.abs(simulated - wanted) < resolutionSeconds) return;
  if (Math.abs(simulated / wanted - 1) < medianTolerance) return;
  const [ofSimulated, ofWanted] = [medianInterval(found), medianInterval(known)];
  expect(ofSimulated.low).toBeLessThanOrEqual(ofWanted.high);
  expect(ofSimulated.high).toBeGreaterThanOrEqual(ofWanted.low);
}

/** Every recorded value lies in a simulated mode, but for as many shortly beyond its ends as chance allows. */
function expectInside(known: readonly number[], found: readonly number[]): void {
  const modes = modesOf(found, 0);
  expect(known.filter((value) => modeOf(value, modes) === undefined)).toEqual([]);
  for (const mode of modes) {
    const values = known.filter((value) => modeOf(value, modes) === mode);
    const allowed = beyondMax(values.length, mode.values.length);
    for (const end of beyond(values, mode, resolutionSeconds)) {
      expect(end.length, end.join(' ')).toBeLessThanOrEqual(allowed);
    }
  }
}

function sweepOf({ scenario: name, settings, phases: seeds = phases }: Kind): SweepReport {
  const { scenario, diagnostics } = loadScenario(
    discSource,
    libraryPath(`${name}.yaml`),
    new Map(Object.entries(settings)),
  );
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  return sweepScenario(scenario, {
    seeds: phasesOfAll === undefined ? seeds : Number(phasesOfAll),
    firstSeed,
  });
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
      expect(Math.abs(found.share - mode.share)).toBeLessThan(shareTolerance(mode, found));
      if (mode.values.length < medianCountMin) continue;
      expectSameMedian(found.values, mode.values);
    }
  });

  it.each(figures)('%s: every recorded value lies where simulated ones do', (_, metric, values) => {
    expectInside(values, simulatedOf(metric));
  });

  it('both directors are next hops again in the end', () => {
    expect(report.checks.map(({ failed }) => failed)).toEqual([0]);
  });
});

describe('cold_A_staggered', () => {
  const { metrics } = reports.get('A1_silent')!;
  const measured = recorded.cold_A_staggered;
  /** A process takes 55 to 95 ms to start, which is not simulated. */
  const startSeconds = 0.06;

  // A director that comes to the other's exchange asks for an instance of the router's LSA which it hears within MinLSArrival of the one
  // before: it is stuck in Loading until it asks again. Then its next hop is there at once. The other one's LSA waits for the second tick
  // of its timer, 14 s after the start, unless the first tick comes late because two daemons poll for their own timers meanwhile.
  it.each([
    ['all are Full', 'start: lastFullSeconds', measured.all_full],
    ['both next hops are there', 'start: lastRouteSeconds', measured.both_next_hops],
  ])('%s in one of two modes, a retransmission apart', (_, metric, values) => {
    const known = values.map((value) => value - startSeconds);
    const started = present(metrics.find(({ name }) => name === metric)?.values);
    const [simulated, wanted] = [modesOf(started), modesOf(known)];
    expect(simulated).toHaveLength(2);
    expect(wanted).toHaveLength(2);
    for (const [index, mode] of wanted.entries()) {
      const found = simulated[index]!;
      expect(Math.abs(found.share - mode.share)).toBeLessThan(shareTolerance(found, mode));
      expectSameMedian(found.values, mode.values);
    }
    expectInside(known, started);
  });
});
