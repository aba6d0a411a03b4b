// A real server that speaks of the VIP. What each placement of each value does follows from the tables recorded of Linux 6.18.

import { loadScenario, runScenario, showAt, type LoadedScenario } from '@ospflab/scenarios';
import { seconds, type Instant } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { discSource, libraryPath } from '../folder-source.ts';

function arpFlux(settings: Readonly<Record<string, string>>): LoadedScenario {
  const { scenario, diagnostics } = loadScenario(
    discSource,
    libraryPath('arp-flux.yaml'),
    new Map(Object.entries(settings)),
  );
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  return scenario;
}

/** The node whose Ethernet address the client has for the VIP at 30 s. */
function holderOfVip(scenario: LoadedScenario): string | undefined {
  const shown = showAt(scenario, 'client', 'ip neigh', { at: seconds(30) as unknown as Instant });
  const mac = /^192\.168\.28\.211 dev eth0 lladdr (\S+)/m.exec(shown.ok ? shown.text : '')?.[1];
  return scenario.nodes.find(({ interfaces }) => {
    const hex = interfaces[0]!.mac.toString(16).padStart(12, '0');
    return hex.match(/../g)!.join(':') === mac;
  })?.name;
}

describe('the client takes for the VIP', () => {
  it.each([
    ['rs-2', {}],
    ['rs-2', { arpIgnore: '1' }],
    ['rs-2', { arpIgnore: '1', arpAnnounce: '1' }],
    ['rs-2', { arpIgnore: '0', arpAnnounce: '2' }],
    ['rs-2', { arpIgnore: '3', arpAnnounce: '2' }],
    ['rs-2', { arpIgnore: '1', arpAnnounce: '2', placedOn: 'lo' }],
    ['ds', { arpIgnore: '1', arpAnnounce: '2' }],
    ['ds', { arpIgnore: '2', arpAnnounce: '2', placedOn: 'eth0' }],
    ['ds', { arpIgnore: '8' }],
  ])('%s with %o', (holder, settings) => {
    expect(holderOfVip(arpFlux(settings))).toBe(holder);
  });

  it('the director, when the switch asks it first', () => {
    const scenario = arpFlux({ arpAnnounce: '2' });
    const [rs2, ds, ...others] = scenario.nodes;
    expect(holderOfVip({ ...scenario, nodes: [ds!, rs2!, ...others] })).toBe('ds');
  });
});

describe('what it costs', () => {
  it.each([{}, { arpIgnore: '1', arpAnnounce: '2' }, { arpIgnore: '8' }])(
    'with %o the checks hold',
    (settings) => {
      const { report } = runScenario(arpFlux(settings));
      expect(report.checks.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
      expect(report.checks.length).toBeGreaterThan(0);
    },
  );
});
