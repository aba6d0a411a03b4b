// The built-in scenarios: their own checks hold, for other seeds too, and both wire modes give the same digest.

import { describe, expect, it } from 'vitest';
import { loadScenario, runScenario, type LoadedScenario, type Report } from '@ospflab/scenarios';
import { discSource, libraryPath } from '../folder-source.ts';

function library(name: string): LoadedScenario {
  const { scenario, diagnostics } = loadScenario(discSource, libraryPath(`${name}.yaml`));
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  return scenario;
}

function failedChecks(report: Report): string[] {
  return report.checks
    .filter(({ verdict }) => verdict !== 'passed')
    .map(({ text, found }) => `${text}: ${found}`);
}

/** The same scenario with less traffic, for tests that do not look at shares. */
function withRate(scenario: LoadedScenario, ratePerSecond: number): LoadedScenario {
  return {
    ...scenario,
    expectations: [],
    traffic: scenario.traffic.map((one) => (one.kind === 'short' ? { ...one, ratePerSecond } : one)),
  };
}

describe('dual-active', () => {
  const scenario = library('dual-active');

  it('all its checks hold', () => {
    const { report } = runScenario(scenario);
    expect(report.checks.length).toBeGreaterThan(5);
    expect(failedChecks(report)).toEqual([]);
  });

  it('resets every long flow of the cut director and none of the other', () => {
    // As recorded with wrr: 37 of 37 reset on the dead director, 23 of 23 alive on the other, before the real server stops.
    const until = scenario.timeline[2]!.at;
    for (const seed of [3, 4]) {
      const { report } = runScenario(withRate(scenario, 5), { seed, until });
      const sessions = report.traffic.find(({ kind }) => kind === 'long');
      if (sessions?.kind !== 'long') throw new Error('no long flows');
      const [cut, other] = sessions.byDirector;
      expect(cut).toMatchObject({ director: 'ds-1', survived: 0, hung: 0, otherwise: 0 });
      expect(other).toMatchObject({ director: 'ds-2', reset: 0, hung: 0, otherwise: 0 });
      expect(cut!.reset + other!.survived).toBe(60);
      expect(cut!.reset).toBeGreaterThan(10);
    }
  });

  it('gives the same digest twice and in both wire modes, and another one with another seed', () => {
    const small = withRate(scenario, 10);
    const digest = (seed: number, wireMode: 'bytes' | 'objects') =>
      runScenario(small, { seed, wireMode }).report.digest;
    const first = digest(7, 'objects');
    expect(digest(7, 'objects')).toBe(first);
    expect(digest(7, 'bytes')).toBe(first);
    expect(digest(8, 'objects')).not.toBe(first);
  });
});

describe('dual-active-one-lan', () => {
  const { report } = runScenario(library('dual-active-one-lan'));
  const [cut] = report.actions;

  it('all its checks hold', () => {
    expect(failedChecks(report)).toEqual([]);
  });

  it('the redirect pins the client before anything fails', () => {
    expect(report.start.remarks.map(({ node, text }) => `${node} ${text}`)).toContain(
      'client accepts a redirect: 192.168.28.211 via ds-2',
    );
  });

  it('the router converges in seconds while the client stays black-holed until its redirect expires', () => {
    expect(cut!.withdrawalSeconds).toBeLessThan(4.3);
    const redirectedAt = report.start.remarks.find(({ text }) => text.includes('redirect'))!.at;
    expect(cut!.at + cut!.outageSeconds!).toBeGreaterThan(redirectedAt + 299);
    expect(cut!.at + cut!.outageSeconds!).toBeLessThan(redirectedAt + 305);
  });

  it('under policy 0 one director takes every connection of the one client until then', () => {
    const before = runScenario(library('dual-active-one-lan'), { until: 39e9 as never }).report;
    const connections = Object.fromEntries(before.directors.map((row) => [row.node, row.connections]));
    expect(connections).toMatchObject({ 'ds-1': 0 });
    expect(connections['ds-2']).toBeGreaterThan(50);
  });
});
