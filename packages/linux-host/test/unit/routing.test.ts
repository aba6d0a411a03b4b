import { hashPacket } from '@ospflab/ecmp';
import { formatIpv4Address, ipv4, type Ipv4Packet } from '@ospflab/net';
import { milliseconds, seconds } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import {
  hostShowCommands,
  linuxWithPlainRoutes,
  type HostConfig,
  type RouteSpecification,
} from '@ospflab/linux-host';
import { Lan, prefix } from '../lan.ts';

const vip = prefix('192.168.28.211/32');

function router(config: Partial<HostConfig> = {}, lan = new Lan()): Lan {
  lan.add('router', {
    interfaces: {
      eth0: ['servers', '192.168.28.210/24'],
      eth1: ['clients', '10.0.1.1/24'],
      eth2: ['more', '10.0.2.1/24'],
    },
    sysctls: {
      'net.ipv4.ip_forward': 1,
      'net.ipv4.fib_multipath_hash_policy': 1,
      'net.ipv4.fib_multipath_hash_seed': 1,
    },
    config,
  });
  return lan;
}

function ospf(text: string, metric: number, ...gateways: string[]): RouteSpecification {
  return {
    source: 'ospf',
    prefix: prefix(text),
    metric,
    nextHops: gateways.map((gateway) => {
      const [address = '', index = '2'] = gateway.split('%');
      return address === 'link'
        ? { interfaceIndex: Number(index) }
        : { address: ipv4(address), interfaceIndex: Number(index) };
    }),
  };
}

function show(lan: Lan, node: string, command: string): string {
  return hostShowCommands.find((row) => row.command === command)!.run(lan.host(node), lan.now);
}

function add(lan: Lan, route: RouteSpecification): void {
  lan.give('router', { kind: 'routeAdded', route });
}

describe('the table of zebra', () => {
  it('an OSPF route reaches the kernel 10.8 ms after the message, with metric 20 and a group number', () => {
    const lan = router();
    lan.runFor(seconds(1));
    add(lan, ospf('192.168.28.211/32', 1, '192.168.28.102', '192.168.28.101'));
    lan.runFor(milliseconds(10.7));
    expect(lan.host('router').fibRoutes()).toHaveLength(3);
    lan.runFor(milliseconds(0.2));
    expect(show(lan, 'router', 'ip route')).toBe(
      [
        '10.0.1.0/24 dev eth1 proto kernel scope link src 10.0.1.1 ',
        '10.0.2.0/24 dev eth2 proto kernel scope link src 10.0.2.1 ',
        '192.168.28.0/24 dev eth0 proto kernel scope link src 192.168.28.210 ',
        '192.168.28.211 nhid 8 proto ospf metric 20 ',
        '\tnexthop via 192.168.28.101 dev eth0 weight 1 ',
        '\tnexthop via 192.168.28.102 dev eth0 weight 1 ',
        '',
      ].join('\n'),
    );
  });

  it('prints as recorded: the connected route wins, the OSPF offer beside it stays', () => {
    const lan = new Lan();
    lan.add('router', { interfaces: { eth0: ['lan', '192.168.28.210/24'] } });
    lan.runFor(seconds(2));
    add(lan, ospf('192.168.28.0/24', 1, 'link'));
    lan.runFor(seconds(26));
    add(lan, ospf('192.168.28.211/32', 1, '192.168.28.101', '192.168.28.102'));
    lan.runFor(seconds(8.5));
    const recorded = [
      'O   192.168.28.0/24 [110/1] is directly connected, eth0, weight 1, 00:00:34',
      'C>* 192.168.28.0/24 is directly connected, eth0, 00:00:36',
      'O>* 192.168.28.211/32 [110/1] via 192.168.28.101, eth0, weight 1, 00:00:08',
      '  *                           via 192.168.28.102, eth0, weight 1, 00:00:08',
      '',
    ].join('\n');
    expect(show(lan, 'router', 'show ip route').split('\n\n')[1]).toBe(recorded);
  });

  it('a route-map that denies keeps OSPF routes out of the kernel and shows them inactive', () => {
    const lan = new Lan();
    lan.add('ds1', {
      interfaces: { eth0: ['lan', '192.168.28.101/24'] },
      loopback: ['192.168.28.211/32'],
      config: {
        ospfRouteMap: 'ANY',
        routeMaps: [{ name: 'ANY', entries: [{ sequence: 10, action: 'deny' }] }],
      },
    });
    for (const route of [
      ospf('192.168.28.0/24', 1, 'link'),
      ospf('192.168.28.211/32', 0, 'link%1'),
      ospf('10.0.1.0/24', 2, '192.168.28.210'),
    ]) {
      lan.give('ds1', { kind: 'routeAdded', route });
    }
    lan.runFor(seconds(13));
    expect(show(lan, 'ds1', 'show ip route').split('\n\n')[1]).toBe(
      [
        'O   10.0.1.0/24 [110/2] via 192.168.28.210, eth0 inactive, weight 1, 00:00:13',
        'O   192.168.28.0/24 [110/1] is directly connected, eth0 inactive, weight 1, 00:00:13',
        'C>* 192.168.28.0/24 is directly connected, eth0, 00:00:13',
        'O   192.168.28.211/32 [110/0] is directly connected, lo inactive, weight 1, 00:00:13',
        'C>* 192.168.28.211/32 is directly connected, lo, 00:00:13',
        '',
      ].join('\n'),
    );
    expect(show(lan, 'ds1', 'ip route')).toBe(
      '192.168.28.0/24 dev eth0 proto kernel scope link src 192.168.28.101 \n',
    );
  });

  it('a route-map that does not exist denies, and a prefix-list picks what passes', () => {
    const withMap = (entries: Partial<HostConfig>): number => {
      const lan = router({ ospfRouteMap: 'ONLY-VIP', ...entries });
      add(lan, ospf('192.168.28.211/32', 1, '192.168.28.101'));
      add(lan, ospf('172.16.0.0/16', 1, '192.168.28.101'));
      lan.runFor(seconds(1));
      return lan
        .host('router')
        .fibRoutes()
        .filter((route) => route.source === 'ospf').length;
    };
    expect(withMap({})).toBe(0);
    const routeMaps = [
      { name: 'ONLY-VIP', entries: [{ sequence: 10, action: 'permit', matchPrefixLists: ['VIPS'] }] },
    ] as const;
    expect(withMap({ routeMaps })).toBe(0);
    const entry = {
      sequence: 5,
      action: 'permit',
      prefix: prefix('192.168.28.0/24'),
      lessOrEqual: 32,
    } as const;
    expect(withMap({ routeMaps, prefixLists: [{ name: 'VIPS', entries: [entry] }] })).toBe(1);
  });

  it('the lower distance wins, and the loser takes over when it goes', () => {
    const lan = router();
    add(lan, ospf('172.16.0.0/16', 1, '192.168.28.101'));
    add(lan, {
      source: 'static',
      prefix: prefix('172.16.0.0/16'),
      nextHops: [{ address: ipv4('10.0.2.9') }],
    });
    lan.runFor(seconds(1));
    const source = (): string[] =>
      lan
        .host('router')
        .fibRoutes()
        .filter((route) => route.prefix.length === 16)
        .map((route) => route.source);
    expect(source()).toEqual(['static']);
    lan.give('router', { kind: 'routeRemoved', source: 'static', prefix: prefix('172.16.0.0/16') });
    lan.runFor(seconds(1));
    expect(source()).toEqual(['ospf']);
    lan.give('router', { kind: 'routesFlushed', source: 'ospf' });
    lan.runFor(seconds(1));
    expect(source()).toEqual([]);
    expect(
      lan
        .host('router')
        .ribEntries()
        .some((entry) => entry.prefix.length === 16),
    ).toBe(false);
  });

  /** Gateways that count of the OSPF offer for a prefix. */
  function usedGateways(lan: Lan, text: string): (string | undefined)[] {
    const wanted = prefix(text);
    const offer = lan
      .host('router')
      .ribEntries()
      .find(({ source, prefix: own }) => source === 'ospf' && own.address === wanted.address);
    return offer!.hops.filter(({ active }) => active).map(({ gateway }) => formatIpv4Address(gateway!));
  }

  it('a gateway that has a route of its own through somebody else is not used, as on a point-to-multipoint link', () => {
    const lan = router();
    lan.runFor(seconds(1));
    add(lan, ospf('10.0.1.9/32', 1, '10.0.1.9%3', '192.168.28.101%2'));
    add(lan, ospf('172.16.0.0/24', 2, '10.0.1.9%3', '192.168.28.101%2'));
    lan.runFor(seconds(1));
    expect(usedGateways(lan, '10.0.1.9/32')).toEqual(['192.168.28.101']);
    expect(usedGateways(lan, '172.16.0.0/24')).toEqual(['192.168.28.101']);
  });

  it('prefixes with a connected route are looked at before others that came with them', () => {
    const lan = router();
    lan.runFor(seconds(1));
    add(lan, ospf('10.0.1.9/32', 1, '10.0.1.9%3', '192.168.28.101%2'));
    add(lan, ospf('10.0.2.0/24', 2, '10.0.1.9%3', '192.168.28.101%2'));
    lan.runFor(seconds(1));
    expect(usedGateways(lan, '10.0.2.0/24')).toEqual(['10.0.1.9', '192.168.28.101']);
  });

  it('its JSON has the recorded fields', () => {
    const lan = router();
    add(lan, ospf('192.168.28.211/32', 1, '192.168.28.101', '192.168.28.102'));
    lan.runFor(seconds(18));
    const text = show(lan, 'router', 'show ip route json');
    expect(text).toContain('  "192.168.28.211/32":[\n    {\n      "prefix":"192.168.28.211/32",\n');
    expect((JSON.parse(text) as Record<string, unknown>)['192.168.28.211/32']).toEqual([
      {
        prefix: '192.168.28.211/32',
        prefixLen: 32,
        protocol: 'ospf',
        vrfId: 0,
        vrfName: 'default',
        selected: true,
        destSelected: true,
        distance: 110,
        metric: 1,
        installed: true,
        table: 254,
        internalStatus: 16,
        internalFlags: 8,
        internalNextHopNum: 2,
        internalNextHopActiveNum: 2,
        nexthopGroupId: 8,
        installedNexthopGroupId: 8,
        uptime: '00:00:18',
        nexthops: ['192.168.28.101', '192.168.28.102'].map((ip) => ({
          flags: 3,
          fib: true,
          ip,
          afi: 'ipv4',
          interfaceIndex: 2,
          interfaceName: 'eth0',
          active: true,
          weight: 1,
        })),
      },
    ]);
  });
});

describe('longest prefix match', () => {
  it('takes the longest, then the default', () => {
    const lan = router();
    for (const [text, gateway] of [
      ['0.0.0.0/0', '192.168.28.1'],
      ['172.16.0.0/12', '192.168.28.2'],
      ['172.16.5.0/24', '192.168.28.3'],
      ['172.16.5.5/32', '192.168.28.4'],
    ] as const) {
      add(lan, { source: 'kernel', prefix: prefix(text), nextHops: [{ address: ipv4(gateway) }] });
    }
    const asked = (destination: string): string | undefined => {
      const before = lan.frames.length;
      lan.give('router', { kind: 'pingSend', identifier: 1, sequence: 1, destination: ipv4(destination) });
      lan.runFor(seconds(4));
      const payload = lan.frames[before]?.frame.payload;
      return payload?.kind === 'arp' ? String(payload.targetIp & 255) : undefined;
    };
    expect(['172.16.5.5', '172.16.5.6', '172.31.0.1', '8.8.8.8'].map(asked)).toEqual(['4', '3', '2', '1']);
  });
});

describe('a link of the router', () => {
  const twoLinks = (profile = {}): Lan => {
    const lan = router(profile);
    add(lan, ospf('192.168.28.211/32', 1, '10.0.1.2%3', '10.0.2.2%4'));
    lan.runFor(seconds(1));
    return lan;
  };
  const members = (lan: Lan): string[] =>
    lan
      .host('router')
      .fibRoutes()
      .filter((route) => route.prefix.length === 32)
      .flatMap((route) => route.hops.map((hop) => `eth${hop.interfaceIndex - 2}`));

  it('set down: its next hop leaves the kernel at once, its addresses stay local', () => {
    const lan = twoLinks();
    lan.give('router', { kind: 'linkSet', interfaceIndex: 3, adminUp: false });
    expect(members(lan)).toEqual(['eth2']);
    expect(lan.effectsOf('router', 'linkChanged')).toEqual([
      { kind: 'linkChanged', interfaceIndex: 3, adminUp: false, carrier: true },
    ]);
    expect(show(lan, 'router', 'ip route')).not.toContain('10.0.1.0/24');
    lan.give('router', { kind: 'pingSend', identifier: 1, sequence: 1, destination: ipv4('10.0.1.1') });
    expect(lan.effectsOf('router', 'icmpReceived')).toHaveLength(1);
  });

  const carrier = (lan: Lan, up: boolean, interfaceIndex = 3) => {
    lan.give('router', { kind: 'carrierChanged', interfaceIndex, up });
  };
  const told = (lan: Lan) =>
    lan.effects.flatMap(({ at, effect }) =>
      effect.kind === 'linkChanged'
        ? [{ at, interfaceIndex: effect.interfaceIndex, up: effect.carrier }]
        : [],
    );

  it('without carrier: the link watch, which had nothing to do for a second, takes the next hop away at once', () => {
    const lan = twoLinks();
    carrier(lan, false);
    expect(members(lan)).toEqual(['eth2']);
    expect(told(lan)).toEqual([{ at: seconds(1), interfaceIndex: 3, up: false }]);
    expect(show(lan, 'router', 'ip route')).toContain(
      '10.0.1.0/24 dev eth1 proto kernel scope link src 10.0.1.1 linkdown ',
    );
  });

  it('a carrier loss that follows another event within the second waits for its end, a return does not', () => {
    const lan = twoLinks();
    carrier(lan, false);
    lan.runFor(seconds(0.25));
    carrier(lan, true);
    lan.runFor(seconds(0.25));
    carrier(lan, false, 4);
    lan.runFor(seconds(2));
    expect(told(lan)).toEqual([
      { at: seconds(1), interfaceIndex: 3, up: false },
      { at: seconds(1.25), interfaceIndex: 3, up: true },
      { at: seconds(2), interfaceIndex: 4, up: false },
    ]);
  });

  it('a loss that heals before the watch comes round is never told', () => {
    const lan = twoLinks();
    carrier(lan, false, 4);
    carrier(lan, false);
    carrier(lan, true);
    carrier(lan, false);
    carrier(lan, true);
    lan.runFor(seconds(3));
    expect(told(lan)).toEqual([{ at: seconds(1), interfaceIndex: 4, up: false }]);
  });

  it('back again: FRR 8.4 shows both next hops, the kernel keeps one; plain routes return', () => {
    for (const [profile, expected] of [
      [{}, ['eth2']],
      [{ profile: linuxWithPlainRoutes }, ['eth1', 'eth2']],
    ] as const) {
      const lan = twoLinks(profile);
      lan.give('router', { kind: 'linkSet', interfaceIndex: 3, adminUp: false });
      add(lan, ospf('192.168.28.211/32', 1, '10.0.2.2%4'));
      lan.runFor(seconds(1));
      lan.give('router', { kind: 'linkSet', interfaceIndex: 3, adminUp: true });
      lan.runFor(seconds(10));
      add(lan, ospf('192.168.28.211/32', 1, '10.0.1.2%3', '10.0.2.2%4'));
      lan.runFor(seconds(1));
      expect(members(lan)).toEqual(expected);
      const shown = show(lan, 'router', 'show ip route');
      expect(shown).toContain('O>* 192.168.28.211/32 [110/1] via 10.0.1.2, eth1');
      expect(shown).toContain('via 10.0.2.2, eth2');
    }
  });

  it('a plain default route is lost when its interface goes down and does not come back', () => {
    const lan = router();
    add(lan, { source: 'kernel', prefix: prefix('0.0.0.0/0'), nextHops: [{ address: ipv4('10.0.1.9') }] });
    expect(show(lan, 'router', 'ip route')).toContain('default via 10.0.1.9 dev eth1 \n');
    lan.give('router', { kind: 'linkSet', interfaceIndex: 3, adminUp: false });
    lan.give('router', { kind: 'linkSet', interfaceIndex: 3, adminUp: true });
    lan.runFor(seconds(1));
    expect(show(lan, 'router', 'ip route')).not.toContain('default');
    expect(show(lan, 'router', 'ip route')).toContain('10.0.1.0/24 dev eth1');
  });
});

describe('addresses', () => {
  it('an address on lo is local as soon as it is there and foreign as soon as it is gone; daemons are told', () => {
    const lan = router();
    const ping = (): number => {
      lan.give('router', { kind: 'pingSend', identifier: 1, sequence: 1, destination: vip.address });
      return lan.effectsOf('router', 'icmpReceived').length;
    };
    expect(ping()).toBe(0);
    lan.give('router', {
      kind: 'addressAdded',
      interfaceIndex: 1,
      address: { address: vip.address, prefixLength: 32, label: 'lo:0' },
    });
    expect(ping()).toBe(1);
    lan.give('router', { kind: 'addressRemoved', interfaceIndex: 1, address: vip.address });
    expect(ping()).toBe(1);
    expect(lan.effectsOf('router', 'addressChanged').map(({ present }) => present)).toEqual([true, false]);
  });

  it('an address with a short mask on lo makes its whole subnet local', () => {
    const lan = router();
    lan.give('router', {
      kind: 'addressAdded',
      interfaceIndex: 1,
      address: { address: ipv4('172.20.0.1'), prefixLength: 24 },
    });
    lan.give('router', { kind: 'pingSend', identifier: 1, sequence: 1, destination: ipv4('172.20.0.77') });
    expect(lan.effectsOf('router', 'icmpReceived')[0]?.packet.source).toBe(ipv4('172.20.0.77'));
  });

  it('removing the first address of a subnet takes the others of that subnet along, unless they are promoted', () => {
    for (const [promote, left] of [
      [0, []],
      [1, ['192.168.28.220']],
    ] as const) {
      const lan = router();
      lan.give('router', { kind: 'sysctlSet', key: 'net.ipv4.conf.all.promote_secondaries', value: promote });
      lan.give('router', {
        kind: 'addressAdded',
        interfaceIndex: 2,
        address: { address: ipv4('192.168.28.220'), prefixLength: 24 },
      });
      lan.give('router', { kind: 'addressRemoved', interfaceIndex: 2, address: ipv4('192.168.28.210') });
      const eth0 = lan.host('router').interfaceNamed('eth0')!;
      expect(eth0.addresses.map((held) => held.address)).toEqual(left.map((text) => ipv4(text)));
      expect(show(lan, 'router', 'ip route').includes('192.168.28.0/24')).toBe(left.length > 0);
    }
  });

  it('ip -br addr lists them', () => {
    const lan = router();
    expect(show(lan, 'router', 'ip -br addr')).toBe(
      [
        'lo               UNKNOWN        127.0.0.1/8 ',
        'eth0             UP             192.168.28.210/24 ',
        'eth1             UP             10.0.1.1/24 ',
        'eth2             UP             10.0.2.1/24 ',
        '',
      ].join('\n'),
    );
  });
});

describe('multipath', () => {
  function twoDirectors(): Lan {
    const lan = router();
    lan.add('ds1', {
      interfaces: { eth0: ['servers', '192.168.28.101/24'] },
      loopback: ['192.168.28.211/32'],
    });
    lan.add('ds2', {
      interfaces: { eth0: ['servers', '192.168.28.102/24'] },
      loopback: ['192.168.28.211/32'],
    });
    lan.add('client', {
      interfaces: { eth0: ['clients', '10.0.1.10/24'] },
      routes: { '0.0.0.0/0': '10.0.1.1' },
    });
    add(lan, ospf('192.168.28.211/32', 1, '192.168.28.101', '192.168.28.102'));
    lan.runFor(seconds(1));
    return lan;
  }
  function syn(lan: Lan, socket: number): void {
    lan.give('client', { kind: 'tcpConnect', socket, destination: vip.address, port: 80 });
  }
  /** For each SYN the router forwarded: the director it went to, and the one the hash asks for. */
  function directors(lan: Lan): [string, string][] {
    return lan.frames.flatMap(({ from, lan: on, frame }) => {
      const packet = frame.payload;
      if (from !== 'router' || on !== 'servers' || packet.kind !== 'ipv4' || packet.payload.kind !== 'tcp')
        return [];
      const went = frame.destination === lan.host('ds1').interfaceNamed('eth0')!.mac ? 'ds1' : 'ds2';
      return [[went, directorByHash(packet)] as [string, string]];
    });
  }
  const directorByHash = (packet: Ipv4Packet): string =>
    hashPacket({ policy: 1, seed: 1 }, packet) <= 2 ** 30 - 1 ? 'ds1' : 'ds2';

  it('each flow goes where the kernel hash says, about half each way', () => {
    const lan = twoDirectors();
    // Both neighbours are known first: a member whose address is still being asked for is passed over.
    for (const last of ['101', '102']) {
      lan.give('router', {
        kind: 'pingSend',
        identifier: 1,
        sequence: 1,
        destination: ipv4(`192.168.28.${last}`),
      });
    }
    lan.runFor(seconds(1));
    for (let socket = 1; socket <= 200; socket++) {
      syn(lan, socket);
      lan.runFor(milliseconds(1));
    }
    const seen = directors(lan);
    expect(seen).toHaveLength(200);
    expect(seen.every(([went, expected]) => went === expected)).toBe(true);
    expect(Math.abs(seen.filter(([went]) => went === 'ds1').length - 100)).toBeLessThan(35);
  });

  it('a member whose neighbour has failed gives its share to the other one', () => {
    const lan = twoDirectors();
    lan.cut('ds1');
    for (let socket = 1; socket <= 20; socket++) syn(lan, socket);
    lan.runFor(seconds(4));
    const before = lan.frames.length;
    for (let socket = 101; socket <= 120; socket++) syn(lan, socket);
    lan.runFor(milliseconds(50));
    const seen = directors(lan).slice(-20);
    expect(lan.frames.length).toBeGreaterThan(before);
    expect(seen.every(([went]) => went === 'ds2')).toBe(true);
    expect(seen.some(([, expected]) => expected === 'ds1')).toBe(true);
  });
});
