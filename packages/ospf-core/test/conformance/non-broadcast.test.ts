// Non-broadcast networks: configured neighbours, unicast hellos, polls. RFC 2328 §9.3, §9.4, §9.5.1, §10.3, §13.3, §13.5.

import { describe, expect, it } from 'vitest';
import { ipv4 } from '@ospflab/net';
import { seconds } from '@ospflab/sim';
import {
  frrProfile,
  rfc2328Profile,
  type OspfConfiguredNeighbor,
  type OspfInterfaceConfig,
  type OspfProfile,
} from '@ospflab/ospf-core';
import { interfaceConfig, routerConfig, TestNetwork, type Recorded, type TestNode } from '../network.ts';
import { view } from '../pair.ts';

const addressOf = (host: number) => ipv4(`10.1.0.${host}`);

function knows(host: number, priority = 1, pollSeconds = 20): OspfConfiguredNeighbor {
  return { address: addressOf(host), priority, pollInterval: seconds(pollSeconds) };
}

interface Member {
  readonly priority: number;
  readonly neighbors: readonly OspfConfiguredNeighbor[];
}

interface Cloud {
  readonly network: TestNetwork;
  readonly nodes: readonly TestNode[];
}

/** Hosts .1, .2, … of one non-broadcast network. */
function cloudOf(members: readonly Member[], profile: OspfProfile = rfc2328Profile): Cloud {
  const network = new TestNetwork(1);
  network.keepSent = true;
  const ends = members.map(({ priority, neighbors }, index) => {
    const host = index + 1;
    const port = interfaceConfig(2, `10.1.0.${host}`, 24, {
      networkType: 'nonBroadcast',
      priority,
      neighbors,
      cost: 10,
    });
    const loopback = interfaceConfig(1, `10.0.0.${host}`, 32);
    const node = network.addNode(`r${host}`, routerConfig(`10.0.0.${host}`, [port, loopback], { profile }));
    return [node, port] as const satisfies readonly [TestNode, OspfInterfaceConfig];
  });
  network.connect(...ends);
  return { network, nodes: ends.map(([node]) => node) };
}

function runCloud(members: readonly Member[], untilSeconds: number, profile?: OspfProfile): Cloud {
  const cloud = cloudOf(members, profile);
  for (const [index, node] of cloud.nodes.entries()) cloud.network.start(node, index / 10);
  cloud.network.runUntil(untilSeconds);
  return cloud;
}

function hellos({ network }: Cloud, from: string, to: number): number[] {
  return network.sent
    .filter(
      ({ node, destination, packet }) =>
        node === from && destination === addressOf(to) && packet.body.kind === 'hello',
    )
    .map(({ at }) => at / 1e9);
}

function statesOf({ network }: Cloud, node: TestNode): string[] {
  const { neighbors } = view(network, node).interfaces.find(({ name }) => name === 'eth0')!;
  return neighbors.map(({ state }) => state);
}

function changes({ network }: Cloud, node: string): string[] {
  return network.log.flatMap(({ node: where, event }: Recorded) =>
    where === node && event.kind === 'neighborStateChanged' ? [`${event.from} ${event.to}`] : [],
  );
}

const threeEligible: readonly Member[] = [
  { priority: 1, neighbors: [knows(2), knows(3)] },
  { priority: 1, neighbors: [knows(1), knows(3)] },
  { priority: 1, neighbors: [knows(1), knows(2)] },
];

describe('a non-broadcast network', () => {
  it('becomes one transit network, with everybody adjacent to designated router and backup', () => {
    const cloud = runCloud(threeEligible, 40);
    for (const node of cloud.nodes) {
      const [port] = view(cloud.network, node).interfaces.filter(({ name }) => name === 'eth0');
      expect(port).toMatchObject({ networkType: 'nonBroadcast', designatedRouter: addressOf(3) });
      expect(statesOf(cloud, node)).toEqual(['Full', 'Full']);
    }
    expect(cloud.nodes[0]!.routes.get('10.0.0.3/32')).toMatchObject({
      cost: 10,
      nextHops: [{ interfaceIndex: 2, address: addressOf(3) }],
    });
  });

  it('carries unicasts alone: hellos, updates and acknowledgements (§9.5.1, §13.3 (5), §13.5)', () => {
    const { network } = runCloud(threeEligible, 40);
    const kinds = new Set(network.sent.map(({ packet }) => packet.body.kind));
    expect(kinds.size).toBe(5);
    for (const { destination } of network.sent) expect(destination >>> 24).toBe(10);
  });

  it.each([rfc2328Profile, frrProfile])(
    'needs no configured priorities: nobody stays ineligible for want of them ($name)',
    (profile) => {
      const unsure = threeEligible.map(({ priority, neighbors }) => ({
        priority,
        neighbors: neighbors.map((neighbor) => ({ ...neighbor, priority: 0 })),
      }));
      const cloud = runCloud(unsure, 40, profile);
      for (const node of cloud.nodes) expect(statesOf(cloud, node)).toEqual(['Full', 'Full']);
    },
  );

  it('with the frr profile all are attempted while the interface waits, as FRR 8.4 does', () => {
    const cloud = runCloud([{ priority: 1, neighbors: [knows(2, 0)] }], 3, frrProfile);
    expect(hellos(cloud, 'r1', 2)).toHaveLength(4);
  });
});

describe('a configured neighbour', () => {
  it('that does not answer is attempted for RouterDeadInterval, then polled (§10.3, Start; §9.5.1)', () => {
    const cloud = runCloud([{ priority: 1, neighbors: [knows(9, 1, 20)] }], 50);
    const sent = hellos(cloud, 'r1', 9);
    expect(sent.filter((at) => at < 4.1).length).toBeGreaterThanOrEqual(4);
    expect(sent.filter((at) => at > 4.1)).toEqual([24, 44]);
    expect(changes(cloud, 'r1')).toEqual(['down attempt', 'attempt down']);
  });

  it('is shown in Attempt and not at all while it is down', () => {
    const cloud = runCloud([{ priority: 1, neighbors: [knows(9)] }], 2);
    expect(statesOf(cloud, cloud.nodes[0]!)).toEqual(['Attempt']);
    cloud.network.runUntil(10);
    expect(statesOf(cloud, cloud.nodes[0]!)).toEqual([]);
  });

  it('that is not eligible hears nothing before this router is designated or backup (§9.4 (6))', () => {
    const cloud = runCloud(
      [
        { priority: 1, neighbors: [knows(2, 0)] },
        { priority: 0, neighbors: [] },
      ],
      30,
    );
    // The wait timer runs for RouterDeadInterval.
    expect(hellos(cloud, 'r1', 2)[0]).toBe(4);
    expect(statesOf(cloud, cloud.nodes[0]!)).toEqual(['Full']);
    expect(changes(cloud, 'r1')[0]).toBe('down attempt');
  });

  it('that died is polled and comes back (§9.5.1)', () => {
    const cloud = runCloud(threeEligible, 40);
    const [, second] = cloud.nodes;
    cloud.network.input(second!, { kind: 'stopped', graceful: false });
    cloud.network.runUntil(50);
    expect(statesOf(cloud, cloud.nodes[0]!)).toEqual(['Full']);
    cloud.network.start(second!);
    cloud.network.runUntil(90);
    for (const node of cloud.nodes) expect(statesOf(cloud, node)).toEqual(['Full', 'Full']);
  });

  it('may be added and taken away while running', () => {
    const cloud = cloudOf([
      { priority: 1, neighbors: [] },
      { priority: 1, neighbors: [] },
    ]);
    for (const node of cloud.nodes) cloud.network.start(node);
    cloud.network.runUntil(10);
    expect(statesOf(cloud, cloud.nodes[0]!)).toEqual([]);
    const config = (neighbors: readonly OspfConfiguredNeighbor[]): OspfInterfaceConfig =>
      interfaceConfig(2, '10.1.0.1', 24, { networkType: 'nonBroadcast', cost: 10, neighbors });
    cloud.network.input(cloud.nodes[0]!, { kind: 'interfaceReconfigured', config: config([knows(2)]) });
    cloud.network.runUntil(40);
    expect(statesOf(cloud, cloud.nodes[0]!)).toEqual(['Full']);
    cloud.network.input(cloud.nodes[0]!, { kind: 'interfaceReconfigured', config: config([]) });
    expect(changes(cloud, 'r1').at(-1)).toBe('full down');
  });
});

describe('a router that is not eligible', () => {
  const members: readonly Member[] = [
    { priority: 1, neighbors: [knows(2), knows(3, 0)] },
    { priority: 1, neighbors: [knows(1), knows(3, 0)] },
    { priority: 0, neighbors: [] },
  ];

  it('needs no neighbour of its own: it answers the eligible ones (§9.5.1)', () => {
    const cloud = runCloud(members, 40);
    expect(statesOf(cloud, cloud.nodes[2]!)).toEqual(['Full', 'Full']);
  });

  it('greets designated router and backup alone once they are known', () => {
    const cloud = runCloud(
      [...members.slice(0, 2), { priority: 0, neighbors: [] }, { priority: 0, neighbors: [knows(3, 0)] }],
      40,
    );
    expect(hellos(cloud, 'r4', 3)).toEqual([]);
    expect(hellos(cloud, 'r3', 1).length).toBeGreaterThan(20);
    expect(hellos(cloud, 'r3', 2).length).toBeGreaterThan(20);
  });
});
