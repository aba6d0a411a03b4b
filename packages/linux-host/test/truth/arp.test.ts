// Who answers ARP under which sysctl, and what a request announces: every recorded row of Linux 6.18 (fixtures/arp.json).
// h1 .101 carries the setting, h2 .102 has the VIP on lo and defaults, client .50, router .210, one LAN 192.168.28.0/24.

import { readFileSync } from 'node:fs';
import { broadcastMac, ipv4, macFromNumber, zeroMac, type Ipv4Address, type MacAddress } from '@ospflab/net';
import { milliseconds, seconds } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { Lan, type NodeOptions } from '../lan.ts';

interface ArpTruth {
  arp_ignore: {
    rows: { vip_on_h1: string; arp_ignore: number; placed_on: string; answers?: Record<string, string[]> }[];
  };
  arp_ignore_all_and_eth0_combined: {
    all: number;
    eth0: number;
    vip: string[];
    h1_own: string[];
    h1_own_sender_off_subnet: string[];
  }[];
  arp_announce: {
    rows: {
      vip_on: string;
      arp_announce: number;
      placed_on: string;
      case: string;
      arp_requests_from_h1: { sender_ip: string; target_ip: string; to: string }[];
      asked_hosts_cache_for_vip_after: string;
    }[];
  };
  arp_announce_vip_outside_lan_subnet: {
    vip: string;
    rows: {
      arp_announce: number;
      placed_on: string;
      sender_ip: string[];
      client_cache_for_vip_after: string;
    }[];
  };
  proxy_arp: { rows: { route: string; settings: Record<string, number>; answered_by: string[] }[] };
}

const truth = JSON.parse(readFileSync(new URL('../fixtures/arp.json', import.meta.url), 'utf8')) as ArpTruth;

const vip = ipv4('192.168.28.211');
const stranger = macFromNumber(0x0200000099ff);

/** Hosts whose reply to one broadcast request is on the wire within 150 ms. */
function answers(lan: Lan, target: Ipv4Address, sender: Ipv4Address, from: MacAddress = stranger): string[] {
  const before = lan.frames.length;
  lan.inject('lan', {
    destination: broadcastMac,
    source: from,
    payload: {
      kind: 'arp',
      operation: 'request',
      senderMac: from,
      senderIp: sender,
      targetMac: zeroMac,
      targetIp: target,
    },
  });
  lan.runFor(milliseconds(150));
  const replies = lan.frames
    .slice(before)
    .filter(({ frame }) => frame.payload.kind === 'arp' && frame.payload.operation === 'reply');
  return replies.map(({ from: node }) => node).sort();
}

function h1Options(vipOn: string): Pick<NodeOptions, 'interfaces' | 'loopback'> {
  if (vipOn === 'eth0') return { interfaces: { eth0: ['lan', '192.168.28.101/24', '192.168.28.211/32'] } };
  const scope = vipOn === 'lo_scope_host' ? '/host' : '';
  return { interfaces: { eth0: ['lan', '192.168.28.101/24'] }, loopback: [`192.168.28.211/32${scope}`] };
}

function placed(name: string, place: string, value: number): Record<string, number> {
  return place === 'none' ? {} : { [`net.ipv4.conf.${place}.${name}`]: value };
}

function twoServers(vipOn: string, sysctls: Record<string, number>): Lan {
  const lan = new Lan();
  lan.add('h1', { ...h1Options(vipOn), sysctls });
  lan.add('h2', { interfaces: { eth0: ['lan', '192.168.28.102/24'] }, loopback: ['192.168.28.211/32'] });
  return lan;
}

const inSubnet = ipv4('192.168.28.50');
const offSubnet = ipv4('10.77.0.5');
const h1Own = ipv4('192.168.28.101');

describe('arp_ignore decides who answers', () => {
  // One recorded row has no answers: its kernel had no dummy interfaces.
  it.each(truth.arp_ignore.rows.filter((row) => row.answers !== undefined))(
    'VIP on $vip_on_h1, arp_ignore $arp_ignore on $placed_on',
    (row) => {
      const lan = twoServers(row.vip_on_h1, placed('arp_ignore', row.placed_on, row.arp_ignore));
      expect({
        vip: answers(lan, vip, inSubnet),
        h1_own: answers(lan, h1Own, inSubnet),
        h1_own_sender_off_subnet: answers(lan, h1Own, offSubnet),
        vip_sender_off_subnet: answers(lan, vip, offSubnet),
        vip_probe_sender_0: answers(lan, vip, ipv4('0.0.0.0')),
      }).toEqual(row.answers);
    },
  );

  it.each(truth.arp_ignore_all_and_eth0_combined)('the larger of all=$all and eth0=$eth0 counts', (row) => {
    const lan = twoServers('lo', {
      'net.ipv4.conf.all.arp_ignore': row.all,
      'net.ipv4.conf.eth0.arp_ignore': row.eth0,
    });
    expect(answers(lan, vip, inSubnet)).toEqual(row.vip);
    expect(answers(lan, h1Own, inSubnet)).toEqual(row.h1_own);
    expect(answers(lan, h1Own, offSubnet)).toEqual(row.h1_own_sender_off_subnet);
  });
});

/** The asked host knows the VIP at h2; then h1 answers an echo request to the VIP that reached its MAC, and must ask first. */
function announced(sysctls: Record<string, number>, vipOn: string, address: string, behindRouter: boolean) {
  const lan = new Lan();
  const routes = { '0.0.0.0/0': '192.168.28.210' };
  const isInside = address === '192.168.28.211';
  const eth0 = ['lan', '192.168.28.101/24', ...(vipOn === 'eth0' ? [`${address}/32`] : [])] as [
    'lan',
    ...string[],
  ];
  lan.add('h1', { interfaces: { eth0 }, loopback: vipOn === 'lo' ? [`${address}/32`] : [], sysctls, routes });
  lan.add('h2', { interfaces: { eth0: ['lan', '192.168.28.102/24'] }, loopback: [`${address}/32`] });
  const asked = behindRouter ? 'router' : 'client';
  const own = behindRouter ? '192.168.28.210' : '192.168.28.50';
  lan.add(asked, {
    interfaces: { eth0: ['lan', `${own}/24`] },
    config: isInside
      ? {}
      : {
          routes: [
            {
              source: 'kernel',
              prefix: { address: ipv4(address), length: 32 },
              nextHops: [{ interfaceIndex: 2 }],
            },
          ],
        },
  });
  // h1 must not answer while the cache of the asked host is being set to h2.
  lan.cut('h1');
  lan.give(asked, { kind: 'pingSend', identifier: 1, sequence: 1, destination: ipv4(address) });
  lan.runFor(milliseconds(1200));
  lan.cut('h1', false);
  const mac = (node: string): MacAddress => lan.host(node).interfaceNamed('eth0')!.mac;
  const before = lan.frames.length;
  lan.inject('lan', {
    destination: mac('h1'),
    source: mac('h2'),
    payload: {
      kind: 'ipv4',
      source: behindRouter ? ipv4('10.0.1.10') : ipv4('192.168.28.50'),
      destination: ipv4(address),
      protocol: 1,
      ttl: 63,
      typeOfService: 0,
      identification: 1,
      dontFragment: false,
      moreFragments: false,
      fragmentOffsetBytes: 0,
      payload: {
        kind: 'icmpEcho',
        operation: 'request',
        identifier: 2,
        sequence: 1,
        payload: new Uint8Array(8),
      },
    },
  });
  lan.runFor(milliseconds(100));
  const asking = lan.frames.slice(before).find(({ from }) => from === 'h1')?.frame.payload;
  const cached = lan
    .host(asked)
    .neighbors()
    .find((neighbor) => neighbor.address === ipv4(address));
  const holder = cached?.mac === mac('h1') ? 'h1' : 'h2';
  return {
    sender: asking?.kind === 'arp' ? asking.senderIp : undefined,
    cache: `${holder} ${cached?.state.toUpperCase() ?? ''}`,
  };
}

describe('arp_announce decides which address a request carries', () => {
  it.each(truth.arp_announce.rows)(
    'VIP on $vip_on, arp_announce $arp_announce on $placed_on, $case',
    (row) => {
      const sysctls = placed('arp_announce', row.placed_on, row.arp_announce);
      const seen = announced(sysctls, row.vip_on, '192.168.28.211', row.case !== 'client on the LAN');
      expect(seen.sender).toBe(ipv4(row.arp_requests_from_h1[0]!.sender_ip));
      expect(seen.cache).toBe(row.asked_hosts_cache_for_vip_after);
    },
  );

  it.each(truth.arp_announce_vip_outside_lan_subnet.rows)(
    'VIP outside the subnet, arp_announce $arp_announce on $placed_on',
    (row) => {
      const sysctls = placed('arp_announce', row.placed_on, row.arp_announce);
      const seen = announced(sysctls, 'lo', truth.arp_announce_vip_outside_lan_subnet.vip, false);
      expect(seen.sender).toBe(ipv4(row.sender_ip[0]!));
      expect(seen.cache).toBe(row.client_cache_for_vip_after);
    },
  );
});

describe('proxy_arp answers for what lies behind another interface', () => {
  const routeOf: Record<string, NodeOptions['config']> = {
    'via same interface': { routes: [route('192.168.28.101')] },
    'ECMP both via same interface': { routes: [route('192.168.28.101', '192.168.28.102')] },
    'via other interface': { routes: [route('10.9.0.2')] },
    'none (connected /24 covers it)': { routes: [] },
    blackhole: {
      routes: [{ source: 'kernel', type: 'blackhole', prefix: { address: vip, length: 32 }, nextHops: [] }],
    },
  };

  it.each(truth.proxy_arp.rows)('$route with $settings', (row) => {
    const sysctls: Record<string, number> = { 'net.ipv4.ip_forward': 1 };
    for (const [key, value] of Object.entries(row.settings)) sysctls[`net.ipv4.conf.${key}`] = value;
    const lan = new Lan();
    lan.add('router', {
      interfaces: { eth0: ['lan', '192.168.28.210/24'], eth1: ['other', '10.9.0.1/24'] },
      sysctls,
      config: routeOf[row.route]!,
    });
    const seen = answers(lan, vip, inSubnet);
    lan.runFor(seconds(1));
    const late = lan.frames.filter(
      ({ frame }) => frame.payload.kind === 'arp' && frame.payload.operation === 'reply',
    );
    expect([...new Set([...seen, ...late.map(({ from }) => from)])]).toEqual(row.answered_by);
  });

  it('a proxied answer waits up to 0.8 s', () => {
    const delays: number[] = [];
    for (let seed = 1; seed <= 40; seed++) {
      const lan = new Lan({ seed });
      lan.add('router', {
        interfaces: { eth0: ['lan', '192.168.28.210/24'], eth1: ['other', '10.9.0.1/24'] },
        sysctls: { 'net.ipv4.ip_forward': 1, 'net.ipv4.conf.eth0.proxy_arp': 1 },
        config: { routes: [route('10.9.0.2')] },
      });
      answers(lan, vip, inSubnet);
      lan.runFor(seconds(1));
      delays.push(lan.frames[0]!.at);
    }
    expect(Math.max(...delays)).toBeLessThan(seconds(0.801));
    expect(Math.max(...delays)).toBeGreaterThan(seconds(0.7));
    expect(Math.min(...delays)).toBeLessThan(seconds(0.1));
  });
});

function route(...gateways: string[]) {
  return {
    source: 'kernel' as const,
    prefix: { address: vip, length: 32 },
    nextHops: gateways.map((gateway) => ({ address: ipv4(gateway) })),
  };
}

describe('two answers', () => {
  it('the first one is kept: the second comes inside the lock time', () => {
    const lan = twoServers('lo', {});
    lan.add('client', { interfaces: { eth0: ['lan', '192.168.28.50/24'] } });
    lan.give('client', { kind: 'pingSend', identifier: 1, sequence: 1, destination: vip });
    lan.runFor(seconds(1));
    const replies = lan.frames.filter(
      ({ frame }) => frame.payload.kind === 'arp' && frame.payload.operation === 'reply',
    );
    const [neighbor] = lan.host('client').neighbors();
    expect(replies.map(({ from }) => from)).toEqual(['h1', 'h2']);
    expect(neighbor?.mac).toBe(lan.host('h1').interfaceNamed('eth0')!.mac);
  });

  it('a gratuitous request changes an entry that exists and makes none', () => {
    const lan = twoServers('lo', {});
    lan.add('client', { interfaces: { eth0: ['lan', '192.168.28.50/24'] } });
    const gratuitous = (): void => {
      lan.inject('lan', {
        destination: broadcastMac,
        source: stranger,
        payload: {
          kind: 'arp',
          operation: 'request',
          senderMac: stranger,
          senderIp: vip,
          targetMac: zeroMac,
          targetIp: vip,
        },
      });
      lan.runFor(milliseconds(10));
    };
    gratuitous();
    expect(lan.host('client').neighbors()).toEqual([]);
    lan.give('client', { kind: 'pingSend', identifier: 1, sequence: 1, destination: vip });
    lan.runFor(milliseconds(10));
    gratuitous();
    expect(lan.host('client').neighbors()[0]).toMatchObject({ mac: stranger, state: 'stale' });
  });
});
