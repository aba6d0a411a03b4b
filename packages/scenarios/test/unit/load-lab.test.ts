import { seconds } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { loadLab } from '@ospflab/scenarios';
import { mapSource } from '../map-source.ts';
import { placesOf, shortDiagnostics } from '../short-diagnostics.ts';

const topology = `{
 "name": "two",
 "segments": {
  "n1": ["a:eth10", "b:eth0"],
  "n2": ["a:eth2"]
 },
 "routers": { "a": "a.conf", "b": "b.conf" }
}`;
const configuration = (type: string, name: string) => `interface ${name}\n ip ospf network ${type}\n`;

function load(
  text: string,
  a = configuration('point-to-point', 'eth10'),
  b = configuration('point-to-point', 'eth0'),
) {
  return loadLab(mapSource({ 'lab/topology.json': text, 'lab/a.conf': a, 'lab/b.conf': b }), 'lab/');
}

describe('a lab folder', () => {
  it('becomes a scenario of 60 seconds without traffic', () => {
    const { scenario, diagnostics } = load(topology);
    expect(diagnostics).toEqual([]);
    expect(scenario).toMatchObject({
      name: 'two',
      until: seconds(60),
      traffic: [],
      timeline: [],
      expectations: [],
    });
  });

  it('has cables where both ends are point-to-point, else LANs', () => {
    expect(load(topology).scenario?.segments.map(({ kind }) => kind)).toEqual(['pointToPoint', 'lan']);
    const mixed = load(topology, configuration('broadcast', 'eth10'));
    expect(mixed.scenario?.segments.map(({ kind }) => kind)).toEqual(['lan', 'lan']);
  });

  it('has its interfaces in the order of their numbers', () => {
    expect(load(topology).scenario?.nodes[0]?.interfaces.map(({ name }) => name)).toEqual(['eth2', 'eth10']);
  });

  it.each([
    ['an end that is none', '"a:eth2"', '"a-eth2"', '5:10 error'],
    ['an unknown router', '"a:eth2"', '"c:eth2"', '5:10 error'],
    ['an interface plugged in twice', '"a:eth2"', '"a:eth10"', '5:10 error'],
    ['a configuration that is missing', '"b.conf"', '"c.conf"', '7:35 error'],
    ['an unknown key', '"name"', '"nam"', '2:2 error'],
  ])('%s has its place', (_, from, to, place) => {
    const { scenario, diagnostics } = load(topology.replace(from, to));
    expect(scenario).toBeUndefined();
    expect(placesOf(diagnostics)).toContain(place);
  });

  it('a configuration for an interface that is not plugged in is a warning', () => {
    const { diagnostics } = load(topology, configuration('broadcast', 'eth3'));
    expect(shortDiagnostics(diagnostics)).toEqual([
      '1:1 warning a has no interface eth3, so this block has no effect → it has lo, eth2, eth10',
    ]);
  });

  it('a folder without topology.json is a diagnostic', () => {
    expect(placesOf(loadLab(mapSource({}), 'nowhere').diagnostics)).toEqual(['1:1 error']);
  });
});
