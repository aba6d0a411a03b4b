// RFC 2328 §9: interfaces, hellos and the designated router.

import { seconds } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { allDRouters, allSpfRouters, rfc2328Profile, type OspfInterfaceConfig } from '@ospflab/ospf-core';
import { interfaceConfig, routerConfig, TestNetwork, type TestNode } from '../network.ts';
import { idB, makePair, neighborState, runningPair, view } from '../pair.ts';

interface Lan {
  readonly network: TestNetwork;
  readonly nodes: readonly TestNode[];
}

/** Routers 1 … n on one LAN with these priorities. */
function lan(priorities: readonly number[], seed = 1): Lan {
  const network = new TestNetwork(seed);
  const configs = priorities.map((priority, index) =>
    interfaceConfig(2, `10.1.0.${index + 1}`, 24, { priority }),
  );
  const nodes = configs.map((config, index) =>
    network.addNode(`r${index + 1}`, routerConfig(`10.0.0.${index + 1}`, [config])),
  );
  network.connect(...nodes.map((node, index): [TestNode, OspfInterfaceConfig] => [node, configs[index]!]));
  return { network, nodes };
}

/** Last octets of the designated router and the backup as each router sees them. */
function beliefs({ network, nodes }: Lan): string[] {
  return nodes.map((node) => {
    const eth0 = view(network, node).interfaces[0];
    if (eth0 === undefined) return 'stopped';
    return `${eth0.designatedRouter & 255} ${eth0.backupDesignatedRouter & 255}`;
  });
}

function startAll({ network, nodes }: Lan): void {
  for (const node of nodes) network.start(node, network.random());
}

describe('RFC 2328 §9.4: five routers on a LAN', () => {
  it('agree on one designated router and one backup', () => {
    const all = lan([1, 1, 1, 1, 1], 4);
    startAll(all);
    all.network.runUntil(20);
    const seen = new Set(beliefs(all));
    expect([...seen]).toEqual(['5 4']);
  });

  it('elect by priority first', () => {
    const all = lan([1, 50, 1, 10, 0]);
    startAll(all);
    all.network.runUntil(20);
    expect(new Set(beliefs(all))).toEqual(new Set(['2 4']));
  });

  it('make DR Others adjacent to the two only: 2-Way among themselves', () => {
    const all = lan([1, 50, 1, 10, 0]);
    startAll(all);
    all.network.runUntil(30);
    const states = view(all.network, all.nodes[0]!).interfaces[0]!.neighbors.map(({ state }) => state);
    expect(states).toEqual(['Full', '2-Way', 'Full', '2-Way']);
  });

  it('promote the backup when the designated router dies, and elect a new backup', () => {
    const all = lan([1, 50, 5, 10, 1]);
    startAll(all);
    all.network.runUntil(30);
    expect(beliefs(all)[0]).toBe('2 4');
    all.network.input(all.nodes[1]!, { kind: 'stopped', graceful: false });
    all.network.runUntil(60);
    const rest = [0, 2, 3, 4].map((index) => beliefs(all)[index]);
    expect(new Set(rest)).toEqual(new Set(['4 3']));
    // The dead router's network-LSA stays until it ages out; nobody can use it, since the dead router is not reached.
    const networks = view(all.network, all.nodes[0]!).areas[0]!.lsas.filter(({ lsa }) => lsa.type === 2);
    expect(networks.map(({ lsa }) => lsa.linkStateId & 255)).toEqual([2, 4]);
    expect(all.nodes[0]!.routes.get('10.1.0.0/24')?.cost).toBe(10);
  });

  it('elect a new designated router after the backup vanished first', () => {
    const all = lan([1, 50, 5, 10, 1]);
    startAll(all);
    all.network.runUntil(30);
    all.network.input(all.nodes[3]!, { kind: 'stopped', graceful: false });
    all.network.runUntil(50);
    all.network.input(all.nodes[1]!, { kind: 'stopped', graceful: false });
    all.network.runUntil(70);
    const rest = [0, 2, 4].map((index) => beliefs(all)[index]);
    expect(new Set(rest)).toEqual(new Set(['3 5']));
  });

  it('a latecomer of higher priority does not unseat the designated router', () => {
    const all = lan([1, 1, 200]);
    all.network.start(all.nodes[0]!);
    all.network.start(all.nodes[1]!);
    all.network.start(all.nodes[2]!, 15);
    all.network.runUntil(40);
    expect(new Set(beliefs(all))).toEqual(new Set(['2 1']));
  });
});

describe('priority 0 at both ends', () => {
  it('never becomes adjacent', () => {
    const { network, a } = runningPair({ both: { networkType: 'broadcast', priority: 0 } }, 60);
    expect(neighborState(network, a, idB)).toBe('2-Way');
    expect(view(network, a).interfaces.find(({ name }) => name === 'eth0')!.state).toBe('DROther');
  });
});

describe('RFC 2328 §9.5: hellos', () => {
  it('a waiting interface of the frr profile says hello 1 ms after it came up, one of priority 0 after HelloInterval', () => {
    const times = [1, 0].map((priority) => {
      const pair = makePair({ both: { networkType: 'broadcast', priority } });
      pair.network.keepSent = true;
      pair.network.start(pair.a);
      pair.network.runUntil(3);
      return pair.network.sent.map(({ at }) => at / 1e9);
    });
    expect(times).toEqual([
      [0.001, 1.001, 2.001],
      [1, 2, 3],
    ]);
  });

  it('the rfc2328 profile says hello at once', () => {
    const pair = makePair({ both: { networkType: 'broadcast', priority: 0 }, profile: rfc2328Profile });
    pair.network.keepSent = true;
    pair.network.start(pair.a);
    pair.network.runUntil(0.5);
    expect(pair.network.sent.map(({ at }) => at)).toEqual([0]);
  });

  it('keep their phase when the interface changes from Waiting to DR', () => {
    const pair = makePair({ both: { networkType: 'broadcast' } });
    pair.network.keepSent = true;
    pair.network.start(pair.a);
    pair.network.runUntil(8);
    const phases = pair.network.sent.map(({ at }) => Math.round((at / 1e9) * 1e6) % 1e6);
    expect(new Set(phases)).toEqual(new Set([1000]));
    expect(view(pair.network, pair.a).interfaces.find(({ name }) => name === 'eth0')!.state).toBe('DR');
  });

  it('a passive interface sends nothing and accepts nothing, and its network is a stub', () => {
    const pair = makePair({ a: { passive: true } });
    pair.network.keepSent = true;
    pair.network.start(pair.a);
    pair.network.start(pair.b);
    pair.network.runUntil(10);
    expect(pair.network.sent.filter(({ node }) => node === 'a')).toEqual([]);
    expect(neighborState(pair.network, pair.a, idB)).toBeUndefined();
    expect(pair.a.routes.has('10.1.0.0/24')).toBe(true);
  });
});

describe('group membership', () => {
  it('only the designated router and the backup listen to AllDRouters', () => {
    const all = lan([3, 2, 1]);
    startAll(all);
    all.network.runUntil(20);
    const listens = all.nodes.map((node) => node.groups.has(`2 ${allDRouters}`));
    expect(listens).toEqual([true, true, false]);
    expect(all.nodes.every((node) => node.groups.has(`2 ${allSpfRouters}`))).toBe(true);
    all.network.input(all.nodes[0]!, { kind: 'interfaceDown', interfaceIndex: 2 });
    expect(all.nodes[0]!.groups.size).toBe(0);
  });
});

describe('cost', () => {
  it('comes from the bandwidth when none is configured: 100 Gbit/s over it, at least 1', () => {
    const costs = [10_000, 1_000, 400_000].map((bandwidthMbit) => {
      const pair = makePair({ both: { bandwidthMbit } });
      pair.network.start(pair.a);
      pair.network.runUntil(1);
      return view(pair.network, pair.a).interfaces.find(({ name }) => name === 'eth0')!.cost;
    });
    expect(costs).toEqual([10, 100, 1]);
  });

  it('a change while running makes a new router-LSA with it', () => {
    const { network, a, b } = runningPair({ both: { cost: 5 } });
    expect(b.routes.get('10.0.0.1/32')?.cost).toBe(5);
    network.input(b, {
      kind: 'interfaceReconfigured',
      config: interfaceConfig(2, '10.1.0.2', 24, { networkType: 'pointToPoint', cost: 7 }),
    });
    network.runUntil(32);
    expect(b.routes.get('10.0.0.1/32')?.cost).toBe(7);
    expect(a.routes.get('10.0.0.2/32')?.cost).toBe(5);
  });

  it('max-metric advertises transit links with 0xffff and leaves stubs alone', () => {
    const { network, a } = runningPair({ router: { maxMetric: true }, both: { cost: 3 } });
    const own = view(network, a).areas[0]!.lsas.find(({ selfOriginated }) => selfOriginated)!.lsa.body;
    expect(own.kind === 'router' ? own.links.map(({ type, metric }) => `${type} ${metric}`) : []).toEqual([
      'pointToPoint 65535',
      'stub 3',
      'stub 0',
    ]);
  });
});

describe('inactivity', () => {
  it('a neighbour that is silent for RouterDeadInterval is gone at that instant', () => {
    const { network, a, b } = runningPair({ both: { deadInterval: seconds(4) } }, 30.2);
    network.setCut(b, 2, true);
    const cutAt = network.now;
    network.runUntil(40);
    const expiry = network.log.find(
      ({ node, event, at }) => node === 'a' && event.kind === 'deadTimerExpired' && at > cutAt,
    )!;
    const hellos = network.log.filter(({ at }) => at <= cutAt);
    expect(hellos.length).toBeGreaterThan(0);
    expect((expiry.at - cutAt) / 1e9).toBeGreaterThan(3);
    expect((expiry.at - cutAt) / 1e9).toBeLessThan(4);
    expect(neighborState(network, a, idB)).toBeUndefined();
  });
});
