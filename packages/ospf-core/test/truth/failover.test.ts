// The distributions of withdrawal and return that were recorded from FRR 8.4.4, against trials with random phases.

import { readFileSync } from 'node:fs';
import { seconds } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { runTrial, type TrialSettings } from '../failover-trial.ts';
import { tutorialLab, vip } from '../tutorial-lab.ts';

/** Recorded times run until the kernel's table: 10 ms of zebra's queue and 1 ms of everything else. */
const ribSeconds = 0.011;
const trials = 60;

interface RecordedCell {
  readonly withdrawn?: readonly (number | null)[];
  readonly restored?: readonly (number | null)[];
  readonly both_next_hops?: readonly number[];
  readonly all_full?: readonly number[];
}

const recorded = JSON.parse(
  readFileSync(new URL('../fixtures/failover/recorded.json', import.meta.url), 'utf8'),
) as Record<string, RecordedCell>;

function present(values: readonly (number | null | undefined)[] | undefined): number[] {
  return (values ?? []).filter((value) => typeof value === 'number').sort((left, right) => left - right);
}

function simulate(settings: TrialSettings): { withdrawn: number[]; restored: number[]; forGood: number[] } {
  const results = Array.from({ length: trials }, (_, index) => runTrial(index + 1, settings));
  const shift = (value: number | undefined): number | undefined =>
    value === undefined ? undefined : value + ribSeconds;
  return {
    withdrawn: present(results.map(({ withdrawn }) => shift(withdrawn))),
    restored: present(results.map(({ restored }) => shift(restored))),
    forGood: present(results.map(({ restoredForGood }) => shift(restoredForGood))),
  };
}

/** The share of values in the upper of two modes. */
function upperShare(values: readonly number[], border: number): number {
  return values.filter((value) => value > border).length / values.length;
}

function median(values: readonly number[]): number {
  return values[values.length >> 1]!;
}

function expectWithin(values: readonly number[], [low, high]: readonly [number, number]): void {
  expect(values.length).toBeGreaterThan(0);
  expect(values[0]).toBeGreaterThanOrEqual(low);
  expect(values.at(-1)).toBeLessThanOrEqual(high);
}

describe('a silent cut on the LAN', () => {
  const simulated = simulate({ topology: 'lan', failure: 'silentCut' });
  const truth = recorded['A1_silent']!;

  it('is noticed by the dead timer, 3 to 4 s after', () => {
    expectWithin(simulated.withdrawn, [3.011, 4.02]);
    expectWithin(present(truth.withdrawn), [3.011, 4.02]);
    expect(median(simulated.withdrawn)).toBeCloseTo(median(present(truth.withdrawn)), 0);
  });

  it('is over 10–11 s or 15–16 s after the repair, by who says hello first', () => {
    for (const values of [simulated.restored, present(truth.restored)]) {
      expectWithin(values, [10, 16.05]);
      expect(values.filter((value) => value > 11.05 && value < 15)).toEqual([]);
      expect(upperShare(values, 13)).toBeGreaterThan(0.3);
      expect(upperShare(values, 13)).toBeLessThan(0.7);
    }
    expect(simulated.restored).toHaveLength(trials);
    expect(simulated.forGood).toEqual(simulated.restored);
  });

  it('returns after 4 to 7 s when the retransmit interval is 2 s', () => {
    const quick = simulate({ topology: 'lan', failure: 'silentCut', retransmitSeconds: 2 });
    expectWithin(quick.restored, [4, 7.05]);
    expect(quick.restored.filter((value) => value > 5.05 && value < 6)).toEqual([]);
  });

  it('returns without the 10 s when MinLSArrival is 0', () => {
    const instant = simulate({
      topology: 'lan',
      failure: 'silentCut',
      router: { timers: { minLsArrival: seconds(0) } },
    });
    for (const values of [instant.restored, present(recorded['A1_silent_minarr0']!.restored)]) {
      expectWithin(values, [0.1, 6.05]);
      expect(values.filter((value) => value > 1.1 && value < 5)).toEqual([]);
    }
  });
});

describe('other failures on the LAN', () => {
  it('a director whose switch port goes down is back 16.0 s after its repair', () => {
    const { withdrawn, restored } = simulate({ topology: 'lan', failure: 'switchPortDown' });
    expectWithin(withdrawn, [3.011, 4.02]);
    expectWithin(restored, [16.005, 16.015]);
    expect(median(restored)).toBeCloseTo(median(present(recorded['A2_switchport_down']!.restored)), 2);
  });

  it('a director told to stop flushes its LSA at once and is back 5 to 6 s after its restart', () => {
    const { withdrawn, forGood } = simulate({ topology: 'lan', failure: 'sigterm' });
    expectWithin(withdrawn, [0.01, 0.012]);
    for (const values of [forGood, present(recorded['A4_sigterm']!.restored)])
      expectWithin(values, [5, 6.05]);
  });

  it('a director that was killed is back on its stale LSA after 6.03 s and for good after 16.03 s', () => {
    const { withdrawn, restored, forGood } = simulate({ topology: 'lan', failure: 'sigkill' });
    expectWithin(withdrawn, [3.011, 4.02]);
    expectWithin(restored, [6.03, 6.04]);
    expectWithin(forGood, [16.03, 16.04]);
  });

  it('a service address that was away for less than MinLSArrival waits for a tick at which its LSA is old enough', () => {
    const { withdrawn, restored } = simulate({ topology: 'lan', failure: 'addressRemoved' });
    expectWithin(withdrawn, [0.01, 0.012]);
    for (const values of [restored, present(recorded['A5_addrdel']!.restored)])
      expectWithin(values, [5, 10.02]);
    expect(median(restored)).toBeGreaterThan(6.3);
    expect(median(restored)).toBeLessThan(8.9);
  });

  it('a service address that was away for longer is back at once', () => {
    const { restored } = simulate({ topology: 'lan', failure: 'addressRemovedLong' });
    expectWithin(restored, [0.01, 0.012]);
    expectWithin(present(recorded['A5_addrdel_midhold']!.restored), [0.01, 0.013]);
  });

  it('raising the cost of the loopback drains the director as the recorded one did', () => {
    const { withdrawn, restored } = simulate({ topology: 'lan', failure: 'loopbackCost' });
    expectWithin(withdrawn, [0.01, 0.012]);
    expectWithin(restored, [5, 10.02]);
  });
});

describe('on point-to-point links', () => {
  it('a silent cut is over 10–11 s after the repair: no election, no stall', () => {
    const { withdrawn, restored } = simulate({ topology: 'pointToPoint', failure: 'silentCut' });
    expectWithin(withdrawn, [3.011, 4.02]);
    expectWithin(restored, [10, 11.05]);
    const truth = present(recorded['B1_silent']!.restored);
    expect(Math.abs(median(restored) - median(truth)) / median(truth)).toBeLessThan(0.05);
  });

  it('a killed director returns on its stale LSA at the next hello and for good two retransmissions after the request', () => {
    const { restored, forGood } = simulate({ topology: 'pointToPoint', failure: 'sigkill' });
    expectWithin(restored, [0.03, 1.05]);
    expectWithin(forGood, [15.03, 16.06]);
  });
});

describe('a cold start of the LAN', () => {
  it('has both next hops after 9 to 15 s, though the adjacencies are Full long before', () => {
    const times: number[] = [];
    for (let seed = 1; seed <= trials; seed++) {
      const { network, router, ds1, ds2 } = tutorialLab(seed);
      let both: number | undefined;
      network.onRoute = (node, prefix) => {
        if (node !== router || prefix !== vip || both !== undefined) return;
        if (router.routes.get(vip)?.nextHops.length === 2) both = network.now / 1e9;
      };
      for (const node of [router, ds1, ds2]) network.start(node, network.random());
      network.runUntil(20);
      times.push(both! + ribSeconds);
    }
    times.sort((left, right) => left - right);
    expectWithin(times, [9, 15.2]);
    expectWithin(present(recorded['cold_A_staggered']!.both_next_hops), [9, 15.2]);
  });
});
