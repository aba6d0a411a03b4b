// Which dialect a node prints: the one its scenario names, otherwise that of its implementation of OSPF.

import { loadScenario, showAt } from '@ospflab/scenarios';
import { seconds, startOfTime, after } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { mapSource } from '../map-source.ts';

const ospfd = `router ospf
 network 10.0.0.0/24 area 0
`;

const scenarioOf = (extra: string): string => `name: pair
until: 60s
segments:
  lan: { delay: 100us }
nodes:
  a:
    interfaces:
      eth0: { segment: lan, address: 10.0.0.1/24 }
    files: { ospfd: ospfd.conf }
${extra}  b:
    interfaces:
      eth0: { segment: lan, address: 10.0.0.2/24 }
    files: { ospfd: ospfd.conf }
`;

const load = (extra: string) =>
  loadScenario(mapSource({ 'pair.yaml': scenarioOf(extra), 'ospfd.conf': ospfd }), 'pair.yaml');

function headingOn(extra: string): string {
  const { scenario, diagnostics } = load(extra);
  expect(diagnostics).toEqual([]);
  const shown = showAt(scenario!, 'a', 'show ip ospf neighbor', { at: after(startOfTime, seconds(5)) });
  return shown.ok ? shown.text.split('\n')[1]! : shown.message;
}

function flagsOn(extra: string): string {
  const { scenario } = load(extra);
  const shown = showAt(scenario!, 'a', 'show ip ospf interface', { at: after(startOfTime, seconds(5)) });
  return shown.ok ? (/<.*>/.exec(shown.text)?.[0] ?? '') : shown.message;
}

describe('a node', () => {
  it('prints as FRR 8.4 when nothing is said', () => {
    expect(headingOn('')).toMatch(/^Neighbor ID {5}Pri State {11}Up Time/);
    expect(flagsOn('')).toBe('<UP,BROADCAST,RUNNING,MULTICAST>');
  });

  it('prints as Quagga when it runs Quagga', () => {
    expect(headingOn('    ospfProfile: quagga\n')).toMatch(/^ {4}Neighbor ID Pri State {11}Dead Time/);
  });

  it('prints the dialect that is named, whatever it runs', () => {
    expect(headingOn('    ospfProfile: quagga\n    showDialect: frr-8.4\n')).toMatch(/Up Time/);
    expect(flagsOn('    showDialect: frr-10\n')).toBe('<UP,LOWER_UP,BROADCAST,RUNNING,MULTICAST>');
  });

  it('cannot print a dialect that does not exist', () => {
    const { scenario, diagnostics } = load('    showDialect: frr-9\n');
    expect(scenario).toBeUndefined();
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      severity: 'error',
      message: expect.stringContaining('frr-8.4, frr-10, quagga-1.2') as string,
    });
  });
});
