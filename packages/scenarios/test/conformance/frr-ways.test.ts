// What FRR 8.4.4 was seen to do in random labs, each thing in the smallest network that shows it.

import { describe, expect, it } from 'vitest';
import { seconds, type Instant } from '@ospflab/sim';
import { loadLab, showAt } from '@ospflab/scenarios';
import { mapSource } from '../map-source.ts';
import { ospfRouteRows, type OspfRouteTable } from '../ospf-route-rows.ts';

/** Blocks and lines of one router's file. */
type RouterText = readonly string[];

class SmallLab {
  readonly #files: Record<string, string> = {};

  constructor(
    segments: Readonly<Record<string, readonly string[]>>,
    routers: Readonly<Record<string, RouterText>>,
  ) {
    const names = Object.keys(routers).map((router) => [router, `${router}.conf`]);
    const topology = {
      name: 'small',
      about: 'small',
      segments,
      routers: Object.fromEntries(names) as object,
    };
    this.#files['lab/topology.json'] = JSON.stringify(topology);
    for (const [router, lines] of Object.entries(routers))
      this.#files[`lab/${router}.conf`] = lines.join('\n');
  }

  show(router: string, command: string): string {
    const { scenario, diagnostics } = loadLab(mapSource(this.#files), 'lab');
    if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
    const shown = showAt(scenario, router, command, { at: seconds(60) as number as Instant });
    if (!shown.ok) throw new Error(shown.message);
    return shown.text;
  }

  routes(router: string): string[] {
    return ospfRouteRows(JSON.parse(this.show(router, 'show ip ospf route json')) as OspfRouteTable);
  }

  /** `id by router metric` of each LSA of the type. */
  lsas(router: string, type: string): string[] {
    const text = this.show(router, `show ip ospf database ${type}`);
    const fields =
      /Link State ID: (\S+).*?Advertising Router: (\S+).*?Network Mask: \/(\d+).*?(?:Metric: |TOS: 0 +Metric: )(\d+)/gs;
    return [...text.matchAll(fields)]
      .map(([, id, by, length, metric]) => `${id}/${length} by ${by} ${metric}`)
      .sort();
  }
}

function cable(port: number, address: string, area: number, ...more: readonly string[]): RouterText {
  const lines = ['network point-to-point', 'hello-interval 1', 'dead-interval 4', `area ${area}`];
  return [
    `interface eth${port}`,
    ` ip address ${address}`,
    ...lines.map((line) => ` ip ospf ${line}`),
    ...more.map((line) => ` ip ospf ${line}`),
  ];
}

function stub(port: number, address: string, area: number, ...more: readonly string[]): RouterText {
  return [
    `interface eth${port}`,
    ` ip address ${address}`,
    ` ip ospf area ${area}`,
    ' ip ospf passive',
    ...more.map((line) => ` ip ospf ${line}`),
  ];
}

function ospf(id: number, ...lines: readonly string[]): RouterText {
  return ['router ospf', ` ospf router-id 10.255.0.${id}`, ...lines.map((line) => ` ${line}`), ''];
}

const chain = { n1: ['r1:eth0', 'r2:eth0'], n2: ['r2:eth1', 'r3:eth0'], n3: ['r3:eth1'], n4: ['r1:eth1'] };

/** r1 in the backbone, r2 at the border, r3 inside area 1 with the network 10.1.3.0/24. */
function chainLab(
  border: readonly string[],
  inside: readonly string[] = [],
  top: readonly string[] = [],
): SmallLab {
  return new SmallLab(chain, {
    r1: [...cable(0, '10.0.1.1/24', 0, 'cost 10'), ...stub(1, '10.0.4.1/24', 0), ...ospf(1)],
    r2: [
      ...cable(0, '10.0.1.2/24', 0, 'cost 10'),
      ...cable(1, '10.1.2.1/24', 1, 'cost 10'),
      ...ospf(2, ...border),
    ],
    r3: [
      ...top,
      ...cable(0, '10.1.2.2/24', 1, 'cost 10'),
      ...stub(1, '10.1.3.1/24', 1, 'cost 10'),
      ...ospf(3, ...inside),
    ],
  });
}

describe('a border router', () => {
  it('that keeps traffic away tells all networks with 0xff0000', () => {
    const lab = chainLab(['max-metric router-lsa administrative']);
    expect(lab.lsas('r1', 'summary')).toEqual([
      '10.1.2.0/24 by 10.255.0.2 16711680',
      '10.1.3.0/24 by 10.255.0.2 16711680',
    ]);
  });

  it('has no route that drops packets for a range that nobody is told of', () => {
    expect(chainLab(['area 1 range 10.1.0.0/16']).routes('r2')).toContain('10.1.0.0/16 D IA - - - - - - ');
    expect(
      chainLab(['area 0 range 10.0.0.0/16', 'area 1 stub no-summary'], ['area 1 stub']).routes('r2').join(),
    ).not.toContain(' D ');
    expect(chainLab(['area 1 range 10.1.0.0/16 not-advertise']).routes('r2').join()).not.toContain(' D ');
  });

  it('of an NSSA loses these routes when it has looked at type 7 LSAs, though not what it tells', () => {
    const lab = chainLab(
      ['area 1 nssa', 'area 1 range 10.1.0.0/16'],
      ['area 1 nssa', 'redistribute static'],
      ['ip route 198.51.100.0/24 blackhole'],
    );
    expect(lab.routes('r2').join()).not.toContain(' D ');
    expect(lab.lsas('r1', 'summary')).toEqual(['10.1.0.0/16 by 10.255.0.2 20']);
  });

  it('tells ranges to areas that take no summaries', () => {
    const third = { ...chain, n5: ['r2:eth2', 'r4:eth0'] };
    const lab = new SmallLab(third, {
      r1: [...cable(0, '10.0.1.1/24', 0), ...ospf(1)],
      r2: [
        ...cable(0, '10.0.1.2/24', 0),
        ...cable(1, '10.1.2.1/24', 1),
        ...cable(2, '10.2.5.1/24', 2),
        ...ospf(2, 'area 1 range 10.1.0.0/16', 'area 2 stub no-summary'),
      ],
      r3: [...cable(0, '10.1.2.2/24', 1), ...ospf(3)],
      r4: [...cable(0, '10.2.5.2/24', 2), ...ospf(4, 'area 2 stub')],
    });
    expect(lab.lsas('r4', 'summary')).toEqual(['0.0.0.0/0 by 10.255.0.2 1', '10.1.0.0/16 by 10.255.0.2 10']);
  });
});

describe('a translator of an NSSA', () => {
  const inside = ['area 1 nssa', 'default-information originate always metric 7'];

  it('tells a default route with the metric that it would give its own', () => {
    expect(chainLab(['area 1 nssa'], inside).routes('r1')).toContain(
      '0.0.0.0/0 N E2 20 1 - 0 - - 10.0.1.2%eth0',
    );
    const own = chainLab(['area 1 nssa', 'default-information originate metric 33'], inside);
    expect(own.routes('r1')).toContain('0.0.0.0/0 N E2 20 33 - 0 - - 10.0.1.2%eth0');
  });

  it('tells other routes with its default-metric', () => {
    const lab = chainLab(
      ['area 1 nssa', 'default-metric 44'],
      ['area 1 nssa', 'redistribute static'],
      ['ip route 198.51.100.0/24 blackhole'],
    );
    expect(lab.routes('r1')).toContain('198.51.100.0/24 N E2 20 44 - 0 - - 10.0.1.2%eth0');
  });

  it('tells nothing of a prefix that two routers have', () => {
    const imports = ['ip route 198.51.100.0/24 blackhole', 'ip route 203.0.113.0/24 blackhole'];
    const lab = new SmallLab(
      { n1: ['r1:eth0', 'r2:eth0'], n2: ['r2:eth1', 'r3:eth0'], n3: ['r2:eth2', 'r4:eth0'] },
      {
        r1: [...cable(0, '10.0.1.1/24', 0), ...ospf(1)],
        r2: [
          ...cable(0, '10.0.1.2/24', 0),
          ...cable(1, '10.1.2.1/24', 1),
          ...cable(2, '10.1.3.1/24', 1),
          ...ospf(2, 'area 1 nssa'),
        ],
        r3: [...imports, ...cable(0, '10.1.2.2/24', 1), ...ospf(3, 'area 1 nssa', 'redistribute static')],
        r4: [
          ...imports.slice(0, 1),
          ...cable(0, '10.1.3.2/24', 1),
          ...ospf(4, 'area 1 nssa', 'redistribute static'),
        ],
      },
    );
    expect(lab.routes('r1').filter((row) => row.includes(' E2 '))).toEqual([
      '203.0.113.0/24 N E2 20 20 - 0 - - 10.0.1.2%eth0',
    ]);
  });
});

describe('inside an area', () => {
  it('a passive interface on a LAN of others has no OSPF route of its own', () => {
    const lan = (port: number, address: string, priority: number): RouterText => [
      `interface eth${port}`,
      ` ip address ${address}`,
      ...['area 0', 'cost 10', 'hello-interval 1', 'dead-interval 4', `priority ${priority}`].map(
        (line) => ` ip ospf ${line}`,
      ),
    ];
    const lab = new SmallLab(
      { lan: ['r1:eth0', 'r2:eth0', 'r3:eth0'], n2: ['r1:eth1', 'r2:eth1'] },
      {
        r1: [...stub(0, '10.0.1.1/24', 0, 'cost 2'), ...cable(1, '10.0.2.1/24', 0, 'cost 10'), ...ospf(1)],
        r2: [...lan(0, '10.0.1.2/24', 5), ...cable(1, '10.0.2.2/24', 0, 'cost 10'), ...ospf(2)],
        r3: [...lan(0, '10.0.1.3/24', 1), ...ospf(3)],
      },
    );
    expect(lab.routes('r1').map((row) => row.split(' ')[0])).toEqual(['10.0.2.0/24']);
    expect(lab.routes('r2')).toContain('10.0.1.0/24 N 10 - 0.0.0.0 - - - %eth0');
  });

  it('`maximum-paths` cuts what the kernel is given and not the routing table', () => {
    const ends = [0, 1, 2].map((port) => [`r1:eth${port}`, `r2:eth${port}`] as const);
    const cables = (host: number): string[] =>
      ends.flatMap((_, port) => cable(port, `10.0.${port + 1}.${host}/24`, 0, 'cost 10'));
    const lab = new SmallLab(Object.fromEntries(ends.map((pair, port) => [`n${port}`, pair])), {
      r1: [...cables(1), ...ospf(1, 'maximum-paths 2')],
      r2: ['interface lo', ' ip address 10.9.9.9/32', ' ip ospf area 0', ...cables(2), ...ospf(2)],
    });
    expect(lab.routes('r1')).toContain(
      '10.9.9.9/32 N 10 - 0.0.0.0 - - - 10.0.1.2%eth0 10.0.2.2%eth1 10.0.3.2%eth2',
    );
    const [entry] = (
      JSON.parse(lab.show('r1', 'show ip route json')) as Record<string, { nexthops: { ip: string }[] }[]>
    )['10.9.9.9/32']!;
    expect(entry!.nexthops.map(({ ip }) => ip)).toEqual(['10.0.1.2', '10.0.2.2']);
  });

  it('an address that several interfaces bear is connected through the loopback', () => {
    const borrowed = (port: number): RouterText => cable(port, '10.9.9.1/32', 0);
    const lab = new SmallLab(
      { n1: ['r1:eth0', 'r2:eth0'] },
      {
        r1: ['interface lo', ' ip address 10.9.9.1/32', ' ip ospf area 0', ...borrowed(0), ...ospf(1)],
        r2: [
          'interface lo',
          ' ip address 10.9.9.2/32',
          ' ip ospf area 0',
          ...cable(0, '10.9.9.2/32', 0),
          ...ospf(2),
        ],
      },
    );
    expect(lab.routes('r1')).toContain('10.9.9.1/32 N 0 - 0.0.0.0 - - - %lo');
    const entries = (
      JSON.parse(lab.show('r1', 'show ip route json')) as Record<
        string,
        { protocol: string; selected?: boolean; nexthops: { interfaceName: string }[] }[]
      >
    )['10.9.9.1/32']!;
    const connected = entries.filter(({ protocol }) => protocol === 'connected');
    expect(connected.map(({ selected, nexthops }) => [nexthops[0]!.interfaceName, selected])).toEqual([
      ['eth0', undefined],
      ['lo', true],
    ]);
  });
});

describe('a host address that several routers bear', () => {
  const shared = '10.9.9.9/32';
  const loopback = (...more: readonly string[]): RouterText => [
    'interface lo',
    ` ip address ${shared}`,
    ' ip ospf area 0',
    ...more.map((line) => ` ip ospf ${line}`),
  ];
  const routeOf = (lab: SmallLab): string[] =>
    lab.routes('r1').flatMap((row) => (row.startsWith(shared) ? [row.slice(shared.length + 3)] : []));

  /** r1 bears the address at cost 20, `others` bear it as well; the cable between r1 and r3 costs `across`, the others 5. */
  const triangle = (across: number, others: readonly string[]): SmallLab => {
    const borne = (router: string): RouterText => (others.includes(router) ? loopback('cost 1') : []);
    const acrossLine = `cost ${across}`;
    return new SmallLab(
      { n1: ['r1:eth0', 'r2:eth0'], n2: ['r2:eth1', 'r3:eth0'], n3: ['r1:eth1', 'r3:eth1'] },
      {
        r1: [
          ...loopback('cost 20'),
          ...cable(0, '10.0.1.1/24', 0, 'cost 5'),
          ...cable(1, '10.0.3.1/24', 0, acrossLine),
          ...ospf(1),
        ],
        r2: [
          ...borne('r2'),
          ...cable(0, '10.0.1.2/24', 0, 'cost 5'),
          ...cable(1, '10.0.2.2/24', 0, 'cost 5'),
          ...ospf(2),
        ],
        r3: [
          ...borne('r3'),
          ...cable(0, '10.0.2.3/24', 0, 'cost 5'),
          ...cable(1, '10.0.3.3/24', 0, acrossLine),
          ...ospf(3),
        ],
      },
    );
  };

  it('is its own of a router whose neighbour is cheaper', () => {
    expect(routeOf(triangle(50, ['r2']))).toEqual(['20 - 0.0.0.0 - - - %lo']);
    expect(routeOf(triangle(9, ['r2', 'r3']))).toEqual(['20 - 0.0.0.0 - - - %lo']);
  });

  it('is that of a cheaper router behind a neighbour, even if a cable to it is as short', () => {
    expect(routeOf(triangle(50, ['r2', 'r3']))).toEqual(['11 - 0.0.0.0 - - - 10.0.1.2%eth0']);
    expect(routeOf(triangle(10, ['r3']))).toEqual(['11 - 0.0.0.0 - - - 10.0.1.2%eth0 10.0.3.3%eth1']);
  });

  it('is its own of a border router whose neighbour in another area is cheaper', () => {
    const lab = new SmallLab(
      { n1: ['r1:eth0', 'r2:eth0'], n2: ['r1:eth1', 'r3:eth0'] },
      {
        r1: [
          ...loopback('cost 20'),
          ...cable(0, '10.0.1.1/24', 0, 'cost 5'),
          ...cable(1, '10.1.3.1/24', 1, 'cost 5'),
          ...ospf(1),
        ],
        r2: [...cable(0, '10.0.1.2/24', 0, 'cost 5'), ...ospf(2)],
        r3: [
          ...['interface lo', ` ip address ${shared}`, ' ip ospf area 1'],
          ...cable(0, '10.1.3.3/24', 1, 'cost 5'),
          ...ospf(3),
        ],
      },
    );
    expect(routeOf(lab)).toEqual(['20 - 0.0.0.0 - - - %lo']);
  });
});

describe('a boundary router in two areas', () => {
  it('takes what another border router says of it for a way to itself, and tells it on', () => {
    const lab = new SmallLab(
      { n1: ['r1:eth0', 'r2:eth0'], n2: ['r1:eth1', 'r2:eth1'], n3: ['r1:eth2', 'r3:eth0'] },
      {
        r1: [
          'ip route 198.51.100.0/24 blackhole',
          ...cable(0, '10.0.1.1/24', 0, 'cost 10'),
          ...cable(1, '10.1.2.1/24', 1, 'cost 5'),
          ...cable(2, '10.2.3.1/24', 2, 'cost 10'),
          ...ospf(1, 'redistribute static'),
        ],
        r2: [...cable(0, '10.0.1.2/24', 0, 'cost 10'), ...cable(1, '10.1.2.2/24', 1, 'cost 5'), ...ospf(2)],
        r3: [...cable(0, '10.2.3.2/24', 2, 'cost 10'), ...ospf(3)],
      },
    );
    expect(lab.routes('r1')).toContain('10.255.0.1 R  15 - 0.0.0.0 - asbr true 10.0.1.2%eth0');
    expect(lab.lsas('r3', 'asbr-summary')).toEqual(['10.255.0.1/0 by 10.255.0.1 15']);
  });
});

describe('the order of network statements', () => {
  it('is that of neighbours, while interfaces follow their names', () => {
    const router = (id: number): RouterText => [
      'interface eth0',
      ` ip address 10.0.1.${id}/24`,
      'interface eth1',
      ` ip address 10.0.0.${id}/24`,
      ...ospf(id, 'network 10.0.0.0/24 area 0', 'network 10.0.1.0/24 area 0'),
    ];
    const lab = new SmallLab(
      { n1: ['r1:eth0', 'r2:eth0'], n2: ['r1:eth1', 'r2:eth1'] },
      { r1: router(1), r2: router(2) },
    );
    const named = (command: string, pattern: RegExp): (string | undefined)[] =>
      [...lab.show('r1', command).matchAll(pattern)].map(([, name]) => name);
    expect(named('show ip ospf neighbor', /(eth\d):/g)).toEqual(['eth1', 'eth0']);
    expect(named('show ip ospf interface', /^(eth\d) is up/gm)).toEqual(['eth0', 'eth1']);
  });
});
