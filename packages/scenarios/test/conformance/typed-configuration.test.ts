// The timeline actions `configure` and `clearOspf`: what typing into a running ospfd does to the network.

import { describe, expect, it } from 'vitest';
import { formatIpv4Address } from '@ospflab/net';
import { loadScenario, runScenario } from '@ospflab/scenarios';
import { toSeconds } from '@ospflab/sim';
import { placesOf } from '../short-diagnostics.ts';

function yaml(timeline: string): string {
  const node = (name: string, host: number, extra = '') => `  ${name}:
    interfaces:
      eth0: { segment: lan, address: 10.1.0.${host}/24 }
      eth1: { segment: cable, address: 10.2.0.${host}/30 }
    files:
      frr: |
        interface lo
         ip address 10.0.0.${host}/32
        interface eth0
         ip ospf hello-interval 1
         ip ospf dead-interval 4
        interface eth1
         ip ospf hello-interval 1
         ip ospf dead-interval 4
         ip ospf network point-to-point
         ip ospf cost 20
        router ospf
         ospf router-id 10.0.0.${host}
         network 10.0.0.0/8 area 0${extra}
`;
  return `name: typed
about: two routers with two links
until: 60s
segments:
  lan: { kind: lan }
  cable: { kind: pointToPoint }
nodes:
${node('r1', 1)}${node('r2', 2)}timeline:
${timeline}`;
}

function load(timeline: string) {
  const files = new Map([['typed.yaml', yaml(timeline)]]);
  return loadScenario({ read: (path) => files.get(path) }, 'typed.yaml');
}

function finalRoute(timeline: string) {
  const { scenario, diagnostics } = load(timeline);
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  const { network } = runScenario(scenario);
  const view = network.machine('r1').ospf.router!.view(network.simulation.now);
  const route = view.routes.find(({ prefix }) => formatIpv4Address(prefix.address) === '10.0.0.2');
  return route === undefined
    ? undefined
    : { cost: route.cost, devices: route.nextHops.map((hop) => view.interfaceName(hop.interfaceIndex)) };
}

describe('configure', () => {
  it('without it the cheaper link is taken', () => {
    expect(finalRoute('  []')).toEqual({ cost: 10, devices: ['eth0'] });
  });

  it('a cost moves the route', () => {
    const lines = '{ at: 40s, action: configure, node: r1, lines: "interface eth0\\n ip ospf cost 30" }';
    expect(finalRoute(`  - ${lines}`)).toEqual({ cost: 20, devices: ['eth1'] });
  });

  it('lines add to those typed before', () => {
    const first = '{ at: 40s, action: configure, node: r1, lines: "interface eth0\\n ip ospf cost 20" }';
    const second = '{ at: 45s, action: configure, node: r1, lines: "interface eth1\\n ip ospf cost 20" }';
    expect(finalRoute(`  - ${first}\n  - ${second}`)).toEqual({ cost: 20, devices: ['eth0', 'eth1'] });
  });

  it('passive and another area end an adjacency', () => {
    const lines = '{ at: 30s, action: configure, node: r1, lines: "router ospf\\n passive-interface eth0" }';
    expect(finalRoute(`  - ${lines}`)).toEqual({ cost: 20, devices: ['eth1'] });
    const networks = [
      'no network 10.0.0.0/8 area 0',
      'network 10.0.0.0/15 area 0',
      'network 10.2.0.0/30 area 1',
    ];
    const gone = `{ at: 30s, action: configure, node: r2, lines: "router ospf\\n ${networks.join('\\n ')}" }`;
    expect(finalRoute(`  - ${lines}\n  - ${gone}`)).toBeUndefined();
  });

  it('is forgotten when the daemon starts again', () => {
    const lines = '{ at: 20s, action: configure, node: r1, lines: "interface eth0\\n ip ospf cost 30" }';
    const restart = `  - { at: 25s, action: stop, node: r1, daemon: ospfd }\n  - { at: 26s, action: start, node: r1, daemon: ospfd }`;
    expect(finalRoute(`  - ${lines}\n${restart}`)).toEqual({ cost: 10, devices: ['eth0'] });
  });

  it('`no router ospf` ends OSPF, after `max-metric router-lsa on-shutdown`, and `router ospf` begins anew', () => {
    const typed = (at: number, lines: string) =>
      `  - { at: ${at}s, action: configure, node: r2, lines: "${lines}" }`;
    const deferring = typed(20, 'router ospf\\n max-metric router-lsa on-shutdown 10');
    expect(finalRoute(typed(50, 'no router ospf'))).toBeUndefined();
    expect(finalRoute(`${deferring}\n${typed(51, 'no router ospf')}`)).toMatchObject({ cost: 10 });
    expect(finalRoute(`${deferring}\n${typed(48, 'no router ospf')}`)).toBeUndefined();
    const again = typed(22, 'router ospf\\n network 10.0.0.0/8 area 0');
    expect(finalRoute(`${typed(20, 'no router ospf')}\n${again}`)).toMatchObject({ cost: 10 });
  });

  it('a line that does not fit is reported where it stands', () => {
    const { diagnostics } = load(`  - at: 20s
    action: configure
    node: r1
    lines: |
      interface eth0
       ip ospf cost 0
      interface eth0
       ip address 10.9.9.9/24
`);
    expect(placesOf(diagnostics)).toEqual(['52:21 error', '54:8 error']);
  });
});

describe('clearOspf', () => {
  it.each(['process', 'neighbors', 'interfaces', '10.0.0.2'])('%s: the routers converge again', (what) => {
    const { scenario } = load(`  - { at: 30s, action: clearOspf, node: r1, what: ${what} }`);
    const { network, report } = runScenario(scenario!);
    expect(report.actions).toHaveLength(1);
    const { now } = network.simulation;
    const [neighbor] = network.machine('r1').ospf.router!.view(now).interfaces[0]!.neighbors;
    expect(neighbor).toMatchObject({ state: 'Full' });
    const clearedAgo = toSeconds(now) - 30;
    expect(toSeconds(neighbor!.sinceProgressiveChange!)).toBeLessThan(clearedAgo);
  });

  it('a neighbour that nobody has changes nothing', () => {
    expect(finalRoute('  - { at: 30s, action: clearOspf, node: r1, what: 9.9.9.9 }')?.cost).toBe(10);
  });

  it('other words are refused with a remedy', () => {
    const { diagnostics } = load('  - { at: 30s, action: clearOspf, node: r1, what: everything }');
    expect(diagnostics[0]?.message).toContain('process, neighbors, interfaces or the router id');
  });

  it('an interface goes down and comes up again, and its packets are counted from 0', () => {
    const heard = (more: string) => {
      const action = `{ at: 50s, action: clearOspf, node: r1, what: interfaces${more} }`;
      const { network } = runScenario(load(`  - ${action}`).scenario!);
      const { interfaces } = network.machine('r1').ospf.router!.view(network.simulation.now);
      const ethernet = interfaces.filter(({ networkType }) => networkType !== 'loopback');
      return ethernet.map(({ neighbors, traffic }) => [neighbors[0]?.state, traffic.received.hello < 20]);
    };
    expect(heard('')).toEqual([
      ['Full', true],
      ['Full', true],
    ]);
    expect(heard(', interface: eth1')).toEqual([
      ['Full', false],
      ['Full', true],
    ]);
  });

  it('an interface that is not there is refused', () => {
    const action = '{ at: 50s, action: clearOspf, node: r1, what: interfaces, interface: eth7 }';
    expect(placesOf(load(`  - ${action}`).diagnostics)).toHaveLength(1);
  });

  it('an interface beside another word is refused, as it would have no effect', () => {
    const { diagnostics } = load(
      '  - { at: 50s, action: clearOspf, node: r1, what: process, interface: eth0 }',
    );
    expect(diagnostics.map(({ severity, message }) => [severity, message])).toEqual([
      ['error', "'interface' would have no effect: it goes with 'what: interfaces'"],
    ]);
  });
});
