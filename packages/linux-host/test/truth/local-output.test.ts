// Which next hop a router's own packets take: recorded of Linux 6.18 (fixtures/local-output.json), 100 next hops, policies 0, 1 and 3.

import { readFileSync } from 'node:fs';
import { ipv4, macFromNumber, type EthernetFrame } from '@ospflab/net';
import { milliseconds } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { Lan, prefix } from '../lan.ts';

interface Row {
  kind: 'udp' | 'ping' | 'timex' | 'echoreply';
  policy: number;
  bound?: number;
  dst: string;
  sport: number;
  hop: number;
}

const truth = JSON.parse(readFileSync(new URL('../fixtures/local-output.json', import.meta.url), 'utf8')) as {
  rows: Row[];
};

const gatewayOf = (hop: number): string => `10.0.${1 + Math.floor(hop / 200)}.${1 + (hop % 200)}`;
const gateways = Array.from({ length: 100 }, (_, index) => gatewayOf(index + 1));
const inner = ipv4('10.1.0.1');

/** The gateway that the router asks ARP for when it does that: nobody answers, so each deed asks for one. */
function gatewayAskedBy(row: Row): number {
  const lan = new Lan();
  lan.add('router', {
    interfaces: { out0: ['out', '10.0.0.1/16'], in0: ['in', '10.1.0.1/24'] },
    sysctls: {
      'net.ipv4.ip_forward': 1,
      'net.ipv4.fib_multipath_hash_policy': row.policy,
      'net.ipv4.fib_multipath_hash_seed': 7,
      'net.ipv4.fib_multipath_hash_fields': 55,
    },
    config: {
      routes: [
        {
          source: 'kernel',
          prefix: prefix('198.18.0.0/15'),
          nextHops: gateways.map((gateway) => ({ address: ipv4(gateway), interfaceIndex: 2 })),
        },
      ],
    },
  });
  act(lan, row);
  lan.runFor(milliseconds(10));
  const asked = lan.frames.find(({ lan: where, frame }) => where === 'out' && frame.payload.kind === 'arp');
  const target = asked?.frame.payload.kind === 'arp' ? asked.frame.payload.targetIp : undefined;
  return gateways.findIndex((gateway) => ipv4(gateway) === target) + 1;
}

function act(lan: Lan, row: Row): void {
  const destination = ipv4(row.dst);
  switch (row.kind) {
    case 'udp': {
      const address = row.bound === 1 ? { address: inner } : {};
      lan.give('router', { kind: 'udpBind', socket: 1, port: row.sport, ...address });
      lan.give('router', { kind: 'udpSend', socket: 1, destination, port: 53, bytes: new Uint8Array(1) });
      return;
    }
    case 'ping':
      lan.give('router', { kind: 'pingSend', identifier: 1, sequence: 1, destination });
      return;
    case 'timex':
      inject(lan, row.dst, '198.19.5.5', 1, {
        kind: 'udp',
        sourcePort: row.sport,
        destinationPort: 2000,
        payload: new Uint8Array(0),
      });
      return;
    case 'echoreply':
      inject(lan, row.dst, '10.1.0.1', 64, {
        kind: 'icmpEcho',
        operation: 'request',
        identifier: 1,
        sequence: 1,
        payload: new Uint8Array(0),
      });
  }
}

function inject(
  lan: Lan,
  source: string,
  destination: string,
  ttl: number,
  payload: (EthernetFrame['payload'] & { kind: 'ipv4' })['payload'],
): void {
  lan.inject('in', {
    destination: lan.host('router').interfaceNamed('in0')!.mac,
    source: macFromNumber(0x02ffffffffff),
    payload: {
      kind: 'ipv4',
      source: ipv4(source),
      destination: ipv4(destination),
      protocol: payload.kind === 'udp' ? 17 : 1,
      ttl,
      typeOfService: 0,
      identification: 7,
      dontFragment: false,
      moreFragments: false,
      fragmentOffsetBytes: 0,
      payload,
    },
  });
}

describe("a router's own packets", () => {
  it.each(['udp', 'ping', 'timex', 'echoreply'] as const)('%s: every recorded next hop', (kind) => {
    const ofKind = truth.rows.filter((row) => row.kind === kind);
    expect(ofKind.length).toBeGreaterThanOrEqual(18);
    expect(ofKind.map(gatewayAskedBy)).toEqual(ofKind.map(({ hop }) => hop));
  });
});
