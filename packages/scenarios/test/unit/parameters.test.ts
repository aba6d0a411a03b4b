// Parameters of a scenario: where their values go, what they may be, and what is said about mistakes.

import { describe, expect, it } from 'vitest';
import { seconds } from '@ospflab/sim';
import { loadScenario, type LoadResult } from '@ospflab/scenarios';
import { mapSource } from '../map-source.ts';
import { shortDiagnostics } from '../short-diagnostics.ts';

const yaml = `name: p
until: 60s
parameters:
  cost: { default: 7, allowed: 1..65535, about: of eth0 }
  wait: { default: 2s, allowed: 1s..10s }
  how: { default: quiet, allowed: [quiet, loud] }
  dead: { default: slow, allowed: { slow: dead-interval 4, fast: dead-interval minimal hello-multiplier 4 } }
segments: { lan: { delay: 1ms } }
nodes:
  r1:
    interfaces: { eth0: { segment: lan, address: 10.0.0.1/24 } }
    files:
      frr: |
        interface eth0
         ip ospf cost \${cost}
         ip ospf \${dead}
        router ospf
         network 10.0.0.0/24 area 0
  r2:
    interfaces: { eth0: { segment: lan, address: 10.0.0.2/24 } }
    files: { frr: r2.conf, setup: r2.sh }
timeline:
  - { when: { how: quiet }, name: fails, at: "\${wait}", action: cut, node: r1, interface: eth0 }
  - { when: { how: [loud] }, name: fails, at: "\${wait}", action: portDown, node: r1, interface: eth0 }
  - { at: 3s, after: fails, action: setCost, node: r2, interface: eth0, cost: "\${cost}" }
`;
const files = {
  'r2.conf': 'interface eth0\n ip ospf cost ${cost}\nrouter ospf\n network 10.0.0.0/24 area 0\n',
  'r2.sh': 'VIP=10.9.9.9\nip addr add ${VIP}/32 dev lo\n',
};

function load(settings: Record<string, string> = {}, text = yaml): LoadResult {
  return loadScenario(mapSource({ 'p.yaml': text, ...files }), 'p.yaml', new Map(Object.entries(settings)));
}

function costs({ scenario }: LoadResult): (number | undefined)[] {
  return scenario!.nodes.map(({ frr }) => frr?.interfaces[0]?.ospf.cost);
}

describe('values', () => {
  it('stand in the YAML, in blocks and in files; without --set the defaults', () => {
    const loaded = load();
    expect(shortDiagnostics(loaded.diagnostics)).toEqual([]);
    expect(costs(loaded)).toEqual([7, 7]);
    expect(costs(load({ cost: '9' }))).toEqual([9, 9]);
    expect(load({ cost: '9' }).scenario?.timeline[1]?.action).toMatchObject({ kind: 'setCost', cost: 9 });
  });

  it('a word stands for its text', () => {
    const settings = (result: LoadResult) => result.scenario?.nodes[0]?.frr?.interfaces[0]?.ospf;
    expect(settings(load())?.deadInterval).toBe(4);
    expect(settings(load({ dead: 'fast' }))?.helloMultiplier).toBe(4);
  });

  it('the scenario says which values it was loaded with', () => {
    const found = load({ how: 'loud' }).scenario?.parameters;
    expect(found?.map(({ name, value }) => `${name}=${value}`)).toEqual([
      'cost=7',
      'wait=2s',
      'how=loud',
      'dead=slow',
    ]);
  });

  it('variables of another language are left to it', () => {
    const vip = load().scenario?.nodes[1]?.setup.find(({ kind }) => kind === 'addressAdd');
    expect(JSON.stringify(vip)).toContain(String(0x0a090909));
  });

  it('when chooses between entries', () => {
    expect(load().scenario?.timeline.map(({ action }) => action.kind)).toEqual(['cut', 'setCost']);
    const loud = load({ how: 'loud' }).scenario?.timeline;
    expect(loud?.map(({ action }) => action.kind)).toEqual(['portDown', 'setCost']);
    expect(loud?.map(({ at }) => at)).toEqual([seconds(2), seconds(5)]);
  });
});

describe('mistakes', () => {
  it.each([
    [{ cots: '9' }, "3:1 error --set cots: there is no such parameter → did you mean 'cost'?"],
    [
      { cost: '70000' },
      "4:9 error cost: '70000' from --set where a whole number from 1 to 65535 was expected → the default is 7",
    ],
    [
      { wait: '3' },
      "5:9 error wait: '3' from --set where a duration in 1s..10s, or a range of them such as 1s..2s was expected → the default is 2s",
    ],
    [
      { wait: '9s..11s' },
      "5:9 error wait: '9s..11s' from --set where a duration in 1s..10s, or a range of them such as 1s..2s was expected → the default is 2s",
    ],
    [
      { how: 'quite' },
      "6:8 error how: 'quite' from --set where one of quiet, loud was expected → did you mean 'quiet'?",
    ],
    [
      { dead: 'slow\nrouter bgp 1' },
      "7:9 error dead: 'slow\nrouter bgp 1' from --set where one of slow, fast was expected → the default is slow",
    ],
  ])('%j is refused with its place', (settings: Record<string, string>, line) => {
    const { scenario, diagnostics } = load(settings);
    expect(scenario).toBeUndefined();
    expect(shortDiagnostics(diagnostics)).toEqual([line]);
  });

  it.each([
    ['default: 7', 'default: 0', "4:20 error cost: '0' as default where a whole number from 1 to 65535"],
    ['allowed: 1..65535', 'allowed: 9..1', "4:32 error allowed: '9..1' where a list of words"],
    ['cost: { default', 'co-st: { default', "4:3 error 'co-st' cannot name a parameter"],
    ['at: "${wait}"', 'at: "${weit}"', "23:46 error there is no parameter 'weit' → did you mean 'wait'?"],
    ['when: { how: quiet }', 'when: { now: quiet }', "23:15 error unknown parameter 'now'"],
    ['when: { how: quiet }', 'when: { how: silent }', "23:20 error unknown value of how 'silent'"],
    ['after: fails', 'after: fail', "25:22 error unknown entry of the timeline above this one 'fail'"],
  ])('%s made %s has its place', (from, to, line) => {
    const { scenario, diagnostics } = load(
      {},
      yaml.replace(from, () => to),
    );
    expect(scenario).toBeUndefined();
    expect(shortDiagnostics(diagnostics).some((text) => text.startsWith(line))).toBe(true);
  });

  it('without parameters, ${…} is text like any other', () => {
    const text = 'name: p\nabout: costs ${5}\nuntil: 1s\nsegments: {}\nnodes: {}\n';
    expect(load({}, text).scenario?.about).toBe('costs ${5}');
  });
});
