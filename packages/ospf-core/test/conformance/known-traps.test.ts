// What real implementations of OSPF have got wrong, one test each.

import { describe, expect, it } from 'vitest';
import { ipv4, parseIpv4Prefix } from '@ospflab/net';
import { milliseconds, seconds } from '@ospflab/sim';
import {
  birdProfile,
  frrProfile,
  initialSequenceNumber,
  quaggaProfile,
  rfc2328Profile,
  type AreaId,
  type ExternalRouteAdded,
  type OspfInterfaceConfig,
  type OspfProfile,
  type OspfRouterConfig,
  type RouterId,
} from '@ospflab/ospf-core';
import { interfaceConfig, routerConfig, TestNetwork, type TestNode } from '../network.ts';
import { idA, idB, lsaIn, neighborState, pretendFromB, routerLsa, runningPair, updateOf } from '../pair.ts';

const profiles = [frrProfile, quaggaProfile, birdProfile, rfc2328Profile];
const area0 = 0 as AreaId;
const area1 = 1 as AreaId;
const area2 = 2 as AreaId;

function link(index: number, address: string, more: Partial<OspfInterfaceConfig> = {}): OspfInterfaceConfig {
  return interfaceConfig(index, address, 24, { networkType: 'pointToPoint', cost: 10, ...more });
}

function imported(prefix: string, more: Partial<ExternalRouteAdded> = {}): ExternalRouteAdded {
  return {
    kind: 'externalRouteAdded',
    source: 'static',
    prefix: parseIpv4Prefix(prefix)!,
    metric: 20,
    metricType: 2,
    tag: 0,
    ...more,
  };
}

const hopsOf = (node: TestNode, prefix: string) =>
  node.routes.get(prefix)?.nextHops.map(({ interfaceIndex }) => interfaceIndex);

/** Routers on one LAN with these priorities, ids 10.0.0.1 and on, all started now. */
function lan(profile: OspfProfile, ...priorities: readonly number[]) {
  const network = new TestNetwork();
  const ends = priorities.map((priority, index) => {
    const attached = interfaceConfig(2, `10.1.0.${index + 1}`, 24, { priority });
    const node = network.addNode(
      `r${index + 1}`,
      routerConfig(`10.0.0.${index + 1}`, [attached], { profile }),
    );
    return [node, attached] as const;
  });
  network.connect(...ends);
  const nodes = ends.map(([node]) => node);
  for (const node of nodes) network.start(node);
  return { network, nodes };
}

function designatedAt({ router }: TestNode, network: TestNetwork) {
  const { designatedRouter, backupDesignatedRouter } = router.view(network.now).interfaces[0]!;
  return [designatedRouter & 255, backupDesignatedRouter & 255];
}

/** A root with a boundary router behind each of its two links. */
function twoExits(profile: OspfProfile) {
  const network = new TestNetwork();
  const left = [link(2, '10.1.0.1'), link(2, '10.1.0.2')] as const;
  const right = [link(3, '10.2.0.1'), link(2, '10.2.0.2')] as const;
  const config = (id: string, interfaces: OspfInterfaceConfig[]): OspfRouterConfig =>
    routerConfig(id, interfaces, { profile, asBoundaryRouter: id !== '10.0.0.1' });
  const root = network.addNode('root', config('10.0.0.1', [left[0], right[0]]));
  const one = network.addNode('one', config('10.0.0.2', [left[1], interfaceConfig(1, '10.9.9.9', 32)]));
  const two = network.addNode('two', config('10.0.0.3', [right[1], interfaceConfig(1, '10.9.9.9', 32)]));
  network.connect([root, left[0]], [one, left[1]]);
  network.connect([root, right[0]], [two, right[1]]);
  for (const node of [root, one, two]) network.start(node);
  network.runUntil(30);
  return { network, root, one, two };
}

describe.each(profiles)('known traps ($name)', (profile) => {
  it('routers of priority 0 at both ends do not become adjacent, and nobody is designated', () => {
    const { network, nodes } = lan(profile, 0, 0);
    network.runUntil(60);
    expect(neighborState(network, nodes[0]!, idB)).toBe('2-Way');
    expect(neighborState(network, nodes[1]!, idA)).toBe('2-Way');
    expect(designatedAt(nodes[0]!, network)).toEqual([0, 0]);
  });

  it('equal-cost type 1 externals keep all their next hops', () => {
    const { network, root, one, two } = twoExits(profile);
    for (const node of [one, two]) network.input(node, imported('198.51.100.0/24', { metricType: 1 }));
    network.runUntil(60);
    expect(hopsOf(root, '198.51.100.0/24')).toEqual([2, 3]);
    // Another external from one of them only must not thin out the first.
    network.input(one, imported('203.0.113.0/24', { metricType: 1 }));
    network.runUntil(90);
    expect(hopsOf(root, '198.51.100.0/24')).toEqual([2, 3]);
  });

  it('a MaxAge router-LSA does not beat a newer instance', () => {
    const stranger = ipv4('10.0.0.99') as number as RouterId;
    const pair = runningPair({ profile });
    const newer = routerLsa(stranger, initialSequenceNumber + 5);
    pretendFromB(pair, pair.a, updateOf({ lsa: newer, ageSeconds: 1 }));
    pair.network.runUntil(40);
    const flushed = routerLsa(stranger, initialSequenceNumber + 4);
    pretendFromB(pair, pair.a, updateOf({ lsa: flushed, ageSeconds: 3600 }));
    expect(lsaIn(pair.network, pair.a, 1, stranger)).toMatchObject({
      lsa: { sequence: newer.sequence },
      ageSeconds: 11,
    });
  });

  it('an own router-LSA that comes back at MaxAge is made anew', () => {
    const pair = runningPair({ profile });
    const own = lsaIn(pair.network, pair.a, 1, idA)!.lsa;
    pretendFromB(pair, pair.a, updateOf({ lsa: own, ageSeconds: 3600 }));
    pair.network.runUntil(50);
    const now = lsaIn(pair.network, pair.a, 1, idA)!;
    expect(now.lsa.sequence).toBeGreaterThan(own.sequence);
    expect(now.ageSeconds).toBeLessThan(3600);
    expect(pair.b.routes.has('10.0.0.1/32')).toBe(true);
  });

  it('after the backup designated router vanished another one is elected, and the designated router stays', () => {
    const { network, nodes } = lan(profile, 1, 1, 1, 1);
    network.runUntil(60);
    expect(designatedAt(nodes[0]!, network)).toEqual([4, 3]);
    network.input(nodes[2]!, { kind: 'stopped', graceful: false });
    network.setCut(nodes[2]!, 2, true);
    network.runUntil(120);
    for (const node of [nodes[0]!, nodes[1]!, nodes[3]!]) expect(designatedAt(node, network)).toEqual([4, 2]);
    // And the designated router after it: the backup takes over.
    network.input(nodes[3]!, { kind: 'stopped', graceful: false });
    network.setCut(nodes[3]!, 2, true);
    network.runUntil(180);
    expect(designatedAt(nodes[0]!, network)).toEqual([2, 1]);
  });

  it('an external behind a boundary router known in two areas takes the better of the two ways', () => {
    const network = new TestNetwork();
    const first = [link(2, '10.1.0.1', { areaId: area0 }), link(2, '10.1.0.2', { areaId: area0 })] as const;
    const second = [
      link(3, '10.2.0.1', { areaId: area1, cost: 3 }),
      link(3, '10.2.0.2', { areaId: area1 }),
    ] as const;
    const config = (id: string, interfaces: OspfInterfaceConfig[], boundary: boolean): OspfRouterConfig =>
      routerConfig(id, interfaces, { profile, asBoundaryRouter: boundary, rfc1583Compatibility: true });
    const root = network.addNode('root', config('10.0.0.1', [first[0], second[0]], false));
    const exit = network.addNode('exit', config('10.0.0.2', [first[1], second[1]], true));
    network.connect([root, first[0]], [exit, first[1]]);
    network.connect([root, second[0]], [exit, second[1]]);
    for (const node of [root, exit]) network.start(node);
    network.runUntil(30);
    network.input(exit, imported('198.51.100.0/24', { metricType: 1 }));
    network.runUntil(60);
    expect(root.routes.get('198.51.100.0/24')).toMatchObject({ cost: 23 });
    expect(hopsOf(root, '198.51.100.0/24')).toEqual([3]);
    network.input(root, { kind: 'interfaceDown', interfaceIndex: 3 });
    network.runUntil(90);
    expect(root.routes.get('198.51.100.0/24')).toMatchObject({ cost: 30 });
    expect(hopsOf(root, '198.51.100.0/24')).toEqual([2]);
  });

  it('the set of next hops does not depend on the order in which LSAs came, not even where it is cut', () => {
    const found = [0, 1, 2].map((rotation) => {
      const network = new TestNetwork(rotation + 1);
      const ways = [2, 3, 4].map(
        (index) =>
          [link(index, `10.${index}.0.1`, { cost: 5 }), link(2, `10.${index}.0.2`, { cost: 5 })] as const,
      );
      const root = network.addNode(
        'root',
        routerConfig(
          '10.0.0.1',
          ways.map(([near]) => near),
          { profile, maximumPaths: 2 },
        ),
      );
      const ends = ways.map(([near, far], place) => {
        const vip = interfaceConfig(1, '192.0.2.80', 32);
        const node = network.addNode(
          `end${place}`,
          routerConfig(`10.0.0.${place + 2}`, [far, vip], { profile }),
        );
        network.connect([root, near], [node, far]);
        return node;
      });
      network.start(root);
      ends.forEach((node, place) => network.start(node, ((place + rotation) % 3) * 7));
      network.runUntil(90);
      return hopsOf(root, '192.0.2.80/32');
    });
    expect(found).toEqual([
      [2, 3],
      [2, 3],
      [2, 3],
    ]);
  });

  it('the hold time of SPF starts again from its smallest when the network was quiet', () => {
    const pair = runningPair({
      profile,
      router: {
        timers: {
          spfDelay: milliseconds(0),
          spfHold: milliseconds(100),
          spfHoldMax: seconds(5),
          minLsArrival: milliseconds(0),
          minLsInterval: milliseconds(0),
        },
      },
    });
    const { network, a, b } = pair;
    const flap = (up: boolean) =>
      network.input(b, { kind: up ? 'interfaceUp' : 'interfaceDown', interfaceIndex: 1 });
    for (let count = 0; count < 20; count++) {
      network.at(network.now, () => flap(count % 2 === 1));
      network.runUntil(30 + (count + 1) * 0.05);
    }
    const busy = a.router.view(network.now).spfHoldMultiplier;
    network.runUntil(60);
    network.log.length = 0;
    flap(false);
    network.runUntil(70);
    const runs = network.log.filter(({ node, event }) => node === 'a' && event.kind === 'spfRun');
    expect(a.router.view(network.now).spfHoldMultiplier).toBe(1);
    expect(busy).toBeGreaterThan(1);
    expect((runs[0]!.at - 60e9) / 1e9).toBeLessThan(0.2);
  });

  it('a smaller MTU at one end keeps both from Exchange and Full although both hear each other', () => {
    const { network, a, b } = runningPair({ profile, a: { mtu: 1400 } }, 60);
    expect(neighborState(network, a, idB)).toBe('ExStart');
    expect(neighborState(network, b, idA)).toBe('ExStart');
    const reasons = network.log.flatMap(({ event }) =>
      event.kind === 'packetDropped' ? [event.reason] : [],
    );
    expect(reasons).toContain('mtuTooLarge');
    expect(a.routes.has('10.0.0.2/32')).toBe(false);
    // With the smaller one at the master, its partner agrees to be slave and waits in Exchange.
    const reversed = runningPair({ profile, b: { mtu: 1400 } }, 60);
    expect(neighborState(reversed.network, reversed.a, idB)).toBe('Exchange');
    expect(neighborState(reversed.network, reversed.b, idA)).toBe('ExStart');
    const tolerant = runningPair({ profile, b: { mtu: 1400, mtuIgnore: true } }, 60);
    expect(neighborState(tolerant.network, tolerant.a, idB)).toBe('Full');
  });

  it('a virtual link between routers that border nothing stays down', () => {
    const virtual = (neighborId: RouterId) => [
      {
        transitAreaId: area1,
        neighborId,
        helloInterval: seconds(1),
        deadInterval: seconds(4),
        retransmitInterval: seconds(5),
        transmitDelay: seconds(1),
      },
    ];
    const network = new TestNetwork();
    const ends = [link(2, '10.1.0.1', { areaId: area1 }), link(2, '10.1.0.2', { areaId: area1 })] as const;
    const a = network.addNode(
      'a',
      routerConfig('10.0.0.1', [ends[0]], { profile, virtualLinks: virtual(idB) }),
    );
    const b = network.addNode(
      'b',
      routerConfig('10.0.0.2', [ends[1]], { profile, virtualLinks: virtual(idA) }),
    );
    network.connect([a, ends[0]], [b, ends[1]]);
    for (const node of [a, b]) network.start(node);
    network.runUntil(60);
    for (const node of [a, b]) {
      const { interfaces, areaBorderRouter } = node.router.view(network.now);
      expect(interfaces.find(({ name }) => name === 'VLINK0')).toMatchObject({ up: false, neighbors: [] });
      expect(areaBorderRouter).toBe(false);
    }
  });

  it('a next hop that is gone leaves externals with the SPF run that took it from internal routes', () => {
    const { network, root, one, two } = twoExits(profile);
    for (const node of [one, two]) network.input(node, imported('198.51.100.0/24'));
    network.runUntil(60);
    expect(hopsOf(root, '198.51.100.0/24')).toEqual([2, 3]);
    expect(hopsOf(root, '10.9.9.9/32')).toEqual([2, 3]);
    network.log.length = 0;
    const gone: Record<string, number> = {};
    network.input(root, { kind: 'interfaceDown', interfaceIndex: 3 });
    for (let tenths = 0; tenths < 100; tenths++) {
      network.runUntil(60 + tenths / 10);
      for (const prefix of ['10.9.9.9/32', '198.51.100.0/24']) {
        if (hopsOf(root, prefix)?.length === 1) gone[prefix] ??= tenths / 10;
      }
    }
    const runs = network.log.filter(({ node, event }) => node === 'root' && event.kind === 'spfRun');
    const externalDelay = profile.externalRoutesDelay / 1e9;
    expect(gone['198.51.100.0/24']! - gone['10.9.9.9/32']!).toBeLessThanOrEqual(externalDelay + 0.1);
    expect(runs[0]!.at).toBeLessThanOrEqual(60e9 + gone['10.9.9.9/32']! * 1e9);
  });

  it('networks that differ in their masks alone have LSAs of their own (appendix E)', () => {
    const { network, root, one } = twoExits(profile);
    const nets = ['198.51.0.0/16', '198.51.0.0/20', '198.51.0.0/24'];
    for (const prefix of nets) network.input(one, imported(prefix));
    network.runUntil(60);
    for (const prefix of nets) expect(hopsOf(root, prefix), prefix).toEqual([2]);
    const { externalLsas } = root.router.view(network.now);
    expect(new Set(externalLsas.map(({ lsa }) => lsa.linkStateId)).size).toBe(3);
    // One that goes takes none of the others with it.
    network.input(one, {
      kind: 'externalRouteRemoved',
      source: 'static',
      prefix: parseIpv4Prefix(nets[0]!)!,
    });
    network.runUntil(90);
    expect(nets.map((prefix) => root.routes.has(prefix))).toEqual([false, true, true]);
  });

  it('and summaries of such networks do not collide either', () => {
    const network = new TestNetwork();
    const first = [link(2, '10.1.0.1', { areaId: area0 }), link(2, '10.1.0.2', { areaId: area0 })] as const;
    const inside = ['172.16.0.0/16', '172.16.0.0/24'].map((prefix, place) => {
      const [address, length] = prefix.split('/') as [string, string];
      return interfaceConfig(3 + place, address, Number(length), {
        areaId: area2,
        networkType: 'pointToPoint',
      });
    });
    const root = network.addNode('root', routerConfig('10.0.0.1', [first[0]], { profile }));
    const border = network.addNode('border', routerConfig('10.0.0.2', [first[1], ...inside], { profile }));
    network.connect([root, first[0]], [border, first[1]]);
    for (const node of [root, border]) network.start(node);
    network.runUntil(60);
    expect([hopsOf(root, '172.16.0.0/16'), hopsOf(root, '172.16.0.0/24')]).toEqual([[2], [2]]);
  });
});
