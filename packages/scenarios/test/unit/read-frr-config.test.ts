import { ipv4, parseIpv4Prefix } from '@ospflab/net';
import { describe, expect, it } from 'vitest';
import { formatDiagnostic, readFrrConfig, type FrrDaemon, type FrrDialect } from '@ospflab/scenarios';
import { placesOf, shortDiagnostics } from '../short-diagnostics.ts';

function read(text: string, dialect: FrrDialect = 'frr', daemon: FrrDaemon = 'integrated') {
  return readFrrConfig([{ file: 'r1.conf', text, daemon }], dialect);
}

const prefix = (text: string) => parseIpv4Prefix(text);

describe('interfaces', () => {
  it('every ospfd setting of an interface is read', () => {
    const { value, diagnostics } = read(`interface eth0
 description to the core, # 7
 ip address 192.168.28.101/24
 ip address 192.168.28.211/32 label eth0:1
 bandwidth 1000
 ip ospf area 1
 ip ospf cost 7
 ip ospf hello-interval 2
 ip ospf dead-interval 8
 ip ospf priority 0
 ip ospf network point-to-point
 ip ospf retransmit-interval 3
 ip ospf transmit-delay 2
 ip ospf mtu-ignore
 ip ospf passive
 ip ospf authentication message-digest
 ip ospf message-digest-key 1 md5 secret
 shutdown
`);
    expect(diagnostics).toEqual([]);
    expect(value.interfaces).toMatchObject([
      {
        name: 'eth0',
        description: 'to the core, # 7',
        shutdown: true,
        bandwidthMbps: 1000,
        addresses: [
          { address: ipv4('192.168.28.101'), length: 24, label: undefined, at: { line: 3, column: 13 } },
          { address: ipv4('192.168.28.211'), length: 32, label: 'eth0:1' },
        ],
        ospf: {
          area: ipv4('0.0.0.1'),
          cost: 7,
          helloInterval: 2,
          deadInterval: 8,
          helloMultiplier: undefined,
          priority: 0,
          networkType: 'point-to-point',
          retransmitInterval: 3,
          transmitDelay: 2,
          mtuIgnore: true,
          passive: true,
          authentication: 'messageDigest',
          messageDigestKeys: [{ keyId: 1, key: 'secret' }],
        },
      },
    ]);
  });

  it('a setting that is not mentioned is absent, so that the profile decides', () => {
    const [eth0] = read('interface eth0\n').value.interfaces;
    expect(eth0?.ospf.helloInterval).toBeUndefined();
    expect(eth0?.ospf.cost).toBeUndefined();
  });

  it('the hello multiplier means a dead interval of one second', () => {
    const [eth0] = read('interface eth0\n ip ospf dead-interval minimal hello-multiplier 4\n').value
      .interfaces;
    expect(eth0?.ospf).toMatchObject({ deadInterval: 1, helloMultiplier: 4 });
  });

  it('the no form takes a setting back', () => {
    const text =
      'interface eth0\n ip ospf cost 5\n no ip ospf cost\n ip address 10.0.0.1/8\n no ip address 10.0.0.1/8\n';
    const [eth0] = read(text).value.interfaces;
    expect(eth0?.ospf.cost).toBeUndefined();
    expect(eth0?.addresses).toEqual([]);
  });

  it('keywords may be abbreviated as on the command line', () => {
    const { value, diagnostics } = read('int eth0\n ip os hello 3\n');
    expect(diagnostics).toEqual([]);
    expect(value.interfaces[0]?.ospf.helloInterval).toBe(3);
  });

  it('two files of one router are joined interface by interface', () => {
    const { value, diagnostics } = readFrrConfig(
      [
        { file: 'zebra.conf', text: 'interface eth0\n ip address 10.0.0.1/24\n', daemon: 'zebra' },
        { file: 'ospfd.conf', text: 'interface eth0\n ip ospf cost 3\n', daemon: 'ospfd' },
      ],
      'quagga',
    );
    expect(diagnostics).toEqual([]);
    expect(value.interfaces).toHaveLength(1);
    expect(value.interfaces[0]).toMatchObject({ addresses: [{ length: 24 }], ospf: { cost: 3 } });
  });

  it('bandwidth counts kbit/s in Quagga and Mbit/s in FRR', () => {
    const text = 'interface eth0\n bandwidth 100000\n';
    expect(read(text, 'quagga').value.interfaces[0]?.bandwidthMbps).toBe(100);
    expect(read(text, 'frr').value.interfaces[0]?.bandwidthMbps).toBe(100_000);
  });
});

describe('router ospf', () => {
  it('network clears the host bits as ospfd does', () => {
    const { value } = read('router ospf\n network 192.168.28.0/8 area 0.0.0.0\n');
    expect(value.ospf?.networks).toMatchObject([
      { prefix: prefix('192.0.0.0/8'), written: '192.168.28.0/8', area: 0, at: { line: 2, column: 10 } },
    ]);
  });

  it('timers, paths, costs and max-metric are read', () => {
    const { value, diagnostics } = read(`router ospf
 ospf router-id 1.2.3.4
 timers throttle spf 10 100 5000
 timers lsa min-arrival 0
 timers throttle lsa all 200
 maximum-paths 2
 auto-cost reference-bandwidth 1000
 max-metric router-lsa administrative
 max-metric router-lsa on-startup 60
 passive-interface default
 no passive-interface eth1
 passive-interface lo
 log-adjacency-changes detail
 ospf abr-type standard
 compatible rfc1583
 area 0 authentication message-digest
`);
    expect(diagnostics).toEqual([]);
    expect(value.ospf).toMatchObject({
      routerId: ipv4('1.2.3.4'),
      spfThrottle: { delayMs: 10, holdMs: 100, maxHoldMs: 5000 },
      lsaMinArrivalMs: 0,
      lsaThrottleMs: 200,
      maximumPaths: 2,
      referenceBandwidthMbps: 1000,
      maxMetric: { administrative: true, onStartup: 60, onShutdown: undefined },
      passiveDefault: true,
      passiveInterfaces: ['lo'],
      activeInterfaces: ['eth1'],
      abrType: 'standard',
      rfc1583Compatible: true,
      areas: [{ area: 0, authentication: 'messageDigest' }],
    });
  });

  it('areas keep what the statements say of them', () => {
    const { value, diagnostics } = read(`router ospf
 area 1 stub no-summary
 area 1 default-cost 33
 area 2 range 172.16.0.0/16
 area 2 range 172.17.0.0/16 advertise cost 7
 area 2 range 172.18.0.0/16 not-advertise
 no area 2 range 172.17.0.0/16
 area 0 stub
`);
    expect(placesOf(diagnostics)).toEqual(['8:7 error']);
    expect(
      value.ospf?.areas.map(({ area, kind, noSummary, defaultCost }) => [area, kind, noSummary, defaultCost]),
    ).toEqual([
      [1, 'stub', true, 33],
      [2, 'normal', false, undefined],
    ]);
    expect(
      value.ospf?.areas[1]?.ranges.map(({ prefix, advertise, cost }) => [
        prefix.address >>> 16,
        advertise,
        cost,
      ]),
    ).toEqual([
      [0xac10, true, undefined],
      [0xac12, false, undefined],
    ]);
  });

  it('what is not simulated is listed as unsupported, each with its place', () => {
    const { diagnostics } = read(`router ospf
 network 10.0.0.0/8 area 0
 network 11.0.0.0/8 area 1
 redistribute rip metric 5
 area 1 shortcut enable
`);
    expect(placesOf(diagnostics)).toEqual(['4:2 unsupported', '5:2 unsupported']);
  });
});

describe('filters and routes', () => {
  it('prefix lists, access lists and route maps are read in the order of their sequence', () => {
    const { value, diagnostics } = read(`access-list 1 permit 127.0.0.1
access-list 1 permit 10.0.0.0 0.255.255.255
access-list 1 deny any
ip prefix-list ANY seq 10 permit 0.0.0.0/0 le 32
ip prefix-list ANY deny 10.0.0.0/8 ge 16 le 24
ip prefix-list ANY seq 5 deny 192.168.28.211/32
route-map ANY permit 20
route-map ANY deny 10
 match ip address prefix-list ANY
 match ip address 1
 set src 10.0.0.1
ip protocol ospf route-map ANY
`);
    expect(diagnostics).toEqual([]);
    expect(value.accessLists).toMatchObject([
      {
        name: '1',
        entries: [
          { permit: true, prefix: prefix('127.0.0.1/32') },
          { permit: true, prefix: prefix('10.0.0.0/8') },
          { permit: false, prefix: prefix('0.0.0.0/0') },
        ],
      },
    ]);
    expect(value.prefixLists[0]?.entries).toMatchObject([
      { sequence: 5, permit: false },
      { sequence: 10, permit: true, le: 32 },
      { sequence: 15, permit: false, ge: 16, le: 24 },
    ]);
    expect(value.routeMaps).toMatchObject([
      {
        name: 'ANY',
        entries: [
          {
            sequence: 10,
            permit: false,
            matches: [
              { kind: 'prefixList', name: 'ANY' },
              { kind: 'accessList', name: '1' },
            ],
            setSource: ipv4('10.0.0.1'),
          },
          { sequence: 20, permit: true, matches: [] },
        ],
      },
    ]);
    expect(value.protocolRouteMaps).toMatchObject([{ protocol: 'ospf', routeMap: 'ANY' }]);
  });

  it('static routes may lead to a gateway, an interface or nowhere', () => {
    const { value, diagnostics } = read(`ip route 10.1.0.0/16 10.0.0.1
ip route 10.2.0.0 255.255.0.0 10.0.0.1 eth0 20
ip route 10.3.0.0/16 eth1
ip route 10.4.0.0/16 blackhole
ip route 10.5.0.0/16 Null0
`);
    expect(diagnostics).toEqual([]);
    expect(value.staticRoutes).toMatchObject([
      {
        prefix: prefix('10.1.0.0/16'),
        via: ipv4('10.0.0.1'),
        interface: undefined,
        blackhole: false,
        distance: 1,
      },
      { prefix: prefix('10.2.0.0/16'), via: ipv4('10.0.0.1'), interface: 'eth0', distance: 20 },
      { prefix: prefix('10.3.0.0/16'), via: undefined, interface: 'eth1' },
      { prefix: prefix('10.4.0.0/16'), interface: undefined, blackhole: true },
      { prefix: prefix('10.5.0.0/16'), interface: undefined, blackhole: true },
    ]);
  });
});

describe('what is wrong with a line', () => {
  it('a value out of range is an error at the value', () => {
    expect(shortDiagnostics(read('interface eth0\n ip ospf cost 70000\n').diagnostics)).toEqual([
      "2:15 error '70000' where a number from 1 to 65535 was expected → write a number from 1 to 65535 after 'ip ospf cost'",
    ]);
  });

  it('a value that is missing is an error behind the line', () => {
    expect(placesOf(read('interface eth0\n ip ospf priority\n').diagnostics)).toEqual(['2:18 error']);
  });

  it('an unknown keyword is unsupported, with the nearest known one as the remedy', () => {
    const [diagnostic] = read('interface eth0\n ip ospf proirity 1\n').diagnostics;
    expect(diagnostic).toMatchObject({
      severity: 'unsupported',
      line: 2,
      column: 10,
      remedy: "did you mean 'priority'?",
    });
  });

  it('an unknown statement is listed, and the lines around it are read', () => {
    const { value, diagnostics } = read('hostname a\nfrobnicate 3\ninterface eth0\n');
    expect(placesOf(diagnostics)).toEqual(['2:1 unsupported']);
    expect(value).toMatchObject({ hostname: 'a', interfaces: [{ name: 'eth0' }] });
  });

  it('a statement outside its block is an error that names the block', () => {
    expect(shortDiagnostics(read('ip ospf cost 1\n').diagnostics)).toEqual([
      '1:1 error the statement belongs in an `interface NAME` line; here FRR skips the whole line → put it below an `interface NAME` line',
    ]);
  });

  it('a statement in the file of the other daemon is an error that names the right file', () => {
    const { diagnostics } = read('interface eth0\n ip address 10.0.0.1/24\n', 'quagga', 'ospfd');
    expect(placesOf(diagnostics)).toEqual(['2:2 error']);
    expect(diagnostics[0]?.remedy).toContain('zebra.conf');
  });

  it('the lengths of a prefix list must rise', () => {
    expect(placesOf(read('ip prefix-list A permit 10.0.0.0/16 ge 8\n').diagnostics)).toEqual(['1:40 error']);
  });

  it('a block of another protocol is listed line by line', () => {
    const { diagnostics } = read('router bgp 65000\n neighbor 10.0.0.1 remote-as 65001\nhostname a\n');
    expect(placesOf(diagnostics)).toEqual(['1:1 unsupported', '2:2 unsupported']);
  });

  it('logging and passwords are irrelevant, not unsupported', () => {
    const { diagnostics, irrelevant } = read('password test\nlog syslog\nline vty\n access-class 1\n');
    expect(diagnostics).toEqual([]);
    expect(irrelevant.map(({ line, text }) => `${line} ${text}`)).toEqual([
      '1 password test',
      '2 log syslog',
      '3 line vty',
      '4 access-class 1',
    ]);
  });

  it('a diagnostic prints as file:line:column', () => {
    const [diagnostic] = read('frobnicate\n').diagnostics;
    expect(diagnostic === undefined ? '' : formatDiagnostic(diagnostic)).toMatch(
      /^r1\.conf:1:1: unsupported: 'frobnicate'.*\n {4}\S/,
    );
  });
});

describe('a comment behind a statement', () => {
  const text = 'interface lo\ninterface eth0 # uplink\n ip ospf cost 9\n';

  it('stops Quagga', () => {
    expect(placesOf(read(text, 'quagga').diagnostics)).toEqual(['2:16 error']);
  });

  it('makes FRR skip the line, so that the next one lands in the block before', () => {
    const { value, diagnostics } = read(text, 'frr');
    expect(placesOf(diagnostics)).toEqual(['2:16 warning']);
    expect(value.interfaces).toMatchObject([{ name: 'lo', ospf: { cost: 9 } }]);
  });

  it('on a line of its own is a comment for both', () => {
    for (const dialect of ['quagga', 'frr'] as const) {
      expect(read('! one\n  # two\n!\ninterface eth0\n', dialect).diagnostics).toEqual([]);
    }
  });
});

describe('`network` and `ip ospf area`', () => {
  const area = 'interface eth0\n ip ospf area 0\n';
  const network = 'router ospf\n network 10.0.0.0/8 area 0\n';

  it('exclude each other in FRR, which refuses what comes second', () => {
    const first = read(area + network);
    expect(placesOf(first.diagnostics)).toEqual(['4:2 warning']);
    expect(first.value.ospf?.networks).toEqual([]);
    const second = read(network + area);
    expect(placesOf(second.diagnostics)).toEqual(['4:2 warning']);
    expect(second.value.interfaces[0]?.ospf.area).toBeUndefined();
    expect(second.value.ospf?.networks).toHaveLength(1);
  });

  it('do not when the one is taken back before, nor in Quagga', () => {
    expect(read(`${area} no ip ospf area 0\n${network}`).diagnostics).toEqual([]);
    expect(read(area + network, 'quagga').diagnostics).toEqual([]);
  });
});
