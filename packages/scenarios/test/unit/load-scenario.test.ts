import { readdirSync } from 'node:fs';
import { ipv4 } from '@ospflab/net';
import { milliseconds, seconds } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '@ospflab/scenarios';
import { discSource, libraryPath } from '../folder-source.ts';
import { mapSource } from '../map-source.ts';
import { placesOf, shortDiagnostics } from '../short-diagnostics.ts';

const ospfd = 'interface eth0\n ip ospf cost 1\nrouter ospf\n network 10.0.0.0/24 area 0\n';
const keepalived =
  'virtual_server 10.0.0.9 80 {\n lb_algo rr\n lb_kind DR\n protocol TCP\n real_server 10.0.0.8 80 { }\n}\n';

/** A small valid scenario; a test changes one line of it. */
const valid = `name: small
until: 60s
segments:
  lan: { delay: 1ms }
nodes:
  r1:
    interfaces:
      eth0: { segment: lan, address: 10.0.0.1/24 }
    files: { ospfd: r1/ospfd.conf }
  ds:
    interfaces:
      eth0: { segment: lan, address: 10.0.0.2/24 }
    files: { keepalived: ds.conf }
    services: [{ kind: http, port: 80, body: hello }]
  client:
    interfaces:
      eth0: { segment: lan, address: 10.0.0.10-10.0.0.19/24 }
traffic:
  - { name: web, kind: short, from: client, to: 10.0.0.2:80, rate: 5, start: 1s, sources: 10.0.0.10-10.0.0.19 }
timeline:
  - { at: 20s, action: heal, node: ds }
  - { at: 10s, action: cut, node: ds, interface: eth0 }
expectations:
  - { check: route, node: r1, prefix: 10.9.0.0/16, nextHops: [] }
  - { check: metric, metric: requestsLost, of: web, atMost: 3 }
`;

function load(text: string) {
  const files = { 'lab/small.yaml': text, 'lab/r1/ospfd.conf': ospfd, 'lab/ds.conf': keepalived };
  return loadScenario(mapSource(files), 'lab/small.yaml');
}

function withChange(from: string, to: string) {
  expect(valid).toContain(from);
  return load(valid.replace(from, to));
}

describe('a valid scenario', () => {
  it('comes with every default filled in', () => {
    const { scenario, diagnostics } = load(valid);
    expect(diagnostics).toEqual([]);
    expect(scenario).toMatchObject({
      name: 'small',
      about: '',
      seed: 1,
      until: seconds(60),
      wireMode: undefined,
      segments: [
        { name: 'lan', kind: 'lan', delay: milliseconds(1), loss: 0, bandwidthBitsPerSecond: undefined },
      ],
      nodes: [
        {
          name: 'r1',
          ospfProfile: 'frr',
          interfaces: [
            {
              name: 'eth0',
              mtu: 1500,
              mac: 0x020000000100,
              addresses: [{ address: ipv4('10.0.0.1'), length: 24 }],
            },
          ],
          frr: { interfaces: [{ name: 'eth0' }], ospf: { networks: [{}] } },
          keepalived: undefined,
        },
        {
          name: 'ds',
          keepalived: { virtualServers: [{ port: 80 }] },
          services: [{ kind: 'http', port: 80, body: 'hello' }],
        },
        { name: 'client', frr: undefined },
      ],
    });
    expect(scenario?.nodes[2]?.interfaces[0]?.addresses).toHaveLength(10);
  });

  it('may ask for the SPF back-off of RFC 8405, with its default values for what is not given', () => {
    const own = 'ospf: { spfBackoff: { longDelay: 2s } }';
    const { scenario, diagnostics } = withChange('ospfd.conf }', `ospfd.conf }\n    ${own}`);
    expect(diagnostics).toEqual([]);
    expect(scenario?.nodes[0]?.spfBackoff).toEqual({
      initialDelay: milliseconds(50),
      shortDelay: milliseconds(200),
      longDelay: seconds(2),
      holdDown: seconds(10),
      timeToLearn: milliseconds(500),
    });
    expect(scenario?.nodes[1]).not.toHaveProperty('spfBackoff');
  });

  it('has its timeline in the order of time', () => {
    expect(load(valid).scenario?.timeline).toMatchObject([
      {
        at: seconds(10),
        name: 'cut ds',
        action: { kind: 'cut', direction: 'both' },
        source: { line: 22, column: 5 },
      },
      { at: seconds(20), name: 'heal ds', action: { kind: 'heal', interface: undefined } },
    ]);
  });

  it('has its checks in words', () => {
    expect(load(valid).scenario?.expectations.map(({ text }) => text)).toEqual([
      'at the end r1 has no OSPF route to 10.9.0.0/16',
      'requestsLost of web ≤ 3',
    ]);
  });

  it('traffic runs to the end unless it says otherwise', () => {
    expect(load(valid).scenario?.traffic).toMatchObject([
      {
        kind: 'short',
        destination: ipv4('10.0.0.2'),
        port: 80,
        stop: seconds(60),
        timeout: seconds(5),
        ratePerSecond: 5,
      },
    ]);
  });

  it('sysctls, routes and files become commands in the order of boot', () => {
    const text = `name: order
until: 1s
segments: { lan: {} }
nodes:
  a:
    interfaces: { eth0: { segment: lan } }
    files:
      setup: |
        ip addr add 10.0.0.1/24 dev eth0
      sysctl: |
        net.ipv4.ip_forward = 1
    sysctls: { net.ipv4.conf.all.rp_filter: 2 }
    routes: [{ to: default, via: 10.0.0.254 }]
`;
    const { scenario, diagnostics } = load(text);
    expect(diagnostics).toEqual([]);
    expect(scenario?.nodes[0]?.setup).toMatchObject([
      { kind: 'sysctlSet', key: 'net.ipv4.ip_forward', at: { file: 'lab/small.yaml', line: 11, column: 9 } },
      { kind: 'addressAdd', at: { line: 9, column: 21 } },
      { kind: 'sysctlSet', key: 'net.ipv4.conf.all.rp_filter', value: '2', at: { line: 12, column: 16 } },
      { kind: 'routeAdd', nextHops: [{ address: ipv4('10.0.0.254') }], at: { line: 13, column: 14 } },
    ]);
  });
});

const startingWith = (text: string) => new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);

/** Line, and the text of the file at the place of the diagnostic: what an editor would put the cursor on. */
function pointed(text: string, { line, column }: { readonly line: number; readonly column: number }): string {
  return `${line} ${text.split('\n')[line - 1]?.slice(column - 1) ?? ''}`;
}

describe('mistakes in the form', () => {
  it.each([
    ['an unknown key', 'until: 60s', 'until: 60s\nsede: 7', '3 sede:', "unknown key 'sede'"],
    [
      'an unknown key deep inside',
      'segment: lan, address: 10.0.0.1/24',
      'segement: lan',
      '8 segement',
      "unknown key 'segement'",
    ],
    [
      'a number without unit',
      'at: 10s',
      'at: 10',
      '22 10,',
      "at: '10' where a duration with its unit was expected",
    ],
    ['an unknown action', 'action: cut', 'action: ctu', '22 ctu', "action: 'ctu' where one of cut,"],
    ['an action that is missing', 'action: cut, ', '', '22 { at', 'action: nothing where one of cut,'],
    ['an unknown check', 'check: route', 'check: rout', '24 rout,', "check: 'rout' where one of route,"],
    [
      'a key that an action lacks',
      ', interface: eth0 }\nexp',
      ' }\nexp',
      '22 { at',
      'interface: nothing where the name of an interface',
    ],
    [
      'an address with five parts',
      '10.0.0.1/24',
      '10.0.0.0.1/24',
      '8 10.0.0.0.1',
      "address: '10.0.0.0.1/24' where",
    ],
    [
      'a range that runs backwards',
      'sources: 10.0.0.10-10.0.0.19',
      'sources: 10.0.0.19-10.0.0.10',
      '19 10.0.0.19',
      'sources: ',
    ],
    ['an empty value', 'until: 60s', 'until:', '2 ', 'until: an empty value where'],
    [
      'a list where a map belongs',
      '  lan: { delay: 1ms }',
      '  - lan',
      '4 - lan',
      'segments: a list where a map',
    ],
    ['text that is not YAML', 'until: 60s', 'until: [60s', '3 segments', 'not YAML here'],
    ['a key given twice', 'until: 60s', 'until: 60s\nuntil: 70s', '3 until', 'not YAML here'],
    [
      'an unknown metric',
      'metric: requestsLost',
      'metric: requestsLots',
      '25 requestsLots',
      "metric: 'requestsLots' where",
    ],
    [
      'a neighbour state that does not exist',
      'check: route, node: r1, prefix: 10.9.0.0/16, nextHops: []',
      'check: neighbor, node: r1, neighbor: 1.1.1.1, state: full',
      '24 full',
      'state: ',
    ],
  ])('%s has its place', (_, from, to, place, message) => {
    const { scenario, diagnostics } = withChange(from, to);
    expect(scenario).toBeUndefined();
    const found = diagnostics.find((diagnostic) => diagnostic.message.startsWith(message));
    expect(
      found === undefined ? shortDiagnostics(diagnostics).join() : pointed(valid.replace(from, to), found),
    ).toMatch(startingWith(place));
    expect(found?.remedy).not.toBe('');
  });

  it('the nearest known key is proposed', () => {
    expect(withChange('until: 60s', 'until: 60s\nsede: 7').diagnostics[0]?.remedy).toBe(
      "did you mean 'seed'?",
    );
    expect(withChange('action: cut', 'action: ctu').diagnostics[0]?.remedy).toBe("did you mean 'cut'?");
  });

  it('a scenario without end is refused', () => {
    expect(placesOf(withChange('until: 60s\n', '').diagnostics)).toEqual(['1:1 error']);
    expect(shortDiagnostics(withChange('until: 60s', 'until: 25h').diagnostics)[0]).toBe(
      '2:8 error the run would last 90000 s, expected more than 0 and at most 24 h → choose an end that the run reaches, such as 120s',
    );
  });

  it('several mistakes are all told at once', () => {
    const text = valid
      .replace('delay: 1ms', 'delay: 1')
      .replace('rate: 5', 'rate: fast')
      .replace('at: 20s', 'when: 20s');
    expect(load(text).diagnostics.length).toBeGreaterThanOrEqual(3);
  });

  it('a file that is not there is a diagnostic', () => {
    expect(placesOf(loadScenario(mapSource({}), 'none.yaml').diagnostics)).toEqual(['1:1 error']);
  });

  it('aliases that multiply are refused', () => {
    const levels = Array.from({ length: 12 }, (_, index) =>
      index === 0
        ? 'a0: &a0 [x]'
        : `a${index}: &a${index} [${Array.from({ length: 9 }, () => `*a${index - 1}`).join(', ')}]`,
    );
    expect(load(levels.join('\n')).diagnostics).toMatchObject([{ severity: 'error', line: 1 }]);
  });
});

describe('mistakes in the meaning', () => {
  it.each([
    ['an unknown node', 'action: cut, node: ds', 'action: cut, node: sd', '22 sd', "unknown node 'sd'"],
    [
      'an unknown interface',
      'node: ds, interface: eth0',
      'node: ds, interface: eth1',
      '22 eth1',
      "unknown interface of ds 'eth1'",
    ],
    [
      'an unknown segment',
      'segment: lan, address: 10.0.0.2/24',
      'segment: wan, address: 10.0.0.2/24',
      '12 eth0',
      "unknown segment 'wan'",
    ],
    [
      'a file that is missing',
      'r1/ospfd.conf',
      'r1/opsfd.conf',
      '9 r1/opsfd',
      'there is no file lab/r1/opsfd.conf',
    ],
    [
      'an address outside its segment',
      '10.0.0.2/24',
      '10.0.1.2/24',
      '12 10.0.1.2',
      '10.0.1.2/24 of ds eth0 is outside the subnet of segment lan, 10.0.0.0/24',
    ],
    [
      'an address taken twice',
      '10.0.0.2/24',
      '10.0.0.1/24',
      '12 10.0.0.1',
      'the address 10.0.0.1 of ds eth0 is that of r1 on segment lan too',
    ],
    [
      'an Ethernet address taken twice',
      'address: 10.0.0.2/24',
      'address: 10.0.0.2/24, mac: "02:00:00:00:01:00"',
      '12 eth0',
      'the Ethernet address 02:00:00:00:01:00 of ds eth0',
    ],
    [
      'an action after the end',
      'at: 20s',
      'at: 60s',
      '21 60s',
      'the action at 60 s is not before the end of the run at 60 s',
    ],
    [
      'a check after the end',
      'check: route,',
      'check: route, at: 61s,',
      '24 61s',
      'the check at 61 s is after the end',
    ],
    [
      'a source that the node does not own',
      'sources: 10.0.0.10-10.0.0.19',
      'sources: 10.0.0.10-10.0.0.20',
      '19 10.0.0.10-',
      'client does not own the source address 10.0.0.20',
    ],
    [
      'a daemon that the node does not run',
      'action: cut, node: ds, interface: eth0',
      'action: kill, node: ds, daemon: ospfd',
      '22 ospfd',
      'ds runs no ospfd',
    ],
    [
      'a service that the node does not have',
      'action: cut, node: ds, interface: eth0',
      'action: stopService, node: ds, port: 81',
      '22 81',
      'ds has no service on port 81',
    ],
    [
      'a check of a node without OSPF',
      'node: r1, prefix',
      'node: client, prefix',
      '24 client',
      'client runs no ospfd',
    ],
    [
      'a figure of an action that does not exist',
      'metric: requestsLost, of: web',
      'metric: withdrawalSeconds, of: ds-cut',
      '25 ds-cut',
      "'ds-cut' is not an entry of the timeline",
    ],
    [
      'a figure without subject',
      'metric: requestsLost, of: web',
      'metric: share',
      '25 { check',
      "'share' needs 'of'",
    ],
    ['a check without bound', ', atMost: 3', '', '25 { check', 'the check has no bound'],
    [
      'a range of bounds that is empty',
      'atMost: 3',
      'atMost: 3, atLeast: 4',
      '25 4 }',
      "'atLeast' 4 is above 'atMost' 3",
    ],
    [
      'traffic that stops before it starts',
      'start: 1s',
      'start: 3s, stop: 2s',
      '19 3s',
      'the traffic stops at 2 s, which is not after its start',
    ],
    ['traffic from nowhere', 'from: client', 'from: nobody', '19 nobody', "unknown node 'nobody'"],
    [
      'a port used twice',
      'body: hello }',
      'body: hello }, { kind: echo, port: 80 }',
      '14 { kind: echo',
      'port 80 is taken',
    ],
    [
      'an interface called lo',
      '      eth0: { segment: lan, address: 10.0.0.2/24 }',
      '      lo: { segment: lan, address: 10.0.0.2/24 }',
      '12 lo',
      "every node has 'lo' already",
    ],
    [
      'a route that leads nowhere',
      'files: { keepalived: ds.conf }',
      'routes: [{ to: default }]',
      '13 { to',
      'the route leads nowhere',
    ],
    [
      'one configuration for all daemons and one for each',
      'files: { ospfd: r1/ospfd.conf }',
      'files: { ospfd: r1/ospfd.conf, frr: r1/ospfd.conf }',
      '9 files',
      "'frr' stands for all daemons",
    ],
  ])('%s has its place', (_, from, to, place, message) => {
    const { scenario, diagnostics } = withChange(from, to);
    expect(scenario).toBeUndefined();
    const found = diagnostics.find((diagnostic) => diagnostic.message.startsWith(message));
    expect(
      found === undefined ? shortDiagnostics(diagnostics).join() : pointed(valid.replace(from, to), found),
    ).toMatch(startingWith(place));
    expect(found?.remedy).not.toBe('');
  });

  it('a mistake in a configuration file is reported with the name of that file', () => {
    const { diagnostics } = withChange('keepalived: ds.conf', 'keepalived: r1/ospfd.conf');
    expect(diagnostics[0]).toMatchObject({
      file: 'lab/r1/ospfd.conf',
      line: 1,
      column: 1,
      severity: 'warning',
    });
  });

  it('an error leaves no scenario behind, a warning does', () => {
    expect(withChange('10.0.0.2/24', '10.0.1.2/24').scenario).toBeUndefined();
    const { scenario, diagnostics } = withChange('10.0.0.2/24', '10.0.0.2/25');
    expect(placesOf(diagnostics)).toEqual(['12:38 warning']);
    expect(scenario).toBeDefined();
  });

  it('a cable has two ends', () => {
    expect(withChange('{ delay: 1ms }', '{ kind: pointToPoint }').diagnostics).toMatchObject([
      { line: 17, column: 7, message: 'lan is a point-to-point segment and has its two ends already' },
    ]);
  });

  it('the same VIP on lo of several nodes is no duplicate', () => {
    const setup = 'files:\n      setup: |\n        ip addr add 10.0.0.9/32 dev lo\n';
    const text = valid
      .replace('files: { ospfd: r1/ospfd.conf }', `${setup}      ospfd: r1/ospfd.conf`)
      .replace('files: { keepalived: ds.conf }', `${setup}      keepalived: ds.conf`);
    expect(load(text).diagnostics).toEqual([]);
  });

  it('settings of the kernel are checked', () => {
    const sysctls = (line: string) =>
      withChange('files: { keepalived: ds.conf }', `sysctls: { ${line} }`).diagnostics;
    expect(placesOf(sysctls('net.ipv4.nonsense: 1'))).toEqual(['13:16 unsupported']);
    expect(placesOf(sysctls('net.ipv4.conf.eth7.arp_ignore: 1'))).toEqual(['13:16 error']);
    expect(placesOf(sysctls('net.ipv4.ip_forward: yes please'))).toEqual(['13:16 error']);
    expect(placesOf(sysctls('net.ipv4.conf.eth0.arp_ignore: 1, net.ipv4.vs.sloppy_tcp: 1'))).toEqual([]);
  });
});

describe('the built-in scenarios', () => {
  it.each(readdirSync(libraryPath('')).filter((file) => file.endsWith('.yaml')))(
    '%s loads without anything to say',
    (file) => {
      const { scenario, diagnostics } = loadScenario(discSource, libraryPath(file));
      expect(scenario?.name).toBe(file.replace('.yaml', ''));
      expect(diagnostics).toEqual([]);
    },
  );
});

describe('files of nodes', () => {
  const lab = (r1: string, r2: string) => `name: two
until: 10s
segments: { lan: {} }
nodes:
  r1: { interfaces: { eth0: { segment: lan, address: 10.0.0.1/24 } }, files: { frr: ${r1} } }
  r2: { interfaces: { eth0: { segment: lan, address: 10.0.0.2/24 } }, files: { frr: ${r2} } }
`;

  it('what is noticed in a file that two nodes share is told once', () => {
    const files = { 'two.yaml': lab('both.conf', 'both.conf'), 'both.conf': 'router ospf\n netwrk 10.0.0.0/8 area 0\n' };
    expect(placesOf(loadScenario(mapSource(files), 'two.yaml').diagnostics)).toEqual(['2:2 unsupported']);
  }); // prettier-ignore

  it('an area on an interface does nothing without `router ospf`', () => {
    const files = { 'two.yaml': lab('r1.conf', 'r2.conf'), 'r1.conf': 'interface eth0\n ip ospf area 0\n', 'r2.conf': 'router ospf\n' };
    expect(shortDiagnostics(loadScenario(mapSource(files), 'two.yaml').diagnostics)).toEqual([
      "2:2 warning r1 has 'ip ospf area' but no 'router ospf', so it runs no OSPF → add 'router ospf'",
    ]);
  }); // prettier-ignore
});

describe('gateways of a set-up script', () => {
  function noticed(setup: string): string[] {
    const text = `name: gateways
until: 10s
segments: { lan: {} }
nodes:
  host:
    interfaces:
      eth0: { segment: lan, address: 10.0.0.1/24 }
      eth1: { segment: lan, address: 10.0.0.2/24 }
    files: { setup: host.sh }
`;
    const { diagnostics } = loadScenario(mapSource({ 'lab.yaml': text, 'host.sh': setup }), 'lab.yaml');
    return placesOf(diagnostics.filter(({ message }) => message.includes('is no neighbour of host')));
  }

  it('are next to the node, by an address or by a route without a gateway', () => {
    expect(noticed('ip route add default via 10.0.0.254')).toEqual([]);
    expect(noticed('ip addr add 192.0.2.1/24 dev eth1\nip route add default via 192.0.2.254 dev eth1')).toEqual([]);
    expect(noticed('ip route add 192.0.2.254 dev eth0\nip route add default via 192.0.2.254')).toEqual([]);
  }); // prettier-ignore

  it('that are not are told, since the kernel refuses them', () => {
    expect(noticed('ip route add default via 192.0.2.254')).toEqual(['1:14 warning']);
    expect(noticed('ip route add 10.9.0.0/16 via 10.0.0.9\nip route add default via 10.9.0.1')).toEqual(['2:14 warning']);
    expect(noticed('ip addr add 192.0.2.1/24 dev eth1\nip route add default via 192.0.2.254 dev eth0')).toEqual(['2:14 warning']);
  }); // prettier-ignore
});
