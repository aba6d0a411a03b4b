// RFC 1765: three routers on a LAN that have room for a few external routes, two of which import some.

import { describe, expect, it } from 'vitest';
import { ipv4, parseIpv4Prefix } from '@ospflab/net';
import { seconds } from '@ospflab/sim';
import {
  lsTypes,
  makeLsa,
  rfc2328Profile,
  type LinkStateId,
  type OspfOverflowConfig,
  type OspfProfile,
  type OspfRouterConfig,
  type OspfView,
  type RouterId,
  type SequenceNumber,
} from '@ospflab/ospf-core';
import { interfaceConfig, routerConfig, TestNetwork, type TestNode } from '../network.ts';
import { packetFrom, updateOf } from '../pair.ts';

const idOf = (host: number): RouterId => ipv4(`10.0.0.${host}`) as number as RouterId;

interface Lan {
  readonly network: TestNetwork;
  readonly nodes: readonly TestNode[];
}

interface LanOptions {
  readonly profile?: OspfProfile;
  readonly seed?: number;
  /** How many of the routers start. */
  readonly started?: number;
}

function lan(databaseOverflow: OspfOverflowConfig | undefined, options: LanOptions = {}): Lan {
  const network = new TestNetwork(options.seed ?? 1);
  const ends = [1, 2, 3].map((host) => {
    const attached = interfaceConfig(2, `10.1.0.${host}`, 24);
    const more: Partial<OspfRouterConfig> = {
      asBoundaryRouter: host < 3,
      ...(databaseOverflow === undefined ? {} : { databaseOverflow }),
      ...(options.profile === undefined ? {} : { profile: options.profile }),
    };
    return [network.addNode(`r${host}`, routerConfig(`10.0.0.${host}`, [attached], more)), attached] as const;
  });
  network.connect(...ends);
  const nodes = ends.map(([node]) => node);
  for (const node of nodes.slice(0, options.started)) network.start(node);
  return { network, nodes };
}

/** The router imports 198.`host`.`number`.0/24 for each number, and for 0 the default route. */
function importRoutes({ network, nodes }: Lan, host: number, numbers: readonly number[]): void {
  for (const number of numbers) {
    const prefix = parseIpv4Prefix(number === 0 ? '0.0.0.0/0' : `198.${host}.${number}.0/24`)!;
    const route = { source: 'static', prefix, metric: 20, metricType: 2, tag: 0 } as const;
    network.input(nodes[host - 1]!, { kind: 'externalRouteAdded', ...route });
  }
}

function viewOf({ network, nodes }: Lan, host: number): OspfView {
  return nodes[host - 1]!.router.view(network.now);
}

/** Non-default external LSAs that live, as `host number`. */
function held(net: Lan, host: number): string[] {
  return viewOf(net, host)
    .externalLsas.filter(({ lsa, ageSeconds }) => ageSeconds < 3600 && lsa.linkStateId !== 0)
    .map(({ lsa }) => `r${lsa.advertisingRouter & 0xff} ${(lsa.linkStateId >>> 8) & 0xff}`);
}

function holdsDefault(net: Lan, host: number): boolean {
  return viewOf(net, host).externalLsas.some(
    ({ lsa, ageSeconds }) => ageSeconds < 3600 && lsa.linkStateId === 0,
  );
}

function told({ network }: Lan, ...kinds: readonly string[]): (readonly [string, number])[] {
  return network.log
    .filter(({ event }) => kinds.includes(event.kind))
    .map(({ node, at }) => [node, at / 1e9] as const);
}

/** An external LSA that the router made once reaches it from r2. */
function comesBack({ network, nodes }: Lan, host: number): void {
  const lsa = makeLsa({
    type: lsTypes.asExternal,
    options: 2,
    linkStateId: ipv4('198.1.99.0') as number as LinkStateId,
    advertisingRouter: idOf(host),
    sequence: 0x7000 as SequenceNumber,
    body: {
      kind: 'external',
      mask: ipv4('255.255.255.0'),
      metricType: 2,
      metric: 1,
      forwardingAddress: ipv4('0.0.0.0'),
      tag: 0,
    },
  });
  network.input(nodes[host - 1]!, packetFrom(idOf(2), ipv4('10.1.0.2'), updateOf({ lsa, ageSeconds: 1 })));
}

const never: OspfOverflowConfig = { limit: 5, exitInterval: seconds(0) };
const afterMinute: OspfOverflowConfig = { limit: 5, exitInterval: seconds(60) };
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe.each([
  ['frr', {}],
  ['rfc2328', { profile: rfc2328Profile }],
] as const)('RFC 1765, %s profile', (_, options) => {
  it('RFC 1765 §2.2: routers whose database reaches the limit withdraw their own and keep the default route', () => {
    const net = lan(never, options);
    net.network.runUntil(20);
    importRoutes(net, 1, [0, 1, 2]);
    importRoutes(net, 2, [1, 2]);
    net.network.runUntil(40);
    const all = ['r1 1', 'r1 2', 'r2 1', 'r2 2'];
    for (const host of [1, 2, 3]) expect(held(net, host).sort()).toEqual(all);
    expect(told(net, 'overflowEntered')).toEqual([]);
    importRoutes(net, 2, [3]);
    net.network.runUntil(60);
    expect(
      told(net, 'overflowEntered')
        .map(([node]) => node)
        .sort(),
    ).toEqual(['r1', 'r2', 'r3']);
    for (const host of [1, 2, 3]) {
      expect(held(net, host)).toEqual([]);
      expect(holdsDefault(net, host)).toBe(true);
    }
    const reasons = net.network.log.flatMap(({ event }) =>
      event.kind === 'lsaFlushed' ? [event.reason] : [],
    );
    expect(reasons.filter((reason) => reason === 'databaseOverflow')).toHaveLength(5);
  });

  it('RFC 1765 §2.1: no database ever holds more than the limit', () => {
    const net = lan(afterMinute, options);
    net.network.runUntil(20);
    importRoutes(net, 1, range(9));
    importRoutes(net, 2, range(9));
    for (let tick = 0; tick < 2000; tick++) {
      net.network.runUntil(20 + tick / 10);
      for (const host of [1, 2, 3]) expect(held(net, host).length).toBeLessThanOrEqual(5);
    }
  });

  it('RFC 1765 §2.3.2: in that state only the default route is originated', () => {
    const net = lan(never, options);
    net.network.runUntil(20);
    importRoutes(net, 2, range(6));
    net.network.runUntil(30);
    importRoutes(net, 1, [0, 1]);
    net.network.runUntil(50);
    for (const host of [1, 2, 3]) {
      expect(held(net, host)).toEqual([]);
      expect(holdsDefault(net, host)).toBe(true);
    }
  });

  it('RFC 1765 §2.3.3: an own LSA that comes back is flushed', () => {
    const net = lan(never, options);
    const { network } = net;
    network.runUntil(20);
    importRoutes(net, 1, range(6));
    network.runUntil(100);
    expect(held(net, 1)).toEqual([]);
    network.log.length = 0;
    comesBack(net, 1);
    const kinds = network.log.map(({ event }) => event.kind);
    expect(kinds).toContain('lsaFlushed');
    network.runUntil(120);
    for (const host of [1, 2, 3]) expect(held(net, host)).toEqual([]);
  });

  it('RFC 1765 §2.4: after about the interval each tells its routes again, and only what fits stays', () => {
    const net = lan(afterMinute, options);
    const { network, nodes } = net;
    network.runUntil(20);
    importRoutes(net, 1, range(3));
    importRoutes(net, 2, range(3));
    network.runUntil(60);
    const entered = new Map(told(net, 'overflowEntered'));
    expect([...entered.keys()].sort()).toEqual(['r1', 'r2', 'r3']);
    // Somebody sees to it.
    for (const number of [1, 2]) {
      const prefix = parseIpv4Prefix(`198.2.${number}.0/24`)!;
      network.input(nodes[1]!, { kind: 'externalRouteRemoved', source: 'static', prefix });
    }
    network.runUntil(120);
    for (const [node, at] of told(net, 'overflowLeft')) {
      expect(at - entered.get(node)!).toBeGreaterThanOrEqual(54);
      expect(at - entered.get(node)!).toBeLessThanOrEqual(66);
    }
    expect(told(net, 'overflowLeft')).toHaveLength(3);
    for (const host of [1, 2, 3]) {
      expect(held(net, host).sort()).toEqual(['r1 1', 'r1 2', 'r1 3', 'r2 3']);
    }
  });
});

describe('RFC 1765 §2.3.1: an LSA for which there is no room', () => {
  /** r3 has little room, r1 and r2 have more, which is against §2.1 and shows what r3 does. */
  function narrow(): Lan {
    const net = lan(undefined);
    net.network.input(net.nodes[2]!, {
      kind: 'routerReconfigured',
      settings: { ...routerConfig('10.0.0.3', []), databaseOverflow: { limit: 2, exitInterval: seconds(0) } },
    });
    return net;
  }

  it('is neither installed nor acknowledged, and taken when it comes again and there is room', () => {
    const net = narrow();
    const { network, nodes } = net;
    network.runUntil(20);
    importRoutes(net, 1, range(3));
    network.runUntil(40);
    expect(held(net, 3)).toHaveLength(2);
    const [refused] = held(net, 1).filter((row) => !held(net, 3).includes(row));
    const discards = (): number =>
      network.log.filter(({ event }) => event.kind === 'lsaDiscarded' && event.reason === 'databaseOverflow')
        .length;
    expect(discards()).toBeGreaterThanOrEqual(3);
    const [kept] = held(net, 3).map((row) => row.split(' ')[1]);
    const prefix = parseIpv4Prefix(`198.1.${kept}.0/24`)!;
    network.input(nodes[0]!, { kind: 'externalRouteRemoved', source: 'static', prefix });
    network.runUntil(60);
    expect(held(net, 3)).toContain(refused);
    const before = discards();
    network.runUntil(90);
    expect(discards()).toBe(before);
  });

  it('is taken when it is the own one that has to be flushed (RFC 1765 §2.3.3)', () => {
    const net = narrow();
    const { network } = net;
    network.runUntil(20);
    importRoutes(net, 1, range(2));
    network.runUntil(40);
    network.log.length = 0;
    comesBack(net, 3);
    expect(network.log.map(({ event }) => event)).toMatchObject([
      { kind: 'lsaInstalled', advertisingRouter: idOf(3) },
      { kind: 'lsaFlushed', advertisingRouter: idOf(3), reason: 'receivedOwnLsa' },
    ]);
  });

  it('does not keep an adjacency from coming up', () => {
    const net = narrow();
    const { network, nodes } = net;
    network.runUntil(20);
    importRoutes(net, 1, range(30));
    network.input(nodes[2]!, { kind: 'neighborsCleared' });
    network.runUntil(60);
    const states = viewOf(net, 3).interfaces.flatMap(({ neighbors }) => neighbors.map(({ state }) => state));
    expect(states).toEqual(['Full', 'Full']);
    expect(held(net, 3)).toHaveLength(2);
  });
});

describe('RFC 1765 §2.4: ExitOverflowInterval', () => {
  const waits = (seed: number): number[] => {
    const net = lan(afterMinute, { seed });
    net.network.runUntil(20);
    importRoutes(net, 1, range(5));
    net.network.runUntil(100);
    const entered = new Map(told(net, 'overflowEntered').slice(0, 3));
    return told(net, 'overflowLeft').map(([node, at]) => at - entered.get(node)!);
  };

  it('differs by up to a tenth between routers and runs', () => {
    const all = [1, 2, 3, 4, 5].flatMap(waits);
    expect(all).toHaveLength(15);
    expect(new Set(all).size).toBe(15);
    expect(Math.min(...all)).toBeGreaterThanOrEqual(54);
    expect(Math.max(...all)).toBeLessThanOrEqual(66);
    expect(Math.max(...all) - Math.min(...all)).toBeGreaterThan(6);
  });

  it('of 0 is for ever, and a full database makes the router withdraw anew', () => {
    const net = lan(never);
    net.network.runUntil(20);
    importRoutes(net, 1, range(5));
    net.network.runUntil(2000);
    expect(told(net, 'overflowLeft')).toEqual([]);
    const again = lan(afterMinute);
    again.network.runUntil(20);
    importRoutes(again, 1, range(5));
    again.network.runUntil(400);
    expect(told(again, 'overflowEntered').filter(([node]) => node === 'r1').length).toBeGreaterThan(4);
  });
});

describe('a new limit', () => {
  it('is obeyed at once, and without one there is no such state', () => {
    const net = lan(undefined);
    const { network, nodes } = net;
    network.runUntil(20);
    importRoutes(net, 1, range(50));
    network.runUntil(40);
    expect(held(net, 3)).toHaveLength(50);
    const settings = (more: Partial<OspfRouterConfig>): Omit<OspfRouterConfig, 'interfaces'> => ({
      ...routerConfig('10.0.0.1', []),
      asBoundaryRouter: true,
      ...more,
    });
    network.input(nodes[0]!, { kind: 'routerReconfigured', settings: settings({ databaseOverflow: never }) });
    network.runUntil(60);
    expect(held(net, 3)).toEqual([]);
    network.input(nodes[0]!, { kind: 'routerReconfigured', settings: settings({}) });
    network.runUntil(80);
    expect(held(net, 3)).toHaveLength(50);
  });
});
