// The built-in comparison of strategies: which of them keeps long connections through the death of a director and its return.

import { describe, expect, it } from 'vitest';
import { compareVariants, loadScenario, renderComparison, type Variant } from '@ospflab/scenarios';
import { discSource, libraryPath } from '../folder-source.ts';

const path = libraryPath('director-failover-strategies.yaml');

function variant(name: string): Variant {
  const settings = loadScenario(discSource, path).scenario?.variants.find(
    (one) => one.name === name,
  )?.settings;
  if (settings === undefined) throw new Error(`no variant ${name}`);
  const { scenario, diagnostics } = loadScenario(discSource, path, settings);
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  return { name, about: '', scenario };
}

const names = ['none', 'resilient', 'sync', 'sh-sloppy', 'mh-sloppy', 'drain-max-metric', 'drain-cost-lo'];

describe('director-failover-strategies', () => {
  const comparison = compareVariants(names.map(variant), [1]);

  function phase(name: string, at: string) {
    const run = comparison.variants.find((one) => one.name === name)!.runs[0]!;
    return run.phases.find((one) => one.name === at)!.census;
  }

  it('compares the entries of the timeline that every variant has', () => {
    expect(comparison.phases.map(({ name }) => name)).toEqual([
      'rs-4-out',
      'ds-1-fails',
      'rs-4-joins',
      'ds-1-returns',
    ]);
    for (const name of names)
      expect(phase(name, 'rs-4-out')).toMatchObject({ flows: 60, alive: 60, reset: 0 });
  });

  it('without a strategy the flows of the dead director and those that the changed hash moves are reset', () => {
    // A third of them, and up to a sixth more where the hash moves; a resilient group moves no others.
    expect(phase('none', 'ds-1-fails').reset).toBeGreaterThan(10);
    expect(phase('none', 'ds-1-fails').reset).toBeLessThan(40);
    expect(phase('resilient', 'ds-1-fails').reset).toBeGreaterThan(10);
    expect(phase('resilient', 'ds-1-fails').reset).toBeLessThan(30);
  });

  it('synchronised directors lose none, at the price of a gap that ends with a retransmission after the dead timer', () => {
    const { reset, longestGapSeconds } = phase('sync', 'ds-1-fails');
    expect(reset).toBe(0);
    expect(longestGapSeconds).toBeGreaterThan(3.3);
    expect(longestGapSeconds).toBeLessThan(6.8);
    // Only flows that nobody has told the returned director of yet can be lost, should the router send it some so early.
    expect(phase('sync', 'ds-1-returns').reset).toBeLessThan(10);
    expect(phase('sync', 'ds-1-returns').stalled).toBe(0);
  });

  it('hashing and sloppy_tcp lose none at the failure; after a change of servers the return costs sh more than mh', () => {
    for (const name of ['sh-sloppy', 'mh-sloppy']) expect(phase(name, 'ds-1-fails').reset).toBe(0);
    const [sh, mh] = ['sh-sloppy', 'mh-sloppy'].map((name) => phase(name, 'ds-1-returns').reset);
    expect(mh).toBeGreaterThan(0);
    expect(sh).toBeGreaterThan(mh!);
  });

  it('raising the cost of lo drains, max-metric does not', () => {
    expect(phase('drain-cost-lo', 'ds-1-fails').longestGapSeconds).toBeLessThan(0.6);
    expect(phase('drain-max-metric', 'ds-1-fails').longestGapSeconds).toBeGreaterThan(3);
  });

  it('is one table', () => {
    const lines = renderComparison(comparison).split('\n');
    expect(lines[0]).toBe('director-failover-strategies · seed 1 · 60 long flows');
    expect(lines.filter((line) => /^(none|sync|drain-cost-lo) .* \d+ +\d+ +\d+$/.test(line))).toHaveLength(3);
  });
});
