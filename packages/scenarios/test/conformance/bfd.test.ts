// BFD bound to OSPF in a whole network: a silent cut is found in milliseconds instead of the dead interval.

import { describe, expect, it } from 'vitest';
import { loadScenario, runScenario, showAt, sweepScenario, type LoadedScenario } from '@ospflab/scenarios';
import { seconds, type Instant } from '@ospflab/sim';
import { discSource, libraryPath } from '../folder-source.ts';

const instants = { failAt: '20s..21s', hold: '4.1s..5.1s', until: '40s' };

function lab(name: string, settings: Readonly<Record<string, string>>): LoadedScenario {
  const values = new Map(Object.entries({ ...instants, ...settings }));
  const { scenario, diagnostics } = loadScenario(discSource, libraryPath(`${name}.yaml`), values);
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  return scenario;
}

function withdrawals(name: string, settings: Readonly<Record<string, string>>): readonly number[] {
  const { metrics } = sweepScenario(lab(name, settings), { seeds: 12 });
  const found = metrics.find(({ name: metric }) => metric === 'fails: withdrawalSeconds');
  return found?.values.filter((value) => value !== null) ?? [];
}

describe('BFD', () => {
  // Detection time 3 × 50 ms after the last packet, which came up to 50 ms before; then the withdrawal of 11 ms. FRR 8.4 was seen to
  // find the neighbour dead 135 ms after a cut.
  it.each(['failover-lan', 'failover-p2p'])(
    'finds a silent cut in %s within 100 to 165 ms at 3 × 50 ms',
    (name) => {
      const values = withdrawals(name, { bfd: '3x50' });
      expect(values).toHaveLength(12);
      expect(Math.min(...values)).toBeGreaterThan(0.1);
      expect(Math.max(...values)).toBeLessThan(0.165);
    },
  );

  it('leaves it to the dead interval when nobody asked for it', () => {
    expect(Math.min(...withdrawals('failover-lan', {}))).toBeGreaterThan(3);
  });

  it('lets a killed ospfd be missed at once, because bfdd ends its sessions', () => {
    const values = withdrawals('failover-lan', { bfd: '3x300', failure: 'sigkill' });
    expect(Math.max(...values)).toBeLessThan(0.05);
  });

  it('stands in the report as the cause, and in the show commands', () => {
    const scenario = lab('failover-lan', { bfd: '3x50' });
    const { report } = runScenario(scenario);
    expect(JSON.stringify(report.actions)).toContain('BFD finds ds1 dead');
    const at = seconds(18) as number as Instant;
    const shown = showAt(scenario, 'router', 'show bfd peers', { at });
    expect(shown.ok && shown.text).toContain('\tpeer 192.168.28.101 vrf default interface eth0\n');
    expect(shown.ok && shown.text).toContain('Receive interval: 50ms');
  });

  it('gives the same digest with packets as bytes', () => {
    const scenario = lab('failover-lan', { bfd: '3x100', until: '30s' });
    const digests = (['bytes', 'objects'] as const).map(
      (wireMode) => runScenario(scenario, { wireMode }).report.digest,
    );
    expect(digests[0]).toBe(digests[1]);
  });
});
