// The packet path, the life of entries and administration, as Linux 6.1 behaves.

import { describe, expect, test } from 'vitest';
import { ipv4, tcpFlags } from '@ospflab/net';
import { toSeconds } from '@ospflab/sim';
import { BareDirector } from '../bare-director.ts';
import { ack, fin, rst, syn, tcp, udp, virtualAddress } from '../packets.ts';

const a = '10.9.1.1';
const b = '10.9.1.2';
const one = { client: '172.20.0.1', port: 1001 };
const two = { client: '172.20.0.2', port: 1002 };
const everyClient = ipv4('255.255.255.255');

function director(...settings: ConstructorParameters<typeof BareDirector>): BareDirector {
  const made = new BareDirector(...settings);
  made.add(a);
  made.add(b);
  return made;
}

describe('verdicts', () => {
  test('direct routing changes the TTL and nothing else', () => {
    const packet = syn({ ...one, payload: 3 });
    expect(director().receive(packet)).toEqual({
      kind: 'forward',
      nextHop: ipv4(b),
      packet: { ...packet, ttl: 63 },
    });
  });

  test('about a packet that would leave with TTL 0 its sender is told', () => {
    const verdict = director().receive(syn({ ...one, ttl: 1 }));
    expect(verdict).toEqual({ kind: 'reject', icmp: 'timeExceeded', reason: 'ttlExceeded' });
  });

  test('without an entry anything but a SYN goes to the host itself, whose TCP answers RST', () => {
    const made = director();
    for (const packet of [ack(one), fin(one), rst(one), tcp(tcpFlags.syn | tcpFlags.rst, one)]) {
      expect(made.send(packet)).toBe('accept');
    }
    expect(made.entries()).toEqual([]);
  });

  test('with sloppy_tcp a segment in mid-stream is scheduled, a RST still is not', () => {
    const made = director({}, {}, { sloppyTcp: 1 });
    expect(made.send(rst(one))).toBe('accept');
    expect(made.send(ack(one))).toBe(b);
    expect(made.entries()).toEqual(['1001 ESTABLISHED 10.9.1.2']);
  });

  test('what belongs to no service is the host’s', () => {
    const made = director();
    expect(made.send(syn({ ...one, virtualPort: 22 }))).toBe('accept');
    expect(made.send(udp(one))).toBe('accept');
  });

  test('a service without destinations answers port unreachable', () => {
    const made = new BareDirector();
    expect(made.send(syn(one))).toBe('reject noDestination');
    expect(made.effects).toContainEqual({
      kind: 'record',
      event: {
        kind: 'noDestination',
        protocol: 'tcp',
        client: ipv4(one.client),
        clientPort: one.port,
        virtualAddress,
        virtualPort: 80,
      },
    });
  });

  test('a destination on the director itself gets the packet locally, loopback or own address', () => {
    const made = new BareDirector();
    made.add('127.0.0.1');
    expect(made.send(syn(one))).toBe('accept');
    expect(made.entries()).toEqual(['1001 SYN_RECV 127.0.0.1']);
    made.remove('127.0.0.1');
    made.add(a);
    expect(made.send(syn(two))).toBe(a);
    made.handle({ kind: 'localAddressAdded', address: ipv4(a) });
    expect(made.send(ack(two))).toBe('accept');
    made.handle({ kind: 'localAddressRemoved', address: ipv4(a) });
    expect(made.send(ack(two))).toBe(a);
  });

  test('the destination added last is scheduled first', () => {
    const made = director();
    expect([made.send(syn(one)), made.send(syn(two))]).toEqual([b, a]);
  });
});

describe('states and timeouts', () => {
  test.each([
    { packets: [syn(one)], state: 'SYN_RECV', timeout: 60, counts: [1, 0] },
    { packets: [syn(one), ack(one)], state: 'ESTABLISHED', timeout: 900, counts: [1, 0] },
    { packets: [syn(one), ack(one), fin(one)], state: 'FIN_WAIT', timeout: 120, counts: [0, 1] },
    { packets: [syn(one), fin(one)], state: 'TIME_WAIT', timeout: 120, counts: [0, 1] },
    { packets: [syn(one), ack(one), rst(one)], state: 'CLOSE', timeout: 10, counts: [0, 1] },
    { packets: [syn(one), rst(one)], state: 'SYN_RECV', timeout: 60, counts: [1, 0] },
    { packets: [syn(one), ack(one), tcp(tcpFlags.psh, one)], state: 'CLOSE', timeout: 10, counts: [0, 1] },
  ])('$state lives $timeout s after its last packet', ({ packets, state, timeout, counts }) => {
    const made = director();
    made.advance(0.123456);
    for (const packet of packets) made.send(packet);
    const expiry = made.now + timeout * 1e9;
    expect(made.ipvs.connectionEntries(made.now)).toMatchObject([{ state, expiresAt: expiry }]);
    expect(made.counts(b)).toEqual(counts);
    made.advance(timeout - 0.000001);
    expect(made.counts(b)).toEqual(counts);
    made.advance(0.000001);
    expect(made.entries()).toEqual([]);
    expect(made.counts(b)).toEqual([0, 0]);
  });

  test('an entry whose time is over is not found by a packet between two sweeps', () => {
    const made = director();
    made.advance(0.2);
    made.send(syn(one));
    made.advance(60.1);
    expect(made.send(ack(one))).toBe('accept');
  });

  test('UDP entries stay inactive and last 300 s', () => {
    const made = director({}, { protocol: 'udp' });
    made.send(udp(one));
    made.advance(299);
    made.send(udp(one));
    made.advance(299);
    expect(made.entries()).toEqual(['1001 UDP 10.9.1.2']);
    expect(made.counts(b)).toEqual([0, 1]);
    made.advance(1);
    expect(made.entries()).toEqual([]);
  });

  test('with nq all UDP clients get one destination', () => {
    const made = director({ scheduler: 'nq' }, { protocol: 'udp' });
    for (let port = 1; port <= 20; port++) expect(made.send(udp({ ...one, port }))).toBe(b);
  });

  test('a SYN on a closed entry is scheduled anew, unless conn_reuse_mode is 0', () => {
    for (const connReuseMode of [1, 0]) {
      const made = director({}, {}, { connReuseMode });
      for (const packet of [syn(one), ack(one), rst(one)]) made.send(packet);
      expect(made.send(syn(one))).toBe(connReuseMode === 1 ? a : b);
      expect(made.entries()).toHaveLength(1);
    }
  });

  test('timers: one sweep a second at most, and none without entries', () => {
    const made = director();
    for (let port = 1; port <= 500; port++) {
      made.send(syn({ ...one, port }));
      made.advance(0.002);
    }
    made.effects.length = 0;
    made.advance(300);
    const sweeps = made.effects.filter(({ kind }) => kind === 'setTimer');
    expect(sweeps.length).toBeLessThanOrEqual(2);
    expect(made.entries()).toEqual([]);
  });
});

describe('removal', () => {
  test('packets of a removed destination vanish with expire_nodest_conn 0', () => {
    const made = director();
    made.send(syn(one));
    made.remove(b);
    expect(made.send(ack(one))).toBe('drop destinationGone');
    expect(made.send(syn(one))).toBe('drop destinationGone');
    expect(made.send(syn(two))).toBe(a);
  });

  test('with expire_nodest_conn 1 its entries go: a SYN is scheduled, other segments meet the host', () => {
    const made = director({}, {}, { expireNodestConn: 1 });
    made.send(syn(one));
    made.remove(b);
    expect(made.entries()).toEqual([]);
    expect(made.send(ack(one))).toBe('accept');
    expect(made.send(syn(one))).toBe(a);
  });

  test('a destination that returns is revived with its connections and counters', () => {
    const made = director();
    made.send(syn(one));
    made.send(ack(one));
    made.remove(b);
    made.advance(300);
    made.add(b);
    expect(made.counts(b)).toEqual([1, 0]);
    expect(made.send(ack(one))).toBe(b);
    const [service] = made.ipvs.virtualServices(made.now);
    expect(service?.destinations[0]?.totals).toEqual({
      connections: 1,
      inPackets: 3,
      outPackets: 0,
      inBytes: 120,
      outBytes: 0,
    });
  });

  test('after two to three minutes without connections it is forgotten', () => {
    const made = director();
    made.send(syn(one));
    made.remove(b);
    made.advance(60 + 181);
    made.add(b);
    expect(made.ipvs.virtualServices(made.now)[0]?.destinations[0]?.totals.connections).toBe(0);
  });

  test('a deleted service leaves its connections hanging, new ones meet the host', () => {
    const made = director();
    made.send(syn(one));
    made.handle({ kind: 'serviceDeleted', service: made.service });
    expect(made.send(ack(one))).toBe('drop destinationGone');
    expect(made.send(syn(two))).toBe('accept');
  });
});

describe('weights and thresholds', () => {
  test('weight 0 keeps connections and takes no new ones', () => {
    const made = director();
    made.send(syn(one));
    made.edit(b, { weight: 0 });
    expect(made.send(ack(one))).toBe(b);
    for (let port = 1; port < 9; port++) expect(made.send(syn({ ...two, port }))).toBe(a);
  });

  test('above the upper threshold nothing new; below three quarters of it again', () => {
    const made = new BareDirector();
    made.add(a, { upperThreshold: 4 });
    const results = [1, 2, 3, 4, 5].map((port) => made.send(syn({ ...one, port })));
    expect(results).toEqual([a, a, a, a, 'reject noDestination']);
    for (const port of [1, 2]) {
      made.send(ack({ ...one, port }));
      made.send(rst({ ...one, port }));
    }
    made.advance(9);
    expect(made.send(syn({ ...one, port: 6 }))).toBe('reject noDestination');
    made.advance(2);
    expect(made.send(syn({ ...one, port: 6 }))).toBe(a);
  });

  test('a lower threshold replaces the three quarters', () => {
    const made = new BareDirector();
    made.add(a, { upperThreshold: 4, lowerThreshold: 1 });
    for (let port = 1; port <= 4; port++) made.send(syn({ ...one, port }));
    for (let port = 1; port <= 3; port++) {
      made.send(ack({ ...one, port }));
      made.send(rst({ ...one, port }));
    }
    made.advance(20);
    expect(made.counts(a)).toEqual([1, 0]);
    expect(made.send(syn({ ...one, port: 6 }))).toBe('reject noDestination');
  });
});

describe('persistence', () => {
  const persistence = { timeoutSeconds: 50, netmask: everyClient };

  test('one client keeps its real server, another may get another one', () => {
    const made = director({ persistence });
    for (let port = 1; port <= 5; port++) expect(made.send(syn({ ...one, port }))).toBe(b);
    expect(made.send(syn(two))).toBe(a);
  });

  test('the netmask makes a network one client', () => {
    const made = director({ persistence: { ...persistence, netmask: ipv4('255.255.255.0') } });
    expect(made.send(syn(one))).toBe(b);
    expect(made.send(syn(two))).toBe(b);
    expect(made.send(syn({ client: '172.20.1.1', port: 1 }))).toBe(a);
  });

  test('persistence_timeout 50 lasts 170 s after a short connection', () => {
    const made = director({ persistence });
    for (const packet of [syn(one), ack(one), fin(one)]) made.send(packet);
    // 50 s, then a minute at a time while the FIN_WAIT entry (120 s) belongs to it: 50, 110, 170.
    made.advance(169.9);
    expect(made.entries()).toEqual(['0 ASSURED 10.9.1.2']);
    made.advance(0.2);
    expect(made.entries()).toEqual([]);
  });

  test('a template that was kept once lives a minute, not its timeout, after the next connection', () => {
    const made = director({ persistence });
    for (const packet of [syn(one), ack(one)]) made.send(packet);
    made.advance(55);
    made.send(syn({ ...one, port: 7 }));
    const template = made.ipvs.connectionEntries(made.now).find(({ clientPort }) => clientPort === 0);
    expect(toSeconds(template!.expiresAt)).toBe(115);
  });

  test('weight 0 keeps its persistent clients, unless expire_quiescent_template is 1', () => {
    for (const expireQuiescentTemplate of [0, 1]) {
      const made = director({ persistence }, {}, { expireQuiescentTemplate });
      made.send(syn(one));
      made.edit(b, { weight: 0 });
      expect(made.send(syn({ ...one, port: 7 }))).toBe(expireQuiescentTemplate === 0 ? b : a);
    }
  });

  test('a removed destination loses its persistent clients', () => {
    const made = director({ persistence });
    made.send(syn(one));
    made.remove(b);
    expect(made.send(syn({ ...one, port: 7 }))).toBe(a);
    expect(made.send(syn({ ...one, port: 8 }))).toBe(a);
    made.advance(1000);
    expect(made.entries()).toEqual([]);
  });

  test('a service on port 0 keeps a client on one server for all its ports', () => {
    const made = director({ persistence }, { port: 0 });
    expect(made.send(syn({ ...one, virtualPort: 80 }))).toBe(b);
    expect(made.send(syn({ ...one, virtualPort: 443 }))).toBe(b);
    expect(made.ipvs.connectionEntries(made.now).map(({ realPort }) => realPort)).toEqual([0, 80, 443]);
  });

  test('port 0 without persistence serves nobody', () => {
    expect(director({}, { port: 0 }).send(syn(one))).toBe('reject noDestination');
  });
});

describe('administration', () => {
  const service = { protocol: 'tcp', address: virtualAddress, port: 80 } as const;
  const unknown = { ...service, port: 81 };
  const settings = { scheduler: 'rr', schedulerFlags: [] } as const;
  const destination = { address: ipv4(a), port: 80 };
  const fair = { weight: 1, forwarding: 'directRouting', upperThreshold: 0, lowerThreshold: 0 } as const;

  test.each([
    ['serviceExists', { kind: 'serviceAdded', service, settings }],
    ['noSuchService', { kind: 'serviceEdited', service: unknown, settings }],
    ['noSuchService', { kind: 'serviceDeleted', service: unknown }],
    ['noSuchService', { kind: 'destinationAdded', service: unknown, destination, settings: fair }],
    ['destinationExists', { kind: 'destinationAdded', service, destination, settings: fair }],
    [
      'noSuchDestination',
      { kind: 'destinationEdited', service, destination: { ...destination, port: 81 }, settings: fair },
    ],
    ['noSuchDestination', { kind: 'destinationDeleted', service, destination: { ...destination, port: 81 } }],
    [
      'weightNegative',
      { kind: 'destinationEdited', service, destination, settings: { ...fair, weight: -1 } },
    ],
    [
      'thresholdsCrossed',
      { kind: 'destinationEdited', service, destination, settings: { ...fair, lowerThreshold: 1 } },
    ],
    ['valueOutOfRange', { kind: 'timeoutsSet', tcpSeconds: -1, tcpFinSeconds: 0, udpSeconds: 0 }],
    ['unknownSysctl', { kind: 'sysctlSet', key: 'net.ipv4.vs.no_such', value: '1' }],
    ['valueOutOfRange', { kind: 'sysctlSet', key: 'net.ipv4.vs.sync_threshold', value: '50 3' }],
    ['syncDaemonNotRunning', { kind: 'syncDaemonStopped', role: 'backup' }],
  ] as const)('%s is told and recorded, and nothing changes', (reason, input) => {
    const made = director();
    const before = made.ipvs.virtualServices(made.now);
    made.effects.length = 0;
    made.handle(input);
    expect(made.effects).toEqual([
      { kind: 'commandRefused', command: input.kind, reason },
      { kind: 'record', event: { kind: 'ipvsCommandRefused', command: input.kind, reason } },
    ]);
    expect(made.ipvs.virtualServices(made.now)).toEqual(before);
  });

  test('another scheduler takes over with the same destinations and connections', () => {
    const made = director();
    made.send(syn(one));
    made.handle({ kind: 'serviceEdited', service, settings: { scheduler: 'lc', schedulerFlags: [] } });
    expect(made.send(syn(two))).toBe(a);
    expect(made.send(ack(one))).toBe(b);
  });

  test('sysctls take effect while running', () => {
    const made = director();
    made.handle({ kind: 'sysctlSet', key: 'net.ipv4.vs.sloppy_tcp', value: '1' });
    expect(made.send(ack(one))).toBe(b);
  });

  test('flushed removes every service', () => {
    const made = director();
    made.handle({ kind: 'flushed' });
    expect(made.ipvs.virtualServices(made.now)).toEqual([]);
  });
});

describe('twos', () => {
  test('of two drawn destinations the one with less load per weight is taken', () => {
    // Weights 3 (b, first in the list) and 1 (a): lots 0 … 3 draw b, 4 draws a.
    const draws = [0, 0.99, 0, 0.99, 0, 0];
    const made = new BareDirector({ scheduler: 'twos' }, {}, {}, () => draws.shift()!);
    made.add(a, { weight: 1 });
    made.add(b, { weight: 3 });
    const picks = [1, 2, 3].map((port) => made.send(syn({ ...one, port })));
    expect(picks).toEqual([b, a, b]);
  });
});

describe('hash schedulers', () => {
  const clients = Array.from({ length: 400 }, (_, at) => ({ client: `172.${at & 7}.3.${at >> 1}`, port: 5 }));
  const servers = ['10.9.1.1', '10.9.1.2', '10.9.1.3', '10.9.1.4', '10.9.1.5'];
  const choices = (made: BareDirector): string[] => clients.map((client) => made.send(syn(client)));

  function withServers(scheduler: 'sh' | 'mh', order: readonly string[]): BareDirector {
    const made = new BareDirector({ scheduler });
    for (const address of order) made.add(address);
    return made;
  }

  test.each(['sh', 'mh'] as const)(
    'two directors with the same order agree on every client with %s',
    (name) => {
      expect(choices(withServers(name, servers))).toEqual(choices(withServers(name, servers)));
    },
  );

  test('another order of adding reshuffles most clients with sh and at most one in a hundred with mh', () => {
    const moved = (name: 'sh' | 'mh'): number => {
      const straight = choices(withServers(name, servers));
      const reversed = choices(withServers(name, [...servers].reverse()));
      return straight.filter((choice, at) => choice !== reversed[at]).length / clients.length;
    };
    expect(moved('sh')).toBeGreaterThan(0.5);
    expect(moved('mh')).toBeLessThanOrEqual(0.01);
  });

  test('with mh a removed server moves few of the clients of the others', () => {
    const before = choices(withServers('mh', servers));
    const after = choices(withServers('mh', servers.slice(0, 4)));
    const stayed = before.filter((choice) => choice !== servers[4]);
    const moved = before.filter((choice, at) => choice !== servers[4] && choice !== after[at]);
    expect(moved.length / stayed.length).toBeLessThan(0.1);
  });

  test('with mh weight 0 refuses the clients of that server, unless mh-fallback', () => {
    for (const fallback of [false, true]) {
      const made = withServers('mh', servers);
      made.handle({
        kind: 'serviceEdited',
        service: made.service,
        settings: { scheduler: 'mh', schedulerFlags: fallback ? ['mh-fallback'] : [] },
      });
      made.edit(servers[4]!, { weight: 0 });
      expect(choices(made).includes('reject noDestination')).toBe(!fallback);
    }
  });
});
