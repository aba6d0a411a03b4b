// Sweeps: instants of the seed's choice, and what is said about many runs.

import { describe, expect, it } from 'vitest';
import { seconds } from '@ospflab/sim';
import {
  Network,
  loadScenario,
  measureRun,
  renderSweep,
  summarize,
  sweepScenario,
  type LoadedScenario,
} from '@ospflab/scenarios';
import { mapSource } from '../map-source.ts';
import { placesOf } from '../short-diagnostics.ts';

const network = `segments: { lan: { delay: 1ms } }
nodes:
  r1: { interfaces: { eth0: { segment: lan, address: 10.0.0.1/24 } } }
  r2: { interfaces: { eth0: { segment: lan, address: 10.0.0.2/24 } } }
`;

function scenarioWith(timeline: string, expectations = '[]'): LoadedScenario {
  const text = `name: s\nuntil: 20s\n${network}timeline:\n${timeline}expectations: ${expectations}\n`;
  const { scenario, diagnostics } = loadScenario(mapSource({ 's.yaml': text }), 's.yaml');
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  return scenario;
}

const cutAndHeal = `  - { name: cut, at: 2s..6s, action: cut, node: r1, interface: eth0 }
  - { name: heal, at: 1s..2s, after: cut, action: heal, node: r1 }
  - { name: fixed, at: 4s, action: crash, node: r2 }
`;

function instants(scenario: LoadedScenario, seed: number): Record<string, number> {
  const { timeline } = new Network(scenario, { seed, wireMode: 'objects' }).scenario;
  return Object.fromEntries(timeline.map(({ name, at }) => [name, at / 1e9]));
}

describe('an instant of the seed’s choice', () => {
  const scenario = scenarioWith(cutAndHeal);

  it('lies in its span, counted from the entry it follows, and is the same for the same seed', () => {
    const cuts = new Set<number>();
    for (let seed = 1; seed <= 50; seed++) {
      const { cut, heal, fixed } = instants(scenario, seed);
      expect(instants(scenario, seed)).toEqual({ cut, heal, fixed });
      expect(cut).toBeGreaterThanOrEqual(2);
      expect(cut).toBeLessThan(6);
      expect(heal! - cut!).toBeGreaterThanOrEqual(1);
      expect(heal! - cut!).toBeLessThan(2);
      expect(fixed).toBe(4);
      cuts.add(Math.floor(cut!));
    }
    expect([...cuts].sort()).toEqual([2, 3, 4, 5]);
  });

  it('does not move when another entry is added', () => {
    const more = scenarioWith(
      `  - { name: early, at: 1s..2s, action: cut, node: r2, interface: eth0 }\n${cutAndHeal}`,
    );
    expect(instants(more, 3)).toMatchObject(instants(scenario, 3));
  });

  it('puts entries in the order of their instants, and figures stay with their entries', () => {
    const check = '[{ check: metric, metric: longFlowsResetBy, of: fixed, equals: 0 }]';
    const checked = scenarioWith(cutAndHeal, check);
    let reordered = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const drawn = new Network(checked, { seed, wireMode: 'objects' }).scenario;
      const order = drawn.timeline.map(({ at }) => at);
      expect(order).toEqual(order.toSorted((left, right) => left - right));
      const { check: found } = drawn.expectations[0]!;
      if (found.kind !== 'metric' || found.of.kind !== 'action') throw new Error('not the check of above');
      expect(drawn.timeline[found.of.index]?.name).toBe('fixed');
      if (found.of.index !== checked.timeline.findIndex(({ name }) => name === 'fixed')) reordered++;
    }
    expect(reordered).toBeGreaterThan(0);
  });

  it('has to end before the run does, however late the seed puts it', () => {
    const text = `name: s\nuntil: 20s\n${network}timeline:\n  - { name: cut, at: 19s, action: cut, node: r1, interface: eth0 }\n  - { at: 0s..1s, after: cut, action: heal, node: r1 }\n`;
    expect(placesOf(loadScenario(mapSource({ 's.yaml': text }), 's.yaml').diagnostics)).toEqual([
      '9:11 error',
    ]);
  });
});

describe('a sweep', () => {
  const scenario = scenarioWith(cutAndHeal);

  it('is its runs: each gives the same alone as in the row', () => {
    const report = sweepScenario(scenario, { seeds: 5, firstSeed: 11 });
    expect(report.seeds).toEqual([11, 12, 13, 14, 15]);
    for (const [index, seed] of report.seeds.entries()) {
      const alone = measureRun(structuredClone(scenario), seed);
      expect(alone.digest).toBe(report.digests[index]);
      for (const { name, value } of alone.figures) {
        expect(report.metrics.find((metric) => metric.name === name)?.values[index]).toBe(value);
      }
    }
  });

  it('takes a number of seeds within bounds', () => {
    expect(() => sweepScenario(scenario, { seeds: 0 })).toThrow(RangeError);
    expect(() => sweepScenario(scenario, { seeds: 1e9 })).toThrow(RangeError);
  });

  it('does not count the figures of a run that hit a bound', () => {
    const report = sweepScenario(scenario, { seeds: 2, eventsMax: 1 });
    expect(report.boundsHit.map(({ seed }) => seed)).toEqual([1, 2]);
    expect(report.metrics.every(({ summary }) => summary === null)).toBe(true);
  });

  it('names what happened, what was always 0 and what never was', () => {
    const text = renderSweep(sweepScenario(scenario, { seeds: 3 }));
    expect(text).toMatch(/^s · 3 seeds, 1 to 3\n/);
    expect(text).toMatch(/Always 0: .*cut: packetsLost/);
    expect(text).toMatch(/Never happened: .*cut: outageSeconds/);
  });
});

describe('a summary', () => {
  it('has the median of people: the middle, or the mean of the two in the middle', () => {
    expect(summarize([3, 1, 2])?.median).toBe(2);
    expect(summarize([4, 1, 2, 3])?.median).toBe(2.5);
    expect(summarize([])).toBeUndefined();
  });

  it('parts values that lie in two clusters, and not those that are evenly spread', () => {
    const early = Array.from({ length: 20 }, (_, index) => 10 + index / 20);
    const late = Array.from({ length: 30 }, (_, index) => 15 + index / 30);
    expect(summarize([...late, ...early])?.modes.map(({ count, min }) => ({ count, min }))).toEqual([
      { count: 20, min: 10 },
      { count: 30, min: 15 },
    ]);
    expect(summarize(early)?.modes).toHaveLength(1);
    expect(summarize([1, 2, 3])?.modes).toHaveLength(1);
    expect(summarize([seconds(1), seconds(1)])?.modes).toHaveLength(1);
  });
});
