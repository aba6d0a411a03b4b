// Random networks of real routers in one area, and what has to hold in them once they are quiet.

import { ipv4FromNumber } from '@ospflab/net';
import { seconds, type Duration } from '@ospflab/sim';
import fc from 'fast-check';
import { expect } from 'vitest';
import type {
  OspfInterfaceConfig,
  OspfNetworkType,
  OspfProfile,
  OspfRouterConfig,
  RouterId,
  SpfInterface,
} from '@ospflab/ospf-core';
import { bruteForceRows } from './brute-force-routes.ts';
import { interfaceConfig, routerConfig, TestNetwork, type Faults, type TestNode } from './network.ts';
import { databaseRows, view } from './pair.ts';
import { rowsOf } from './route-rows.ts';

export interface RandomNetwork {
  readonly seed: number;
  readonly routerCount: number;
  readonly links: readonly {
    readonly a: number;
    readonly b: number;
    readonly costA: number;
    readonly costB: number;
    readonly type: OspfNetworkType;
  }[];
  readonly lans: readonly { readonly members: readonly number[]; readonly priority: number }[];
}

export function arbitraryNetwork(routersMax: number): fc.Arbitrary<RandomNetwork> {
  const cost = fc.integer({ min: 1, max: 4 });
  return fc.integer({ min: 2, max: routersMax }).chain((routerCount) => {
    const router = fc.nat(routerCount - 1);
    return fc.record({
      seed: fc.nat(1_000_000),
      routerCount: fc.constant(routerCount),
      links: fc.array(
        fc.record({
          a: router,
          b: router,
          costA: cost,
          costB: cost,
          type: fc.constantFrom<OspfNetworkType>('pointToPoint', 'broadcast'),
        }),
        { maxLength: routerCount },
      ),
      lans: fc.array(
        fc.record({
          members: fc.uniqueArray(router, { minLength: 2, maxLength: 6 }),
          priority: fc.nat(3),
        }),
        { maxLength: 2 },
      ),
    });
  });
}

export interface Built {
  readonly network: TestNetwork;
  readonly nodes: readonly TestNode[];
}

/** A chain keeps it connected; the random links and LANs come on top. */
export function build(
  random: RandomNetwork,
  profile: OspfProfile,
  more: Partial<OspfRouterConfig> = {},
): Built {
  const network = new TestNetwork(random.seed + 1);
  const interfaces: OspfInterfaceConfig[][] = Array.from({ length: random.routerCount }, (_, index) => [
    interfaceConfig(1, `10.255.0.${index + 1}`, 32),
  ]);
  const ends: (readonly [number, OspfInterfaceConfig])[][] = [];
  const attach = (
    subnet: number,
    members: readonly (readonly [number, Partial<OspfInterfaceConfig>])[],
  ): void => {
    ends.push(
      members.map(([node, more], index) => {
        const own = interfaces[node]!;
        const config = interfaceConfig(own.length + 1, `10.0.${subnet}.${index + 1}`, 24, {
          retransmitInterval: seconds(2),
          ...more,
        });
        own.push(config);
        return [node, config] as const;
      }),
    );
  };
  let subnet = 0;
  for (let node = 1; node < random.routerCount; node++) {
    attach(subnet++, [
      [node - 1, { networkType: 'pointToPoint', cost: 3 }],
      [node, { networkType: 'pointToPoint', cost: 3 }],
    ]);
  }
  for (const { a, b, costA, costB, type } of random.links) {
    if (a === b) continue;
    attach(subnet++, [
      [a, { networkType: type, cost: costA }],
      [b, { networkType: type, cost: costB }],
    ]);
  }
  for (const { members, priority } of random.lans) {
    attach(
      subnet++,
      members.map(
        (node, index) => [node, { cost: 1 + (index % 3), priority: index === 0 ? 1 : priority }] as const,
      ),
    );
  }
  const nodes = interfaces.map((own, index) =>
    network.addNode(`r${index + 1}`, routerConfig(`10.255.0.${index + 1}`, own, { profile, ...more })),
  );
  for (const segment of ends) {
    network.connect(...segment.map(([node, config]) => [nodes[node]!, config] as const));
  }
  for (const node of nodes) network.start(node, 3 * network.random());
  return { network, nodes };
}

export function setFaults({ nodes }: Built, faults: Faults): void {
  for (const node of nodes) for (const segment of node.segments.values()) segment.faults = faults;
}

export const noFaults: Faults = { loss: 0, duplication: 0, jitter: 0 as Duration };

function spfInterfaces(network: TestNetwork, node: TestNode): SpfInterface[] {
  return view(network, node).interfaces.map(
    ({ interfaceIndex, name, networkType, address, prefixLength }) => ({
      interfaceIndex,
      name,
      networkType,
      address,
      prefixLength,
    }),
  );
}

export function expectConverged({ network, nodes }: Built): void {
  // An LSA at MaxAge is gone already; when each router takes it out of its database is its own affair.
  const living = (node: TestNode): string[] =>
    databaseRows(network, node).filter((row) => !row.endsWith('MaxAge'));
  const rows = living(nodes[0]!);
  for (const [index, node] of nodes.entries()) {
    expect(living(node), `database of ${node.name}`).toEqual(rows);
    const usable = view(network, node).areas[0]!.lsas.filter(({ ageSeconds }) => ageSeconds < 3600);
    const lsas = usable.map(({ lsa }) => lsa);
    const routerId = ipv4FromNumber(0x0aff0001 + index) as number as RouterId;
    const expected = bruteForceRows(lsas, routerId, spfInterfaces(network, node));
    expect(rowsOf([...node.routes.values()]), `routes of ${node.name}`).toEqual(expected);
  }
  // The oracle reads the database; that the database says what is configured is seen in who is reached.
  for (const node of nodes) {
    const loopbacks = nodes.map((_, index) => `10.255.0.${index + 1}/32`);
    expect(loopbacks.filter((prefix) => !node.routes.has(prefix))).toEqual([]);
  }
}

/** RFC 2328 §16: what routers compute from one database leads every packet nearer to its destination, whichever of the ways it takes. */
export function expectNoLoops({ nodes }: Built): void {
  const owner = new Map<number, TestNode>();
  for (const node of nodes) {
    for (const stations of node.stations.values())
      for (const { address } of stations) owner.set(address, node);
  }
  for (const [target] of nodes.entries()) {
    const prefix = `10.255.0.${target + 1}/32`;
    const settled = new Set<TestNode>();
    const follow = (node: TestNode, path: readonly TestNode[]): void => {
      expect(path, `${prefix} goes in a circle`).not.toContain(node);
      if (settled.has(node)) return;
      for (const { address } of node.routes.get(prefix)?.nextHops ?? []) {
        const next = address === undefined ? undefined : owner.get(address);
        if (next !== undefined) follow(next, [...path, node]);
      }
      settled.add(node);
    };
    for (const node of nodes) follow(node, []);
  }
}
