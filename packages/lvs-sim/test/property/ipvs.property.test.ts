// What holds for every director whatever happens to it: books that balance, faithful connections, no entry beyond its time.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ipv4, tcpFlags } from '@ospflab/net';
import type { ForwardingMethod, SchedulerName } from '@ospflab/lvs-sim';
import { BareDirector } from '../bare-director.ts';
import { syn, tcp } from '../packets.ts';

const servers = ['10.9.1.1', '10.9.1.2', '10.9.1.3', '10.9.1.4'] as const;
const schedulers: SchedulerName[] = [
  'rr',
  'wrr',
  'lc',
  'wlc',
  'sed',
  'nq',
  'fo',
  'ovf',
  'sh',
  'dh',
  'mh',
  'lblc',
  'lblcr',
  'twos',
];
const flagChoices = [tcpFlags.syn, tcpFlags.ack, tcpFlags.fin | tcpFlags.ack, tcpFlags.rst, 0];

type Step =
  | { readonly kind: 'packet'; readonly client: number; readonly port: number; readonly flags: number }
  | { readonly kind: 'wait'; readonly seconds: number }
  | {
      readonly kind: 'answer';
      readonly client: number;
      readonly port: number;
      readonly flags: number;
      readonly server: string;
    }
  | { readonly kind: 'add' | 'remove'; readonly server: string; readonly forwarding: ForwardingMethod }
  | { readonly kind: 'edit'; readonly server: string; readonly weight: number; readonly upper: number };

const server = fc.constantFrom(...servers);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('packet' as const),
      client: fc.integer({ min: 1, max: 3 }),
      port: fc.integer({ min: 1, max: 6 }),
      flags: fc.constantFrom(...flagChoices),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      seconds: fc.constantFrom(0.001, 0.7, 5, 31, 61, 121, 400),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      client: fc.integer({ min: 1, max: 3 }),
      port: fc.integer({ min: 1, max: 6 }),
      flags: fc.constantFrom(...flagChoices),
      server,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('add' as const, 'remove' as const),
      server,
      forwarding: fc.constantFrom<ForwardingMethod>('directRouting', 'masquerading', 'tunneling'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      server,
      weight: fc.integer({ min: 0, max: 5 }),
      upper: fc.integer({ min: 0, max: 3 }),
    }),
  },
);

const run = fc.record({
  scheduler: fc.constantFrom(...schedulers),
  persistent: fc.boolean(),
  expireNodestConn: fc.constantFrom(0, 1),
  steps: fc.array(step, { maxLength: 120 }),
});

function take(director: BareDirector, each: Step): void {
  switch (each.kind) {
    case 'packet':
      director.send(tcp(each.flags, { client: `172.20.0.${each.client}`, port: each.port }));
      return;
    case 'answer':
      answer(director, each);
      return;
    case 'wait':
      director.advance(each.seconds);
      return;
    case 'add':
      director.add(each.server, { forwarding: each.forwarding });
      return;
    case 'remove':
      director.remove(each.server);
      return;
    case 'edit':
      director.edit(each.server, { weight: each.weight, upperThreshold: each.upper });
  }
}

/** A server speaks: what is not masqueraded passes the director unchanged. */
function answer(director: BareDirector, { client, port, flags, server }: Step & { kind: 'answer' }): void {
  const request = tcp(flags, { client: `172.20.0.${client}`, port });
  const { payload } = request;
  if (payload.kind !== 'tcp') return;
  const turned = { ...payload, sourcePort: payload.destinationPort, destinationPort: payload.sourcePort };
  const sent = { ...request, source: ipv4(server), destination: request.source, payload: turned };
  director.ipvs.answer(sent, director.now);
}

function directorFor({
  scheduler,
  persistent,
  expireNodestConn,
}: typeof run extends fc.Arbitrary<infer R> ? R : never): BareDirector {
  const persistence = persistent ? { timeoutSeconds: 50, netmask: ipv4('255.255.255.255') } : undefined;
  return new BareDirector({ scheduler, persistence }, {}, { expireNodestConn });
}

/** What the counters of a destination must be, counted from the listing of entries. */
function countedEntries(director: BareDirector, address: string): [number, number, number] {
  const active = new Set(['ESTABLISHED', 'SYN_SENT', 'SYN_RECV', 'SYNACK']);
  const mine = director.ipvs
    .connectionEntries(director.now)
    .filter(({ realServer }) => realServer === ipv4(address));
  const connections = mine.filter(({ template }) => !template);
  const busy = connections.filter(({ state }) => active.has(state)).length;
  return [busy, connections.length - busy, mine.length - connections.length];
}

describe('whatever happens', () => {
  test('counters equal the entries, every entry still has time, and all end', () => {
    fc.assert(
      fc.property(run, (given) => {
        const director = directorFor(given);
        for (const each of given.steps) {
          take(director, each);
          const [service] = director.ipvs.virtualServices(director.now);
          for (const destination of service!.destinations) {
            const { activeConnections, inactiveConnections, persistentConnections, key } = destination;
            const address = servers.find((name) => ipv4(name) === key.address)!;
            expect([activeConnections, inactiveConnections, persistentConnections]).toEqual(
              countedEntries(director, address),
            );
          }
          for (const { expiresAt } of director.ipvs.connectionEntries(director.now)) {
            expect(expiresAt).toBeGreaterThan(director.now);
            expect(expiresAt - director.now).toBeLessThanOrEqual(900e9);
          }
        }
        director.advance(4000);
        expect(director.entries()).toEqual([]);
        for (const name of servers) director.add(name);
        for (const name of servers) expect(director.counts(name)).toEqual([0, 0]);
      }),
      { numRuns: 120 },
    );
  });

  test('a connection keeps its real server until it ends or a SYN opens it anew', () => {
    fc.assert(
      fc.property(run, (given) => {
        const director = directorFor(given);
        const known = new Map<string, string>();
        for (const each of given.steps) {
          const opens = each.kind === 'packet' && (each.flags & tcpFlags.syn) !== 0;
          take(director, each);
          const current = new Map(
            director.ipvs
              .connectionEntries(director.now)
              .filter(({ template }) => !template)
              .map(({ client, clientPort, realServer }) => [`${client}:${clientPort}`, `${realServer}`]),
          );
          for (const [name, realServer] of known) {
            const reopened = opens && name === `${ipv4(`172.20.0.${each.client}`)}:${each.port}`;
            if (!reopened && current.has(name)) expect(current.get(name)).toBe(realServer);
          }
          known.clear();
          for (const [name, realServer] of current) known.set(name, realServer);
        }
      }),
      { numRuns: 80 },
    );
  });

  test('a backup that hears everything has counters that equal its entries, and its entries end too', () => {
    fc.assert(
      fc.property(run, fc.integer({ min: 1, max: 4 }), (given, threshold) => {
        const [master, backup] = [directorFor(given), directorFor(given)];
        const daemon = { interface: 'eth0', syncId: 1 };
        master.handle({ kind: 'sysctlSet', key: 'net.ipv4.vs.sync_threshold', value: `${threshold} 5` });
        master.handle({ kind: 'syncDaemonStarted', daemon: { ...daemon, role: 'master' } });
        backup.handle({ kind: 'syncDaemonStarted', daemon: { ...daemon, role: 'backup' } });
        for (const each of given.steps) {
          take(master, each);
          if (each.kind !== 'packet' && each.kind !== 'answer') take(backup, each);
          for (const effect of master.effects)
            if (effect.kind === 'sendSync') backup.handle({ kind: 'syncReceived', bytes: effect.bytes });
          master.effects.length = 0;
          const [service] = backup.ipvs.virtualServices(backup.now);
          for (const { activeConnections, inactiveConnections, persistentConnections } of service!
            .destinations)
            expect(
              Math.min(activeConnections, inactiveConnections, persistentConnections),
            ).toBeGreaterThanOrEqual(0);
        }
        backup.advance(4000);
        expect(backup.entries()).toEqual([]);
        for (const name of servers) backup.add(name);
        for (const name of servers) expect(backup.counts(name)).toEqual([0, 0]);
      }),
      { numRuns: 80 },
    );
  });

  test('the same steps give the same effects', () => {
    fc.assert(
      fc.property(run, (given) => {
        const [left, right] = [directorFor(given), directorFor(given)];
        for (const each of given.steps) {
          take(left, each);
          take(right, each);
        }
        expect(left.effects).toEqual(right.effects);
        expect(left.entries()).toEqual(right.entries());
      }),
      { numRuns: 40 },
    );
  });
});

describe('shares', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 });

  test('over a whole round wrr gives every destination as many connections as its reduced weight', () => {
    fc.assert(
      fc.property(
        weights.filter((list) => list.some((weight) => weight > 0)),
        (list) => {
          const director = new BareDirector({ scheduler: 'wrr' });
          list.forEach((weight, at) => director.add(servers[at]!, { weight }));
          const sum = list.reduce((total, weight) => total + weight, 0);
          const rounds = 3;
          for (let port = 1; port <= sum * rounds; port++) director.send(syn({ client: '172.20.0.1', port }));
          expect(list.map((_, at) => director.counts(servers[at]!)![0])).toEqual(
            list.map((weight) => weight * rounds),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test('wlc and sed never leave a destination behind its share by more than one connection of its weight', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<SchedulerName>('wlc', 'sed'),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 200 }),
        (scheduler, list, connections) => {
          const director = new BareDirector({ scheduler });
          list.forEach((weight, at) => director.add(servers[at]!, { weight }));
          for (let port = 1; port <= connections; port++) director.send(syn({ client: '172.20.0.1', port }));
          const loads = list.map((weight, at) => director.counts(servers[at]!)![0] / weight);
          const coarsest = Math.max(...list.map((weight) => 1 / weight));
          expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(coarsest + 1e-9);
        },
      ),
      { numRuns: 60 },
    );
  });
});
