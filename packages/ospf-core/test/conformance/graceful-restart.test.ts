// A router that restarts within its grace period: RFC 3623 §2, with helpers around it (§3).

import { describe, expect, it } from 'vitest';
import { seconds, type Instant } from '@ospflab/sim';
import type { OspfInterfaceConfig, OspfRouterConfig } from '@ospflab/ospf-core';
import { interfaceConfig, routerConfig, TestNetwork, type TestNode } from '../network.ts';
import { view } from '../pair.ts';

interface Lan {
  readonly network: TestNetwork;
  readonly nodes: readonly TestNode[];
  /** `node prefix` of every route that went away since 40 s. */
  readonly withdrawn: string[];
}

const helper = {
  everybody: true,
  routers: [],
  strictLsaChecking: true,
  supportedGracePeriod: seconds(1800),
  plannedOnly: false,
};

/** Three routers with a loopback each; the first is designated router, the second backup. At 40 s. */
function lanOf(more: Partial<OspfRouterConfig>, networkType: OspfInterfaceConfig['networkType']): Lan {
  const network = new TestNetwork(5);
  const count = networkType === 'pointToPoint' ? 2 : 3;
  const ends: [TestNode, OspfInterfaceConfig][] = [];
  for (let index = 1; index <= count; index++) {
    const port = interfaceConfig(2, `10.1.0.${index}`, 24, { networkType, priority: 10 - index });
    const loopback = interfaceConfig(1, `10.0.0.${index}`, 32);
    const config = routerConfig(`10.0.0.${index}`, [port, loopback], { opaqueCapable: true, ...more });
    ends.push([network.addNode(`r${index}`, config), port]);
  }
  network.connect(...ends);
  ends.forEach(([node], index) => network.start(node, index * 0.1));
  network.runUntil(40);
  const withdrawn: string[] = [];
  network.onRoute = (node, prefix, present) => {
    if (!present) withdrawn.push(`${node.name} ${prefix}`);
  };
  return { network, nodes: ends.map(([node]) => node), withdrawn };
}

function restart({ network }: Lan, node: TestNode, prepared = true): void {
  const graceUntil = (network.now + seconds(60)) as Instant;
  if (prepared) network.input(node, { kind: 'restartPrepared' });
  network.input(node, { kind: 'stopped', graceful: true });
  network.runUntil(48);
  network.input(node, { kind: 'started', ...(prepared ? { graceUntil } : {}) });
}

function outcomes({ network }: Lan): string[] {
  return network.log.flatMap(({ node, event }) =>
    event.kind === 'restartEnded' || event.kind === 'helpEnded' ? [`${node} ${event.reason}`] : [],
  );
}

function originations({ network }: Lan, until: number): string[] {
  return network.log.flatMap(({ at, node, event }) =>
    at >= 40e9 && at < until && event.kind === 'lsaOriginated' && event.lsType !== 9 ? [node] : [],
  );
}

const graceful = { gracePeriod: seconds(60), gracefulRestartHelper: helper };

describe('a router that restarts gracefully', () => {
  it('is helped by its neighbour: no route goes, neither does an adjacency to others', () => {
    const lan = lanOf(graceful, 'pointToPoint');
    const { network, nodes } = lan;
    restart(lan, nodes[0]!);
    network.runUntil(100);
    expect([lan.withdrawn, outcomes(lan).sort()]).toEqual([[], ['r1 completed', 'r2 completed']]);
    expect(nodes.map(({ routes }) => routes.size)).toEqual([3, 3]);
  });

  it.each([0, 1, 2])('completes on a LAN whatever its role is (router %i)', (index) => {
    const lan = lanOf(graceful, 'broadcast');
    const { network, nodes } = lan;
    const designated = view(network, nodes[0]!).interfaces.map((one) => one.designatedRouter);
    restart(lan, nodes[index]!);
    network.runUntil(100);
    expect(lan.withdrawn).toEqual([]);
    expect(new Set(outcomes(lan).map((text) => text.split(' ')[1]))).toEqual(new Set(['completed']));
    expect(view(network, nodes[0]!).interfaces.map((one) => one.designatedRouter)).toEqual(designated);
    expect(nodes.map(({ routes }) => routes.size)).toEqual([4, 4, 4]);
  });

  it('originates nothing before the restart is over', () => {
    const lan = lanOf(graceful, 'pointToPoint');
    restart(lan, lan.nodes[0]!);
    lan.network.runUntil(100);
    const end = lan.network.log.find(({ event }) => event.kind === 'restartEnded')!.at;
    expect(originations(lan, end)).toEqual([]);
    expect(originations(lan, Infinity)).toContain('r1');
  });

  it('flushes its grace-LSAs in the end, and they leave', () => {
    const lan = lanOf(graceful, 'pointToPoint');
    restart(lan, lan.nodes[0]!);
    lan.network.runUntil(120);
    const removed = lan.network.log.filter(({ event }) => event.kind === 'lsaRemoved' && event.lsType === 9);
    expect(removed.map(({ node }) => node).sort()).toEqual(['r1', 'r2']);
  });

  it('is lost to a neighbour that does not help once the dead interval is over', () => {
    const lan = lanOf({ gracePeriod: seconds(60) }, 'pointToPoint');
    restart(lan, lan.nodes[0]!);
    lan.network.runUntil(120);
    expect(lan.withdrawn).toContain('r2 10.0.0.1/32');
    expect(lan.nodes.map(({ routes }) => routes.size)).toEqual([3, 3]);
  });

  it('gives up when the grace period ends before its neighbour is back', () => {
    const lan = lanOf(graceful, 'pointToPoint');
    restart(lan, lan.nodes[0]!);
    lan.network.input(lan.nodes[1]!, { kind: 'stopped', graceful: false });
    lan.network.runUntil(120);
    expect(outcomes(lan)).toContain('r1 graceOver');
  });

  it('has to be prepared: a stop alone flushes and withdraws as ever', () => {
    const lan = lanOf(graceful, 'pointToPoint');
    restart(lan, lan.nodes[0]!, false);
    lan.network.runUntil(100);
    expect(lan.withdrawn).toContain('r2 10.0.0.1/32');
    expect(outcomes(lan)).toEqual([]);
  });
});
