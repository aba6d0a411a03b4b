import { seconds, type Instant } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { loadScenario, runScenario, showAt, type LoadedScenario } from '@ospflab/scenarios';
import { mapSource } from '../map-source.ts';
import { shortDiagnostics } from '../short-diagnostics.ts';

const setup = `sysctl -w net.ipv4.ip_forward=1 net.ipv4.fib_multipath_hash_policy=1 net.ipv4.fib_multipath_hash_seed=7
ip nexthop add id 1 via 10.0.0.11 dev eth0
ip nexthop add id 2 via 10.0.0.12 dev eth0
ip nexthop add id 10 group 1/2 type resilient buckets 4 idle_timer 60 unbalanced_timer 120
ip route add 198.18.0.0/15 nhid 10
`;

function lab(script: string, node = ''): ReturnType<typeof loadScenario> {
  const text = `name: groups
until: 60s
segments: { lan: {} }
nodes:
  router:
    interfaces: { eth0: { segment: lan, address: 10.0.0.1/24 } }
    files: { setup: setup.sh }
${node}
`;
  return loadScenario(mapSource({ 'lab.yaml': text, 'setup.sh': script }), 'lab.yaml');
}

function shown(script: string, command: string): string {
  const { scenario, diagnostics } = lab(script);
  expect(shortDiagnostics(diagnostics)).toEqual([]);
  const answer = showAt(scenario!, 'router', command, { at: seconds(30) as unknown as Instant });
  return answer.ok ? answer.text : answer.message;
}

describe('ip nexthop in a set-up script', () => {
  it('makes groups that show commands list', () => {
    expect(shown(setup, 'ip nexthop show').split('\n').slice(0, 3)).toEqual([
      'id 1 via 10.0.0.11 dev eth0 scope link ',
      'id 2 via 10.0.0.12 dev eth0 scope link ',
      expect.stringMatching(/^id \d+ /),
    ]);
    expect(shown(setup, 'ip route')).toContain(
      '198.18.0.0/15 nhid 10 \n\tnexthop via 10.0.0.11 dev eth0 weight 1 \n\tnexthop via 10.0.0.12 dev eth0 weight 1 \n',
    );
  });

  it('a bucket table is filled from the last member on, and a member that goes leaves its buckets to the others', () => {
    const owners = (script: string): string[] =>
      [...shown(script, 'ip nexthop bucket').matchAll(/nhid (\d+)/g)].map(([, id]) => id!);
    expect(owners(setup)).toEqual(['2', '2', '1', '1']);
    expect(owners(`${setup}ip nexthop replace id 10 group 1 type resilient\n`)).toEqual(['1', '1', '1', '1']);
  });

  it('a number that nothing bears is an error with its line', () => {
    const { diagnostics } = lab(
      'ip nexthop add id 1 via 10.0.0.11 dev eth0\nip route add 198.18.0.0/15 nhid 9\n',
    );
    expect(
      diagnostics.map(({ severity, line, message, remedy }) => [severity, line, message, remedy]),
    ).toEqual([
      [
        'error',
        2,
        'there is no next hop 9 at this point, so the kernel refuses the command',
        'known here: 1',
      ],
    ]);
  });
});

describe('the kernel of a node', () => {
  it('is a release in quotes', () => {
    expect(lab('', "    kernel: '3.10'").scenario?.nodes[0]?.kernel?.selection).toBe('perPacket');
    for (const wrong of ['4.10', "'2.6.32'", 'new']) {
      expect(lab('', `    kernel: ${wrong}`).diagnostics[0]?.message).toContain(
        'a Linux release from 3.6 on',
      );
    }
  });
});

describe('kernels: shared', () => {
  const scenarioOf = (kernels: string): LoadedScenario => {
    const text = `name: containers
until: 20s
kernels: ${kernels}
segments: { left: {}, right: {} }
nodes:
  client:
    interfaces: { eth0: { segment: left, address: 10.1.0.2/24 } }
    routes: [{ to: default, via: 10.1.0.1 }]
  router:
    interfaces:
      eth0: { segment: left, address: 10.1.0.1/24 }
      eth1: { segment: right, address: 10.2.0.1/24 }
    files:
      setup: |
        sysctl -w net.ipv4.ip_forward=1 net.ipv4.fib_multipath_hash_policy=1 net.ipv4.fib_multipath_hash_seed=1
        ip route add 10.9.9.9/32 nexthop via 10.2.0.11 nexthop via 10.2.0.12
  s1:
    interfaces: { eth0: { segment: right, address: 10.2.0.11/24 } }
    routes: [{ to: default, via: 10.2.0.1 }]
    files: { setup: vip.sh }
    services: [{ kind: http, port: 80, body: one }]
  s2:
    interfaces: { eth0: { segment: right, address: 10.2.0.12/24 } }
    routes: [{ to: default, via: 10.2.0.1 }]
    files: { setup: vip.sh }
    services: [{ kind: http, port: 80, body: two }]
traffic:
  - { name: pages, kind: short, from: client, to: 10.9.9.9:80, rate: 20, start: 1s }
`;
    const files = { 'lab.yaml': text, 'vip.sh': 'ip addr add 10.9.9.9/32 dev lo\n' };
    const { scenario, diagnostics } = loadScenario(mapSource(files), 'lab.yaml');
    expect(shortDiagnostics(diagnostics)).toEqual([]);
    return scenario!;
  };

  it('changes the way of flows and loses none, in both wire modes alike', () => {
    const run = (kernels: string, wireMode: 'bytes' | 'objects') =>
      runScenario(scenarioOf(kernels), { wireMode }).report;
    const shared = run('shared', 'objects');
    expect(run('shared', 'bytes').digest).toBe(shared.digest);
    expect(run('separate', 'objects').digest).not.toBe(shared.digest);
    const [pages] = shared.traffic;
    expect(pages?.kind === 'short' && pages.served === pages.sent && pages.served > 200).toBe(true);
  });

  it('is one of two words', () => {
    const { diagnostics } = loadScenario(
      mapSource({ 'lab.yaml': 'name: x\nuntil: 1s\nkernels: one\nsegments: {}\nnodes: {}\n' }),
      'lab.yaml',
    );
    expect(diagnostics[0]?.message).toContain('one of separate, shared');
  });
});

describe('a sysctl that the kernel of the node refuses', () => {
  it.each([
    ['6.18', 'fib_multipath_hash_policy=4', 'a number from 0 to 3'],
    ['5.4', 'fib_multipath_hash_policy=3', 'a number from 0 to 2'],
    ['6.18', 'fib_multipath_hash_fields=0', 'a number from 1 to 4095'],
    ['6.1', 'fib_multipath_hash_seed=7', 'this kernel has no such setting'],
  ])('Linux %s, %s', (release, setting, expected) => {
    const { diagnostics } = lab(`sysctl -w net.ipv4.${setting}\n`, `    kernel: '${release}'`);
    expect(diagnostics.map(({ severity, line }) => [severity, line])).toEqual([['error', 1]]);
    expect(diagnostics[0]?.message).toContain(expected);
  });
});
