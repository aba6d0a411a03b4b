// What the report says of misconfigured neighbours: two or three routers on a LAN, one thing wrong.

import { describe, expect, it } from 'vitest';
import { loadScenario, renderReport, runScenario } from '@ospflab/scenarios';
import { mapSource } from '../map-source.ts';

interface Router {
  /** Lines of `interface eth0`. */
  readonly eth0?: readonly string[];
  /** Lines of `router ospf`; undefined: none of them. */
  readonly ospf?: readonly string[];
  readonly address?: string;
  readonly mtu?: number;
  /** Another interface. */
  readonly extra?: string;
  /** Before everything else. */
  readonly top?: readonly string[];
}

const inArea0 = 'ip ospf area 0';

function nodeText(router: Router, number: number): string {
  const { eth0 = [], ospf = [], top = [], address = `10.0.0.${number}/24`, mtu = 1500, extra = '' } = router;
  const areaGiven = eth0.some((line) => line.includes('area'));
  const lines = [
    ...top,
    'interface eth0',
    ...[...(areaGiven ? [] : [inArea0]), ...eth0].map((line) => ` ${line}`),
    'router ospf',
    ` ospf router-id 10.0.0.${number}`,
    ...ospf.map((line) => ` ${line}`),
  ];
  return `  r${number}:
    interfaces:
      eth0: { segment: lan, address: ${address}, mtu: ${mtu} }
      eth1: { segment: side${number}, address: 10.${number}.0.1/24 }
      ${extra}
    files:
      frr: |
${lines.map((line) => `        ${line}`).join('\n')}`;
}

function reportOf(routers: readonly Router[], timeline = '', until = '150s', lan = '') {
  const text = `name: wrong
about: something is misconfigured
until: ${until}
segments: { lan: { ${lan} }, ${routers.map((_, index) => `side${index + 1}: {}`).join(', ')} }
nodes:
${routers.map((router, index) => nodeText(router, index + 1)).join('\n')}
${timeline}`;
  const { scenario, diagnostics } = loadScenario(mapSource({ 'wrong.yaml': text }), 'wrong.yaml');
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  return runScenario(scenario).report;
}

function told(routers: readonly Router[], timeline?: string, until?: string): string[] {
  return reportOf(routers, timeline, until).troubles.map(({ ends, text }) => `${ends.join(' – ')}: ${text}`);
}

const digest = (id: number, key: string) => [
  'ip ospf authentication message-digest',
  `ip ospf message-digest-key ${id} md5 ${key}`,
];

describe('two routers that cannot become neighbours', () => {
  const pair = 'r1 eth0 – r2 eth0: no neighbours:';

  it.each<[string, Router, Router, string]>([
    ['other areas', {}, { eth0: ['ip ospf area 1'] }, 'area 0.0.0.0 / 0.0.0.1'],
    ['other intervals', {}, { eth0: ['ip ospf hello-interval 5'] }, 'hello interval 10 s / 5 s, dead interval 40 s / 20 s'],
    ['other dead intervals', {}, { eth0: ['ip ospf dead-interval 20'] }, 'dead interval 40 s / 20 s'],
    ['other netmasks', {}, { address: '10.0.0.2/25' }, 'netmask /24 / /25'],
    ['a stub area on one side', { eth0: ['ip ospf area 1'], ospf: ['area 1 stub'] }, { eth0: ['ip ospf area 1'] }, 'area type stub / normal'],
    ['signatures on one side', { eth0: digest(1, 'good') }, {}, 'authentication message digest / none'],
    ['another secret', { eth0: digest(1, 'good') }, { eth0: digest(1, 'evil') }, 'different secrets or algorithms for key 1'],
    ['another key', { eth0: digest(1, 'good') }, { eth0: digest(2, 'good') }, 'keys 1 / 2'],
    ['another password', { eth0: ['ip ospf authentication', 'ip ospf authentication-key good'] }, { eth0: ['ip ospf authentication', 'ip ospf authentication-key evil'] }, 'different passwords'],
  ])('%s', (_name, one, other, text) => {
    expect(told([one, other])).toEqual([`${pair} ${text}`]);
  }); // prettier-ignore

  it('a key that is used up on one side is named', () => {
    const chain = (lifetime: readonly string[]): Router => ({
      top: ['key chain c', ' key 7', '  key-string s', '  cryptographic-algorithm hmac-sha-256', ...lifetime],
      eth0: ['ip ospf authentication key-chain c'],
    });
    const over = ['  accept-lifetime 00:00:00 Jan 1 2025 00:00:00 Feb 1 2025'];
    expect(told([chain([]), chain(over)])).toEqual([
      `${pair} key 7 signs on one side and is not accepted any more on the other`,
    ]);
  });

  it('the secrets themselves are not in the report', () => {
    const report = reportOf([{ eth0: digest(1, 'sesame') }, { eth0: digest(1, 'tahini') }]);
    expect(report.troubles).toHaveLength(1);
    expect(JSON.stringify(report)).not.toMatch(/sesame|tahini/);
  });

  it('one router against several others is told once', () => {
    expect(told([{}, {}, { eth0: ['ip ospf dead-interval 20'] }])).toEqual([
      'r3 eth0 – r1 eth0 – r2 eth0: no neighbours: dead interval 20 s / 40 s',
    ]);
  });

  it('interfaces that share two subnets are told once', () => {
    const second = (number: number): Router => ({
      top: ['interface eth0', ` ip address 10.0.9.${number}/24`],
    });
    const hasty = { ...second(2), eth0: ['ip ospf dead-interval 20'] };
    expect(told([second(1), hasty])).toEqual([`${pair} dead interval 40 s / 20 s`]);
  });

  it('two non-broadcast ends of which neither names the other', () => {
    const silent = { eth0: ['ip ospf network non-broadcast'] };
    expect(told([silent, silent])).toEqual([
      `${pair} the network is non-broadcast, and neither names the other`,
    ]);
    expect(told([silent, { ...silent, ospf: ['neighbor 10.0.0.1'] }])).toEqual([]);
  });
});

describe('two neighbours that do not get further', () => {
  it('the smaller MTU is stuck unless it ignores the larger one', () => {
    const stuck = 'r1 eth0 – r2 eth0: stuck in ExStart: MTU 1500 / 1400';
    expect(told([{}, { mtu: 1400 }])).toEqual([stuck]);
    expect(told([{ eth0: ['ip ospf mtu-ignore'] }, { mtu: 1400 }])).toEqual([stuck]);
    expect(told([{}, { mtu: 1400, eth0: ['ip ospf mtu-ignore'] }])).toEqual([]);
  });

  it('an exchange whose packets are lost for long is stuck, whatever the cause', () => {
    const patient = { eth0: ['ip ospf dead-interval 600'] };
    const { troubles } = reportOf([patient, patient], '', '800s', 'loss: 0.8');
    expect(troubles).toMatchObject([{ kind: 'adjacencyStuck', text: 'stuck in ExStart' }]);
  });

  it('nobody is eligible for designated router', () => {
    const last = { eth0: ['ip ospf priority 0'] };
    expect(told([last, last])).toEqual([
      'r1 eth0 – r2 eth0: no designated router: the priority of each is 0',
    ]);
    expect(told([last, {}])).toEqual([]);
  });

  it('other network types are Full and of no use', () => {
    expect(told([{ eth0: ['ip ospf network point-to-point'] }, {}])).toEqual([
      'r1 eth0 – r2 eth0: Full, but no route uses it: network type point-to-point / broadcast',
    ]);
  });

  it('BFD on one side alone watches nothing', () => {
    expect(told([{}, { eth0: ['ip ospf bfd'] }])).toEqual([
      'r1 eth0 – r2 eth0: BFD asked for by r2 eth0 alone, so nothing is watched',
    ]);
  });
});

describe('an interface that says nothing', () => {
  it('is passive', () => {
    expect(told([{}, { ospf: ['passive-interface eth0'] }])).toEqual([
      'r2 eth0 – r1 eth0: the first is passive, the other looks for neighbours',
    ]);
  });

  it('is covered by no statement', () => {
    expect(told([{}, { eth0: ['no ip ospf area'] }])).toEqual([
      'r2 eth0 – r1 eth0: the first (10.0.0.2) is in no area, the other looks for neighbours',
    ]);
  });
});

describe('a statement that does nothing', () => {
  it('is for an interface without an address', () => {
    const text = reportOf([{ top: ['interface eth2', ` ${inArea0}`], extra: 'eth2: { segment: lan }' }]).troubles;
    expect(text).toMatchObject([{ ends: ['r1 eth2'], text: 'has `ip ospf area` and no address, so OSPF does not run on it' }]);
  }); // prettier-ignore

  it('is for a network that the router is not in, but not for an address that comes and goes', () => {
    const networks = (...ospf: string[]): Router => ({ eth0: ['no ip ospf area'], ospf });
    expect(told([networks('network 10.0.0.0/24 area 0', 'network 10.7.0.0/24 area 0')])).toEqual([
      'r1: `network 10.7.0.0/24` covers no address: it has 10.0.0.1/24, 10.1.0.1/24',
    ]);
    expect(told([networks('network 10.0.0.0/8 area 0', 'network 192.0.2.1/32 area 0')])).toEqual([]);
  });
});

describe('what is not about one segment', () => {
  it('a router id that two routers have', () => {
    const [only = '', ...more] = told([{}, { ospf: ['ospf router-id 10.0.0.1'] }]);
    expect(only).toMatch(/^r1 – r2: all have the router id 10\.0\.0\.1:/);
    expect(more).toEqual([]);
  });

  it('areas that one router joins without the backbone', () => {
    const ospf = ['network 10.0.0.0/24 area 1', 'network 10.1.0.0/24 area 2'];
    expect(told([{ eth0: ['no ip ospf area'], ospf }])).toEqual([
      'r1: joins the areas 0.0.0.1 and 0.0.0.2 without the backbone, over which routes between areas go',
    ]);
  });

  it('a virtual link with one end', () => {
    const eth0 = ['ip ospf area 1'];
    const link = (to: string): Router => ({ eth0, ospf: [`area 1 virtual-link ${to}`] });
    expect(told([link('10.0.0.2'), { eth0 }])).toEqual([
      'r1 – r2: the virtual link through area 0.0.0.1 has no other end',
    ]);
    const crash = 'timeline:\n  - { at: 60s, action: crash, node: r2 }';
    expect(told([link('10.0.0.2'), link('10.0.0.1')])).toEqual([]);
    expect(told([link('10.0.0.2'), link('10.0.0.1')], crash)).toEqual([]);
    expect(told([link('10.9.9.9'), { eth0 }])).toEqual([
      'r1: the virtual link through area 0.0.0.1 leads to 10.9.9.9, which is the router id of nobody',
    ]);
  });
});

describe('packets that are not passed on', () => {
  it('by a router that joins two networks and does not forward, which zebra does not see to', () => {
    const joins = { eth0: ['no ip ospf area'], ospf: ['network 10.0.0.0/8 area 0'] };
    const off = 'r1: is a router and forwards nothing that comes in by eth0, eth1';
    expect(told([joins, { eth0: [] }])).toEqual([off]);
    expect(told([{ ...joins, top: ['ip forwarding'] }, { eth0: [] }])).toEqual([]);
  });

  it('by a router that is asked to by hosts', () => {
    const client = `  client:
    interfaces: { eth0: { segment: side1, address: 10.1.0.9/24 } }
    routes: [{ to: default, via: 10.1.0.1 }]
`;
    const pings =
      'traffic:\n  - { name: p, kind: ping, from: client, to: 10.0.0.2, interval: 1s, start: 20s }\n';
    expect(told([{}, {}], client + pings)).toEqual([
      'r1: is a router and forwards nothing that comes in by eth0, eth1',
    ]);
  });

  it('because a client or a server has no route', () => {
    const machines = (client: string, server: string) => `  client:
    interfaces: { eth0: { segment: side1, address: 10.1.0.9/24 } }
    routes: [${client}]
  web:
    interfaces: { eth0: { segment: lan, address: 10.0.0.8/24 } }
    services: [{ kind: http, port: 80, body: x }]
    routes: [${server}]
traffic:
  - { name: pages, kind: short, from: client, to: 10.0.0.8:80, rate: 1, start: 20s }
`;
    const via = (gateway: string) => `{ to: default, via: ${gateway} }`;
    const r1 = { top: ['ip forwarding'] };
    expect(told([r1], machines(via('10.1.0.1'), via('10.0.0.1')))).toEqual([]);
    expect(told([r1], machines('', via('10.0.0.1')))).toEqual(['client – web: has no route to 10.0.0.8']);
    const down = 'timeline:\n  - { at: 60s, action: linkDown, node: web, interface: eth0 }';
    expect(told([r1], machines(via('10.1.0.1'), via('10.0.0.1')) + down)).toEqual([]);
    expect(told([r1], machines(via('10.1.0.1'), ''))).toEqual(['web – client: has no route to 10.1.0.9']);
  });

  it('to a real server that could not take them', () => {
    const machines = (address: string) => `  ds:
    interfaces: { eth0: { segment: lan, address: 10.0.0.9/24 } }
    files:
      setup: |
        ip addr add 192.0.2.1/32 dev lo
        ipvsadm -A -t 192.0.2.1:80 -s rr
        ipvsadm -a -t 192.0.2.1:80 -r 10.0.0.8:80 -g
        ipvsadm -a -t 192.0.2.1:80 -r 10.1.0.8:80 -g
        ipvsadm -a -t 192.0.2.1:80 -r 10.1.0.8:8080 -m
  near:
    interfaces: { eth0: { segment: lan, address: 10.0.0.8/24 } }
    files:
      setup: |
        ip addr add ${address}/32 dev lo
  far:
    interfaces: { eth0: { segment: side1, address: 10.1.0.8/24 } }
`;
    const far = 'far – ds: 10.1.0.8 is in no subnet of the director, which forwards by direct routing';
    expect(told([{}], machines('192.0.2.1'))).toEqual([far]);
    const near = 'near – ds: gets packets for 192.0.2.1, which is no address of it';
    expect(told([{}], machines('192.0.2.2'))).toEqual([far, near]);
  }); // prettier-ignore
});

describe('what is not misconfigured', () => {
  it('a network that works, and one in which something has failed', () => {
    expect(told([{}, {}, {}])).toEqual([]);
    for (const action of ['action: cut, node: r1, interface: eth0', 'action: crash, node: r1']) {
      expect(told([{}, {}], `timeline:\n  - { at: 70s, ${action} }`)).toEqual([]);
    }
  });

  it('an exchange that has only just begun', () => {
    expect(told([{}, {}], '', '41s')).toEqual([]);
  });

  it('what was mended while running, but not what was broken', () => {
    const typed = (lines: string) =>
      `timeline:\n  - { at: 60s, action: configure, node: r2, lines: "interface eth0\\n ${lines}" }`;
    expect(told([{}, { eth0: ['ip ospf dead-interval 20'] }], typed('no ip ospf dead-interval'))).toEqual([]);
    expect(told([{}, {}], typed('ip ospf dead-interval 20'))).toEqual([
      'r1 eth0 – r2 eth0: no neighbours: dead interval 40 s / 20 s',
    ]);
  });
});

it('the printed report names segment, ends, values and remedy', () => {
  expect(renderReport(reportOf([{}, { mtu: 1400 }]))).toContain(
    `Trouble
  lan: r1 eth0 – r2 eth0: stuck in ExStart: MTU 1500 / 1400
      make the MTU equal, or write \`ip ospf mtu-ignore\` on both sides
`,
  );
});
