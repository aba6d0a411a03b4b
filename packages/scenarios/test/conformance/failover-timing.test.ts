// How long failures and returns take in the `frr` profile, over random phases, beside what FRR 8.4.4 was measured to do.

import { describe, expect, it } from 'vitest';
import recorded from '../fixtures/failover.json' with { type: 'json' };
import {
  cutDirector,
  failoverLab,
  healDirector,
  measureFailover,
  startTogether,
  type Failover,
  type LabSettings,
  type Topology,
} from '../failover-lab.ts';
import type { TimelineAction } from '@ospflab/scenarios';

const trials = 60;

function sample(
  topology: Topology,
  settings: LabSettings,
  fail: TimelineAction,
  restore: TimelineAction,
): Failover[] {
  const scenario = failoverLab(topology, settings);
  return Array.from({ length: trials }, (_, index) =>
    measureFailover({ scenario, seed: index + 1, fail, restore }),
  );
}

function numbers(values: readonly (number | null | undefined)[]): number[] {
  return values.filter((value) => value !== null && value !== undefined).sort((a, b) => a - b);
}

function median(values: readonly number[]): number {
  return values[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Which of the two ways a return went: with or without the stalled database description exchange. */
function modes(values: readonly number[]): { early: number[]; late: number[] } {
  return { early: values.filter((value) => value < 12.5), late: values.filter((value) => value >= 12.5) };
}

describe('silent cut of a director on the LAN', () => {
  const runs = sample('lan', {}, cutDirector, healDirector);
  const withdrawn = numbers(runs.map((run) => run.withdrawn));
  const restored = numbers(runs.map((run) => run.restored));

  it('is noticed between 3 and 4.3 seconds, by the dead timer', () => {
    expect(withdrawn).toHaveLength(trials);
    expect(withdrawn[0]).toBeGreaterThan(2.99);
    expect(withdrawn.at(-1)).toBeLessThan(4.3);
    expect(median(withdrawn)).toBeGreaterThan(median(numbers(recorded.A1_silent.withdrawn)) * 0.9);
    expect(median(withdrawn)).toBeLessThan(median(numbers(recorded.A1_silent.withdrawn)) * 1.1);
  });

  it('is followed by a return in one of two modes, 10 to 11 or 15 to 16 seconds', () => {
    expect(restored).toHaveLength(trials);
    const simulated = modes(restored);
    const measured = modes(numbers(recorded.A1_silent.restored));
    for (const mode of ['early', 'late'] as const) {
      expect(simulated[mode].length).toBeGreaterThan(trials / 4);
      expect(simulated[mode][0]).toBeGreaterThan(Math.floor(measured[mode][0]!) - 0.05);
      expect(simulated[mode].at(-1)).toBeLessThan(Math.ceil(measured[mode].at(-1)!) + 0.1);
      expect(Math.abs(median(simulated[mode]) / median(measured[mode]) - 1)).toBeLessThan(0.05);
    }
  });
});

describe('what changes the return', () => {
  it('retransmit-interval 2 brings it down to 4 to 7 seconds', () => {
    const restored = numbers(
      sample('lan', { retransmitInterval: 2 }, cutDirector, healDirector).map((run) => run.restored),
    );
    expect(restored).toHaveLength(trials);
    expect(restored[0]).toBeGreaterThan(3.9);
    expect(restored.at(-1)).toBeLessThan(7.1);
  });

  it('min-arrival 0 takes away the wait for the retransmitted LSA', () => {
    const restored = numbers(
      sample('lan', { minArrivalMs: 0 }, cutDirector, healDirector).map((run) => run.restored),
    );
    expect(restored.filter((value) => value < 1.1).length).toBeGreaterThan(trials / 5);
    expect(restored.every((value) => value < 1.1 || (value > 4.9 && value < 6.1))).toBe(true);
  });

  it('without a DR election there is one mode: point-to-point links return after 10 to 11 seconds', () => {
    const restored = numbers(
      sample('pointToPoint', {}, cutDirector, healDirector).map((run) => run.restored),
    );
    const late = restored.filter((value) => value > 9.9 && value < 11.1);
    expect(late.length).toBeGreaterThanOrEqual(trials * 0.9);
  });
});

describe('the switch port of a director goes down', () => {
  const port = { node: 'ds1', interface: 'eth0' } as const;
  const runs = sample('lan', {}, { kind: 'portDown', ...port }, { kind: 'portUp', ...port });

  it('the router sees nothing and waits for the dead timer', () => {
    const withdrawn = numbers(runs.map((run) => run.withdrawn));
    expect(withdrawn[0]).toBeGreaterThan(2.99);
    expect(withdrawn.at(-1)).toBeLessThan(4.3);
  });

  it('the way back takes 16.0 seconds whatever the phase', () => {
    for (const { restored } of runs) expect(restored).toBeCloseTo(16.01, 1);
  });
});

describe('the router itself loses the link', () => {
  const scenario = failoverLab('pointToPoint');

  it('an interface set down on the router withdraws the next hop at once', () => {
    const { withdrawn } = measureFailover({
      scenario,
      seed: 5,
      fail: { kind: 'linkDown', node: 'router', interface: 'eth1' },
      restore: { kind: 'linkUp', node: 'router', interface: 'eth1' },
    });
    expect(withdrawn).toBeLessThan(0.001);
  });

  it('a carrier loss is acted on at once: the link watch had nothing else to do', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { withdrawn } = measureFailover({
        scenario,
        seed,
        fail: { kind: 'portDown', node: 'router', interface: 'eth1' },
        restore: { kind: 'portUp', node: 'router', interface: 'eth1' },
      });
      expect(withdrawn).toBeLessThan(0.001);
    }
  });
});

describe('all daemons of the LAN start at the same instant', () => {
  const scenario = failoverLab('lan');
  const starts = Array.from({ length: trials }, (_, index) => startTogether(scenario, index + 1));
  const measured = recorded.cold_A_simultaneous;
  /** A process takes 55 to 95 ms to start, and some more to read its configuration. */
  const startSeconds = 0.15;

  it.each([
    ['all are Full', starts.map(({ allFull }) => allFull), measured.all_full],
    ['the first next hop is there', starts.map(({ first }) => first), measured.first_next_hop],
  ])('%s after the wait timer, or one retransmission later', (_, values, known) => {
    const split = 5 + Math.min(...known);
    for (const late of [false, true]) {
      const simulated = numbers(values).filter((value) => value > split - 2.5 === late);
      const wanted = numbers(known).filter((value) => value > split - 2.5 === late);
      expect(simulated.length).toBeGreaterThan(trials / 5);
      expect(wanted[0]).toBeGreaterThan(simulated[0]!);
      expect(wanted.at(-1)).toBeLessThan(simulated.at(-1)! + startSeconds);
      expect(Math.abs(median(simulated) / median(wanted) - 1)).toBeLessThan(0.05);
    }
  });

  it('both next hops are there after two retransmissions', () => {
    const simulated = numbers(starts.map(({ both }) => both));
    const wanted = numbers(measured.both_next_hops).filter((value) => value > 12);
    expect(wanted).toHaveLength(9);
    expect(simulated).toHaveLength(trials);
    expect(wanted[0]).toBeGreaterThan(simulated[0]!);
    expect(wanted.at(-1)).toBeLessThan(simulated.at(-1)! + startSeconds);
  });

  it('or after one, as one of the ten recorded, when daemons share processors and keep each other from them', () => {
    const sharing = failoverLab('lan', { processors: 2 });
    const simulated = numbers(
      Array.from({ length: trials }, (_, index) => startTogether(sharing, index + 1).both),
    ).filter((value) => value < 12);
    const [wanted] = numbers(measured.both_next_hops);
    expect(simulated.length).toBeGreaterThan(0);
    expect(simulated.length).toBeLessThan(trials / 3);
    expect(wanted).toBeGreaterThan(simulated[0]!);
    expect(wanted).toBeLessThan(simulated.at(-1)! + startSeconds);
  });
});

describe('the end of the daemon', () => {
  const daemon = { node: 'ds1', daemon: 'ospfd' } as const;
  const scenario = failoverLab('lan');

  it('SIGTERM flushes the router-LSA: the next hop is gone after 11 ms', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { withdrawn } = measureFailover({
        scenario,
        seed,
        fail: { kind: 'stop', ...daemon },
        restore: { kind: 'start', ...daemon },
      });
      expect(withdrawn).toBeGreaterThan(0.01);
      expect(withdrawn).toBeLessThan(0.015);
    }
  });

  it('SIGKILL says nothing: the dead interval passes', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { withdrawn } = measureFailover({
        scenario,
        seed,
        fail: { kind: 'kill', ...daemon },
        restore: { kind: 'start', ...daemon },
      });
      expect(withdrawn).toBeGreaterThan(2.99);
      expect(withdrawn).toBeLessThan(4.3);
    }
  });
});
