// What a host believes, answers and complains about: every row recorded from Linux 6.18 (fixtures/host-6.18.json). Strangers speak on
// the LAN of in0 (10.1.0.1/24); out0 has 10.9.0.1/24.

import { readFileSync } from 'node:fs';
import {
  broadcastMac,
  ipv4,
  macFromNumber,
  zeroMac,
  type ArpPacket,
  type Ipv4Packet,
  type MacAddress,
} from '@ospflab/net';
import { milliseconds, seconds } from '@ospflab/sim';
import type { RouteSpecification } from '@ospflab/linux-host';
import { describe, expect, it } from 'vitest';
import { Lan, prefix } from '../lan.ts';

interface Truth {
  rp_filter: {
    sources: string[];
    rows: { all: number; in0: number; accept_local: number; forwarded: string[] }[];
  };
  strangers: {
    rows: {
      setting: string;
      placed_on: string;
      value: number;
      entries: Record<string, Record<string, string>>;
    }[];
  };
  override: {
    rows: { drop_gratuitous_arp: number; packet: string; age: string; taken: boolean; state: string }[];
  };
  arp_filter: { rows: { placed_on: string; sender: string; target: string; answered: boolean }[] };
  proxy: { rows: { setting: string; placed_on: string; answered: string[] }[] };
  arp_notify: {
    rows: { placed_on: string; announced: string[]; on_address_added: number; on_carrier: number }[];
  };
  error_limits: { rows: { error: string; packets: number; sent: number[] }[] };
}

const truth = JSON.parse(
  readFileSync(new URL('../fixtures/host-6.18.json', import.meta.url), 'utf8'),
) as Truth;

const me = macFromNumber(0x02fffffffffe);
const gatewayIn = ipv4('10.1.0.2');
const gatewayOut = ipv4('10.9.0.2');

const routes: readonly RouteSpecification[] = [
  { source: 'kernel', prefix: prefix('198.18.0.0/16'), nextHops: [{ address: gatewayOut }] },
  { source: 'kernel', prefix: prefix('198.19.0.0/16'), nextHops: [{ address: gatewayIn }] },
  { source: 'kernel', prefix: prefix('198.51.100.0/24'), nextHops: [], type: 'blackhole' },
  { source: 'kernel', prefix: prefix('198.51.101.0/24'), nextHops: [], type: 'unreachable' },
];

function router(sysctls: Record<string, number> = {}, more: { outMtu?: number } = {}): Lan {
  const lan = new Lan();
  const conf = Object.entries(sysctls).map(([key, value]) => [`net.ipv4.conf.${key}`, value]);
  lan.add('router', {
    interfaces: { in0: ['in', '10.1.0.1/24'], out0: ['out', '10.9.0.1/24'] },
    sysctls: { 'net.ipv4.ip_forward': 1, 'net.ipv4.neigh.in0.proxy_delay': 0, ...Object.fromEntries(conf) },
    mtu: more.outMtu ?? 1500,
    config: { routes },
  });
  lan.add('beyond', { interfaces: { eth0: ['out', '10.9.0.2/24'] } });
  return lan;
}

const placed = (name: string, place: string, value = 1): Record<string, number> =>
  place === 'none' ? {} : { [`${place}.${name}`]: value };

const macOfRouter = (lan: Lan): MacAddress => lan.host('router').interfaceNamed('in0')!.mac;

function packet(source: string, destination: string, more: Partial<Ipv4Packet> = {}): Ipv4Packet {
  return {
    kind: 'ipv4',
    source: ipv4(source),
    destination: ipv4(destination),
    protocol: 17,
    ttl: 64,
    typeOfService: 0,
    identification: 7,
    dontFragment: false,
    moreFragments: false,
    fragmentOffsetBytes: 0,
    payload: { kind: 'udp', sourcePort: 1, destinationPort: 2, payload: new Uint8Array(0) },
    ...more,
  };
}

function send(lan: Lan, sent: Ipv4Packet): void {
  lan.inject('in', { destination: macOfRouter(lan), source: me, payload: sent });
}

function speakArp(lan: Lan, destination: MacAddress, said: Omit<ArpPacket, 'kind' | 'senderMac'>): void {
  lan.inject('in', { destination, source: me, payload: { kind: 'arp', senderMac: me, ...said } });
  lan.runFor(milliseconds(1));
}

/** Targets of ARP replies that the router gave on the LAN of in0. */
function answered(lan: Lan, sender: string, target: string): boolean {
  const before = lan.frames.length;
  speakArp(lan, broadcastMac, {
    operation: 'request',
    senderIp: ipv4(sender),
    targetMac: zeroMac,
    targetIp: ipv4(target),
  });
  return lan.frames
    .slice(before)
    .some(
      ({ lan: where, frame: { payload } }) =>
        where === 'in' && payload.kind === 'arp' && payload.operation === 'reply',
    );
}

describe('rp_filter and accept_local', () => {
  it.each(truth.rp_filter.rows)('all $all, in0 $in0, accept_local $accept_local', (row) => {
    const lan = router({
      'all.rp_filter': row.all,
      'in0.rp_filter': row.in0,
      'in0.accept_local': row.accept_local,
    });
    for (const source of truth.rp_filter.sources) send(lan, packet(source, '198.18.0.77'));
    lan.runFor(milliseconds(10));
    const passed = new Set(
      lan.frames.flatMap(({ from, lan: where, frame: { payload } }) =>
        from === 'router' && where === 'out' && payload.kind === 'ipv4' ? [payload.source] : [],
      ),
    );
    expect(truth.rp_filter.sources.filter((source) => passed.has(ipv4(source)))).toEqual(row.forwarded);
  });
});

const anybody = macFromNumber(0xffffffffffff);
const itself = ipv4('10.1.0.1');

const packets: Readonly<Record<string, (lan: Lan, sender: string) => void>> = {
  'request about itself': (lan, sender) =>
    speakArp(lan, broadcastMac, {
      operation: 'request',
      senderIp: ipv4(sender),
      targetMac: zeroMac,
      targetIp: ipv4(sender),
    }),
  'reply about itself, target = sender': (lan, sender) =>
    speakArp(lan, broadcastMac, {
      operation: 'reply',
      senderIp: ipv4(sender),
      targetMac: me,
      targetIp: ipv4(sender),
    }),
  'reply about itself, other target address': (lan, sender) =>
    speakArp(lan, broadcastMac, {
      operation: 'reply',
      senderIp: ipv4(sender),
      targetMac: anybody,
      targetIp: ipv4(sender),
    }),
  'reply to the host': (lan, sender) =>
    speakArp(lan, macOfRouter(lan), {
      operation: 'reply',
      senderIp: ipv4(sender),
      targetMac: macOfRouter(lan),
      targetIp: itself,
    }),
  'request for the host': (lan, sender) =>
    speakArp(lan, broadcastMac, {
      operation: 'request',
      senderIp: ipv4(sender),
      targetMac: zeroMac,
      targetIp: itself,
    }),
  'request for another': (lan, sender) =>
    speakArp(lan, broadcastMac, {
      operation: 'request',
      senderIp: ipv4(sender),
      targetMac: zeroMac,
      targetIp: ipv4('10.1.0.99'),
    }),
};

describe('ARP of strangers', () => {
  it.each(truth.strangers.rows)('$setting $value on $placed_on', (row) => {
    const seen: Record<string, Record<string, string>> = {};
    for (const [kind, speak] of Object.entries(packets)) {
      for (const sender of ['10.1.0.50', '10.77.0.5', '198.19.0.9', '10.9.0.9']) {
        const lan = router(placed(row.setting, row.placed_on, row.value));
        speak(lan, sender);
        const entry = lan
          .host('router')
          .neighbors()
          .find(({ address }) => address === ipv4(sender));
        if (entry !== undefined) (seen[kind] ??= {})[sender] = entry.state.toUpperCase();
      }
    }
    expect(seen).toEqual(row.entries);
  });

  it.each(truth.override.rows)('$packet, entry $age, drop_gratuitous_arp $drop_gratuitous_arp', (row) => {
    const lan = router(placed('drop_gratuitous_arp', 'in0', row.drop_gratuitous_arp));
    lan.add('known', { interfaces: { eth0: ['in', '10.1.0.50/24'] } });
    lan.give('router', { kind: 'pingSend', identifier: 1, sequence: 1, destination: ipv4('10.1.0.50') });
    lan.runFor(milliseconds(10));
    lan.cut('known');
    if (row.age === 'old') lan.runFor(seconds(1.3));
    packets[row.packet]!(lan, '10.1.0.50');
    const [entry] = lan.host('router').neighbors();
    expect([entry?.mac === me, entry?.state.toUpperCase()]).toEqual([row.taken, row.state]);
  });
});

describe('who is answered', () => {
  it.each(['none', 'all', 'in0', 'out0'])('arp_filter on %s', (place) => {
    const rows = truth.arp_filter.rows.filter(({ placed_on: on }) => on === place);
    expect(rows.length).toBe(10);
    const lan = router(placed('arp_filter', place));
    expect(rows.map(({ sender, target }) => answered(lan, sender, target))).toEqual(
      rows.map((row) => row.answered),
    );
  });

  it.each(truth.proxy.rows)('$setting on $placed_on', (row) => {
    const targets = ['198.18.0.1', '198.19.0.1', '10.9.0.7', '10.1.0.7', '203.0.113.1', '198.51.100.1'];
    const lan = router(placed(row.setting, row.placed_on));
    expect(targets.filter((target) => answered(lan, '10.1.0.50', target))).toEqual(row.answered);
  });
});

describe('arp_notify', () => {
  it.each(truth.arp_notify.rows)('on $placed_on', (row) => {
    const lan = router(placed('arp_notify', row.placed_on));
    const add = (address: string, prefixLength: number): void =>
      lan.give('router', {
        kind: 'addressAdded',
        interfaceIndex: 2,
        address: { address: ipv4(address), prefixLength },
      });
    const announced = (act: () => void): string[] => {
      const before = lan.frames.length;
      act();
      return lan.frames
        .slice(before)
        .flatMap(({ frame: { payload } }) =>
          payload.kind === 'arp' && payload.operation === 'request' && payload.senderIp === payload.targetIp
            ? [
                [
                  payload.senderIp >>> 24,
                  (payload.senderIp >>> 16) & 255,
                  (payload.senderIp >>> 8) & 255,
                  payload.senderIp & 255,
                ].join('.'),
              ]
            : [],
        );
    };
    add('10.1.0.77', 24);
    add('10.1.1.1', 32);
    lan.give('router', { kind: 'linkSet', interfaceIndex: 2, adminUp: false });
    expect(
      announced(() => lan.give('router', { kind: 'linkSet', interfaceIndex: 2, adminUp: true })),
    ).toEqual(row.announced);
    expect(announced(() => add('10.1.2.2', 32))).toHaveLength(row.on_address_added);
    lan.give('router', { kind: 'carrierChanged', interfaceIndex: 2, up: false });
    lan.runFor(seconds(2));
    expect(
      announced(() => lan.give('router', { kind: 'carrierChanged', interfaceIndex: 2, up: true })),
    ).toHaveLength(row.on_carrier);
  });
});

describe('how often a router complains', () => {
  const deserving: Readonly<Record<string, Ipv4Packet>> = {
    timeExceeded: packet('10.1.0.9', '198.18.0.1', { ttl: 1 }),
    noRoute: packet('10.1.0.9', '203.0.113.1'),
    unreachableRoute: packet('10.1.0.9', '198.51.101.1'),
    fragmentationNeeded: packet('10.1.0.9', '198.18.0.1', {
      dontFragment: true,
      payload: { kind: 'udp', sourcePort: 1, destinationPort: 2, payload: new Uint8Array(1192) },
    }),
  };

  it.each(truth.error_limits.rows)('$error, $packets packets', (row) => {
    const lan = router({}, { outMtu: 1000 });
    lan.add('sender', { interfaces: { eth0: ['in', '10.1.0.9/24'] } });
    const sent: number[] = [];
    for (let number = 0; number < row.packets; number++) {
      const before = lan.effectsOf('sender', 'icmpReceived').length;
      send(lan, deserving[row.error]!);
      lan.runFor(milliseconds(10));
      if (lan.effectsOf('sender', 'icmpReceived').length > before) sent.push(number / 100);
    }
    expect(sent).toHaveLength(row.sent.length);
    // The recorded sender counted packets, so its seconds are off by the time that sending took.
    sent.forEach((at, position) => expect(Math.abs(at - row.sent[position]!)).toBeLessThan(0.021));
  });

  it('what it tells itself about its own packets has no limit of its own', () => {
    const lan = router();
    for (let number = 0; number < 20; number++) {
      lan.give('router', {
        kind: 'tcpConnect',
        socket: number + 1,
        destination: ipv4('10.1.0.66'),
        port: 80,
      });
    }
    lan.runFor(seconds(4));
    expect(lan.effectsOf('router', 'tcpFailed').map(({ reason }) => reason)).toEqual(
      Array.from({ length: 20 }, () => 'unreachable'),
    );
  });
});
