// Key chains of FRR 10: the keys of an interface, each with its algorithm and its lifetimes.

import { describe, expect, it } from 'vitest';
import { loadScenario, runScenario, type LoadResult } from '@ospflab/scenarios';

interface Settings {
  /** Lines of the scenario. */
  readonly scenario?: string;
  /** Lines of the nodes. */
  readonly nodes?: readonly [string, string];
}

function yaml(chains: readonly [string, string], { scenario = '', nodes = ['', ''] }: Settings): string {
  const node = (host: number, keys: string, more: string) => `  r${host}:
${more.replace(/^(?=.)/gm, '    ')}
    interfaces:
      eth0: { segment: lan, address: 10.1.0.${host}/24 }
    files:
      frr: |
        key chain lan
${keys.replace(/^/gm, '         ')}
        interface eth0
         ip ospf hello-interval 1
         ip ospf dead-interval 4
         ip ospf authentication key-chain lan
        router ospf
         ospf router-id 10.0.0.${host}
         network 10.0.0.0/8 area 0
`;
  return `name: keys
until: 60s
${scenario}
segments:
  lan: { kind: pointToPoint }
nodes:
${node(1, chains[0], nodes[0])}${node(2, chains[1], nodes[1])}`;
}

const key = (keyId: number, secret: string, algorithm: string, ...more: readonly string[]): string =>
  [`key ${keyId}`, `key-string ${secret}`, `cryptographic-algorithm ${algorithm}`, ...more].join('\n ');

function load(chains: readonly [string, string], settings: Settings = {}): LoadResult {
  const files = new Map([['keys.yaml', yaml(chains, settings)]]);
  return loadScenario({ read: (path) => files.get(path) }, 'keys.yaml');
}

interface Told {
  readonly at: number;
  readonly node: string;
  readonly event: { readonly kind: string } & Readonly<Record<string, unknown>>;
}

function run(chains: readonly [string, string], settings: Settings = {}) {
  const { scenario, diagnostics } = load(chains, settings);
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  const told: Told[] = [];
  const { network } = runScenario(scenario, {
    wireMode: 'bytes',
    onNetwork: ({ simulation }) =>
      simulation.trace.onRecord(({ instant, node, event }) =>
        told.push({ at: instant / 1e9, node, event } as Told),
      ),
  });
  return { network, told };
}

/** States of the neighbours of r1 at the end. */
function neighborsOf(chains: readonly [string, string], settings: Settings = {}): string[] {
  const { network } = run(chains, settings);
  const view = network.machine('r1').ospf.router!.view(network.simulation.now);
  return view.interfaces.flatMap(({ neighbors }) => neighbors.map(({ state }) => state));
}

/** Why packets were not believed, with the first and the last whole second of each reason. */
function drops(told: readonly Told[], node: string): Record<string, [number, number]> {
  const reasons: Record<string, [number, number]> = {};
  for (const { at, node: dropper, event } of told) {
    const reason = event['reason'];
    if (dropper !== node || event.kind !== 'packetDropped' || typeof reason !== 'string') continue;
    if (!reason.startsWith('authentication') && reason !== 'packetReplayed') continue;
    const [first] = reasons[reason] ?? [Math.floor(at)];
    reasons[reason] = [first, Math.floor(at)];
  }
  return reasons;
}

function neighborChanges(told: readonly Told[], fromSeconds: number): unknown[] {
  return told.flatMap(({ at, node, event }) =>
    event.kind === 'neighborStateChanged' && at >= fromSeconds
      ? [[node, Math.floor(at), event['to'], event['trigger']]]
      : [],
  );
}

describe('ip ospf authentication key-chain', () => {
  it.each(['md5', 'hmac-sha-1', 'hmac-sha-256', 'hmac-sha-384', 'hmac-sha-512'])('signs with %s', (name) => {
    expect(neighborsOf([key(5, 's3cret', name), key(5, 's3cret', name)])).toEqual(['Full']);
  });

  it('another secret or algorithm is not believed', () => {
    const own = key(5, 's3cret', 'hmac-sha-256');
    expect(neighborsOf([own, key(5, 'wrong', 'hmac-sha-256')])).toEqual([]);
    expect(neighborsOf([own, key(5, 's3cret', 'hmac-sha-1')])).toEqual([]);
  });

  it('the lowest key signs and every key is believed; one without an algorithm is not used', () => {
    const old = key(2, 'old', 'md5');
    const fresh = key(1, 'new', 'hmac-sha-256');
    expect(neighborsOf([`${old}\n${fresh}`, fresh])).toEqual(['Full']);
    expect(neighborsOf([`${old}\n${fresh}`, old])).toEqual(['Init']);
    const useless = 'key 1\n key-string new';
    expect(neighborsOf([useless, useless])).toEqual([]);
    expect(load([useless, old]).diagnostics).toMatchObject([
      { severity: 'warning', line: 14, message: 'key 1 has no cryptographic-algorithm, so it is not used' },
    ]);
  });

  it('a chain that is not there believes nobody, which is worth a warning', () => {
    const own = key(1, 's3cret', 'hmac-sha-256');
    const text = yaml([own, own], {}).replace('authentication key-chain lan', 'authentication key-chain wan');
    const files = new Map([['keys.yaml', text]]);
    const { scenario, diagnostics } = loadScenario({ read: (path) => files.get(path) }, 'keys.yaml');
    expect(diagnostics).toMatchObject([
      {
        severity: 'warning',
        line: text.split('\n').findIndex((line) => line.includes('wan')) + 1,
        message: "there is no key chain 'wan', so eth0 believes nobody and nobody believes what it sends",
        remedy: 'the chains here are: lan',
      },
    ]);
    const { network } = runScenario(scenario!);
    const view = network.machine('r1').ospf.router!.view(network.simulation.now);
    expect(view.interfaces.flatMap(({ neighbors }) => neighbors)).toEqual([]);
  });

  it('a number that has no room in the packet is worth a warning', () => {
    const own = key(257, 's3cret', 'hmac-sha-256');
    expect(load([own, key(1, 's3cret', 'hmac-sha-256')]).diagnostics).toMatchObject([
      { severity: 'warning', line: 14, message: expect.stringContaining('257 stands there as 1') as string },
    ]);
    expect(neighborsOf([own, key(1, 's3cret', 'hmac-sha-256')])).toEqual(['Full']);
  });
});

describe('lifetimes of keys', () => {
  const clock = { scenario: 'clock: 2024-02-28 23:59:30' };
  // Midnight comes 30 s after the start; 2024 has a 29th of February.
  const midnight = '00:00:00 29 Feb 2024';
  const longAgo = '00:00:00 1 Jan 2024';
  const old = (...more: readonly string[]): string => key(2, 'old', 'md5', ...more);
  const fresh = (...more: readonly string[]): string => key(1, 'new', 'hmac-sha-256', ...more);

  it('a rollover in which both keys are accepted for a while costs no adjacency', () => {
    const chain = [
      old(`accept-lifetime ${longAgo} 00:00:10 29 Feb 2024`, `send-lifetime ${longAgo} ${midnight}`),
      fresh(`accept-lifetime 23:59:50 28 Feb 2024 infinite`, `send-lifetime ${midnight} infinite`),
    ].join('\n');
    const { told } = run([chain, chain], clock);
    expect(neighborChanges(told, 25)).toEqual([]);
    for (const node of ['r1', 'r2']) {
      expect(drops(told, node)).toEqual({});
      const changes = told.filter((one) => one.node === node && one.event.kind === 'signingKeyChanged');
      expect(changes).toMatchObject([{ event: { keyIdBefore: 2, keyId: 1 } }]);
      expect(Math.floor(changes[0]!.at)).toBe(30);
    }
  });

  it('a rollover with a gap drops packets with a reason, loses the adjacency, and gets it back', () => {
    const chain = [
      old(`accept-lifetime ${longAgo} ${midnight}`, `send-lifetime ${longAgo} infinite`),
      fresh('accept-lifetime 00:00:10 29 Feb 2024 infinite', 'send-lifetime 00:00:10 29 Feb 2024 infinite'),
    ].join('\n');
    const { told } = run([chain, chain], clock);
    // The second of the end still counts.
    expect(drops(told, 'r1')).toEqual({ authenticationKeyExpired: [31, 39] });
    expect(neighborChanges(told, 25)[0]).toEqual(['r1', 34, 'down', 'inactivityTimer']);
    expect(neighborsOf([chain, chain], clock)).toEqual(['Full']);
  });

  it('without any key in its send lifetime nobody is believed', () => {
    const chain = old(`send-lifetime ${longAgo} ${midnight}`);
    const { told } = run([chain, chain], clock);
    expect(drops(told, 'r1')).toEqual({ authenticationKeyUnknown: [31, 59] });
    expect(told.filter(({ event }) => event.kind === 'signingKeyChanged')).toMatchObject([
      { event: { keyIdBefore: 2, keyId: undefined } },
      { event: { keyIdBefore: 2, keyId: undefined } },
    ]);
  });

  it('a router whose clock is late sends what is expired elsewhere', () => {
    const chain = [
      old(`accept-lifetime ${longAgo} ${midnight}`, `send-lifetime ${longAgo} ${midnight}`),
      fresh(`accept-lifetime ${midnight} infinite`, `send-lifetime ${midnight} infinite`),
    ].join('\n');
    expect(drops(run([chain, chain], clock).told, 'r2')).toEqual({});
    const { told } = run([chain, chain], { ...clock, nodes: ['clock: 2024-02-28 23:59:10', ''] });
    expect(drops(told, 'r2')).toEqual({ authenticationKeyExpired: [31, 49] });
    expect(drops(told, 'r1')).toEqual({ authenticationKeyNotYetValid: [30, 49] });
  });

  it('a clock that no calendar has is refused', () => {
    const own = key(1, 's3cret', 'md5');
    for (const wrong of ['2023-02-29', '2024-13-01', '2024-01-01 24:00:00', 'noon']) {
      expect(load([own, own], { scenario: `clock: ${wrong}` }).diagnostics).toMatchObject([
        { severity: 'error', line: 3, column: 8 },
      ]);
    }
  });
});

describe('extendedSequenceNumbers', () => {
  const nodes = [
    'ospf: { extendedSequenceNumbers: true }',
    'ospf: { extendedSequenceNumbers: true }',
  ] as const;
  const own = key(1_000_000, 's3cret', 'hmac-sha-256');

  it('go with key chains on both ends, whose keys may have long numbers', () => {
    expect(load([own, own], { nodes }).diagnostics).toEqual([]);
    expect(neighborsOf([own, own], { nodes })).toEqual(['Full']);
    const short = key(1, 's3cret', 'hmac-sha-256');
    const { told } = run([short, short], { nodes: [nodes[0], ''] });
    expect(Object.keys(drops(told, 'r1'))).toEqual(['authenticationTypeMismatch']);
  });

  it('lead to the same run in both wire modes', () => {
    const { scenario } = load([own, own], { nodes });
    const [bytes, objects] = (['bytes', 'objects'] as const).map(
      (wireMode) => runScenario(scenario!, { wireMode }).report.digest,
    );
    expect(objects).toBe(bytes);
  });

  it('know no MD5', () => {
    const md5 = key(1, 's3cret', 'md5');
    expect(load([md5, own], { nodes }).diagnostics).toMatchObject([
      { severity: 'warning', line: 14, message: expect.stringContaining('MD5') as string },
    ]);
    expect(neighborsOf([md5, md5], { nodes })).toEqual([]);
  });

  it('survive the daemon and the machine', () => {
    const timeline = `timeline:
  - { at: 12s, action: stop, node: r2, daemon: ospfd }
  - { at: 14s, action: start, node: r2, daemon: ospfd }
  - { at: 25s, action: crash, node: r2 }
  - { at: 32s, action: boot, node: r2 }`;
    const { told } = run([own, own], { nodes, scenario: timeline });
    expect(drops(told, 'r1')).toEqual({});
    expect(neighborsOf([own, own], { nodes, scenario: timeline })).toEqual(['Full']);
  });
});
