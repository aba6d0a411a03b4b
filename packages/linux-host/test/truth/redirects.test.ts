// ICMP redirects on one LAN as recorded (fixtures/arp.json): who sends how many, who believes them, and how long they pin a client.
// The client has the VIP via the router; the router forwards it back onto the same LAN to h1 (or to h1 and h2).

import { readFileSync } from 'node:fs';
import { ipv4, type Ipv4Address } from '@ospflab/net';
import { milliseconds, seconds, type Instant } from '@ospflab/sim';
import { hostShowCommands } from '@ospflab/linux-host';
import { describe, expect, it } from 'vitest';
import { Lan } from '../lan.ts';

interface RedirectRow {
  case: string;
  client: Record<string, number>;
  router: Record<string, number>;
  redirects: [number, string][];
  requests_sent_to: string[] | Record<string, number>;
  route_get_after: string;
}

const truth = JSON.parse(readFileSync(new URL('../fixtures/arp.json', import.meta.url), 'utf8')) as {
  icmp_redirects: { rows: RedirectRow[] };
};

const vip = ipv4('192.168.28.211');
const vipPrefix = { address: vip, length: 32 };

function conf(settings: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [`net.ipv4.conf.${key}`, value]));
}

function oneLan(
  client: Record<string, number>,
  router: Record<string, number>,
  gateways = ['192.168.28.101'],
): Lan {
  const lan = new Lan();
  lan.add('client', {
    interfaces: { eth0: ['lan', '192.168.28.50/24'] },
    routes: { '192.168.28.211/32': '192.168.28.210' },
    sysctls: client,
  });
  lan.add('router', {
    interfaces: { eth0: ['lan', '192.168.28.210/24'] },
    routes: { '192.168.28.211/32': gateways.join(',') },
    sysctls: { 'net.ipv4.ip_forward': 1, ...router },
  });
  for (const [node, own] of [
    ['h1', '192.168.28.101'],
    ['h2', '192.168.28.102'],
  ] as const) {
    lan.add(node, { interfaces: { eth0: ['lan', `${own}/24`] }, loopback: ['192.168.28.211/32'] });
  }
  return lan;
}

function pingVip(lan: Lan, sequence: number): void {
  lan.give('client', { kind: 'pingSend', identifier: 1, sequence, destination: vip });
}

/** The node that each echo request of the client was addressed to, in order. */
function sentTo(lan: Lan): string[] {
  const nodes = ['router', 'h1', 'h2'];
  return lan.frames.flatMap(({ from, frame }) => {
    if (from !== 'client' || frame.payload.kind !== 'ipv4') return [];
    return [nodes.find((node) => lan.host(node).interfaceNamed('eth0')!.mac === frame.destination) ?? '?'];
  });
}

/** As the recording has it: on one line, the client's address by name. */
function routeGet(lan: Lan): string {
  const command = hostShowCommands.find((row) => row.command === 'ip route get')!;
  return command
    .run(lan.host('client'), lan.now, '192.168.28.211')
    .replace('192.168.28.50 uid 0', 'CLIENT')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function redirectInstants(lan: Lan): Instant[] {
  return lan.effects.flatMap(({ at, node, effect }) =>
    node === 'router' && effect.kind === 'record' && effect.event.kind === 'redirectSent' ? [at] : [],
  );
}

const sixRequests = truth.icmp_redirects.rows.filter(
  (row) => Array.isArray(row.requests_sent_to) && !row.case.startsWith('ECMP'),
);

describe('redirects, six requests 0.1 s apart', () => {
  it.each(sixRequests)('$case, client $client, router $router', (row) => {
    const forwards = row.case.startsWith('client ip_forward') ? { 'net.ipv4.ip_forward': 1 } : {};
    const lan = oneLan({ ...conf(row.client), ...forwards }, conf(row.router));
    for (let sequence = 0; sequence < 6; sequence++) {
      pingVip(lan, sequence);
      lan.runFor(milliseconds(100.3));
    }
    expect(sentTo(lan)).toEqual(row.requests_sent_to);
    expect(redirectInstants(lan)).toHaveLength(row.redirects.length);
    expect(routeGet(lan)).toBe(row.route_get_after);
  });

  it('ECMP does not prevent it: the client is pinned to the member its packets took', () => {
    const lan = oneLan({}, { 'net.ipv4.fib_multipath_hash_seed': 1 }, ['192.168.28.101', '192.168.28.102']);
    for (let sequence = 0; sequence < 6; sequence++) {
      pingVip(lan, sequence);
      lan.runFor(milliseconds(100));
    }
    const [, , ...pinned] = sentTo(lan);
    expect(new Set(pinned).size).toBe(1);
    expect(['h1', 'h2']).toContain(pinned[0]);
  });
});

describe('a client that ignores redirects is told ever less often', () => {
  const ignoring = { 'net.ipv4.conf.all.accept_redirects': 0, 'net.ipv4.conf.eth0.accept_redirects': 0 };
  const [fast, slow] = truth.icmp_redirects.rows.filter((row) => row.case.startsWith('back-off'));

  it.each([
    [fast!, 0.0502],
    [slow!, 0.5005],
  ])('$0.case', (row, interval) => {
    const lan = oneLan(ignoring, {});
    for (let sequence = 0; sequence < 60; sequence++) {
      pingVip(lan, sequence);
      lan.runFor(seconds(interval));
    }
    const seen = redirectInstants(lan).map((at) => at / 1e9);
    expect(seen).toHaveLength(row.redirects.length);
    row.redirects.forEach(([recorded], position) => {
      // The recorded sender slept between requests, so it drifts by up to two intervals.
      expect(Math.abs(seen[position]! - recorded)).toBeLessThan(2 * interval);
    });
  });
});

describe('a redirected client does not come back', () => {
  it('when its director dies it stays black-holed for 300 s, although the router has moved the route', () => {
    const lan = oneLan({}, {});
    let sequence = 0;
    for (; sequence < 6; sequence++) {
      pingVip(lan, sequence);
      lan.runFor(milliseconds(100));
    }
    expect(lan.events('client', 'redirectAccepted')).toHaveLength(1);
    const pinnedAt = lan.effects.find(
      ({ effect }) => effect.kind === 'record' && effect.event.kind === 'redirectAccepted',
    )!.at;
    lan.cut('h1');
    moveRoute(lan, '192.168.28.102');
    const before = lan.effectsOf('client', 'icmpReceived').length;
    const repliesSince = (): number =>
      lan
        .effectsOf('client', 'icmpReceived')
        .slice(before)
        .filter(({ packet }) => packet.payload.kind === 'icmpEcho').length;
    while (lan.now < pinnedAt + seconds(299)) {
      pingVip(lan, sequence++);
      lan.runFor(seconds(1));
    }
    expect(repliesSince()).toBe(0);
    while (lan.now < pinnedAt + seconds(303)) {
      pingVip(lan, sequence++);
      lan.runFor(seconds(1));
    }
    expect(repliesSince()).toBeGreaterThan(0);
  });

  it('its neighbour entry goes through delay, probe and failed while it waits', () => {
    const lan = oneLan({}, {});
    for (let sequence = 0; sequence < 6; sequence++) {
      pingVip(lan, sequence);
      lan.runFor(milliseconds(100));
    }
    lan.cut('h1');
    const start = lan.events('client', 'arpStateChanged').length;
    for (let sequence = 6; sequence < 120; sequence++) {
      pingVip(lan, sequence);
      lan.runFor(seconds(0.5));
    }
    const h1 = ipv4('192.168.28.101');
    const states = statesOf(lan, h1, start).slice(0, 4);
    expect(states).toEqual(['delay', 'probe', 'failed', 'incomplete']);
  });
});

function statesOf(lan: Lan, address: Ipv4Address, from: number): string[] {
  return lan
    .events('client', 'arpStateChanged')
    .slice(from)
    .filter((event) => event.address === address)
    .map(({ to }) => to);
}

function moveRoute(lan: Lan, gateway: string): void {
  lan.give('router', { kind: 'routeRemoved', source: 'kernel', prefix: vipPrefix });
  lan.give('router', {
    kind: 'routeAdded',
    route: { source: 'kernel', prefix: vipPrefix, nextHops: [{ address: ipv4(gateway) }] },
  });
}
