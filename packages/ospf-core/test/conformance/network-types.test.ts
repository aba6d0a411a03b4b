// Point-to-multipoint networks and unnumbered links: RFC 2328 §8.2, §10.4, §12.4.1.1, §12.4.1.4, §16.1.1.

import { describe, expect, it } from 'vitest';
import { ipv4, maskOfLength } from '@ospflab/net';
import { allSpfRouters, type OspfInterfaceConfig, type RouterLink } from '@ospflab/ospf-core';
import type { TestNetwork, TestNode } from '../network.ts';
import { idA, idB, lsaIn, neighborState, runningPair, view } from '../pair.ts';

const multipoint: Partial<OspfInterfaceConfig> = { networkType: 'pointToMultipoint', cost: 7 };

function linksOf(network: TestNetwork, node: TestNode): readonly RouterLink[] {
  const lsa = lsaIn(network, node, 1, view(network, node).routerId)!.lsa;
  return lsa.body.kind === 'router' ? lsa.body.links : [];
}

describe('point-to-multipoint', () => {
  it('neighbours become adjacent without a designated router (RFC 2328 §10.4)', () => {
    const { network, a, b } = runningPair({ both: multipoint });
    expect([neighborState(network, a, idB), neighborState(network, b, idA)]).toEqual(['Full', 'Full']);
    const [port] = view(network, a).interfaces.filter(({ name }) => name === 'eth0');
    expect(port).toMatchObject({ state: 'Point-To-Point', designatedRouter: 0, memberOfAllDRouters: false });
  });

  it('the router-LSA has the own address as a host and a link per neighbour (§12.4.1.4)', () => {
    const { network, a } = runningPair({ both: multipoint });
    expect(linksOf(network, a).slice(0, 2)).toEqual([
      { type: 'stub', linkId: ipv4('10.1.0.1'), linkData: 0xffffffff, metric: 0 },
      { type: 'pointToPoint', linkId: idB, linkData: ipv4('10.1.0.1'), metric: 7 },
    ]);
  });

  it('with max-metric the links cost 0xffff and the host stays at 0 (RFC 6987 §2)', () => {
    const { network, a } = runningPair({ both: multipoint, router: { maxMetric: true } });
    expect(linksOf(network, a).map(({ metric }) => metric)).toEqual([0, 0xffff, 0]);
  });

  it('a network without a neighbour is still reachable as a host', () => {
    const { network, a } = runningPair({ a: multipoint, b: { ...multipoint, passive: true } });
    expect(linksOf(network, a)[0]).toMatchObject({ type: 'stub', linkId: ipv4('10.1.0.1'), metric: 0 });
  });

  it('the mask is compared, but not when the addresses are hosts (§10.5)', () => {
    const mismatch = runningPair({ both: multipoint, a: { prefixLength: 25 } });
    expect(neighborState(mismatch.network, mismatch.a, idB)).toBeUndefined();
    const hosts = runningPair({ both: { ...multipoint, prefixLength: 32 } });
    expect(neighborState(hosts.network, hosts.a, idB)).toBe('Full');
  });

  it('the next hop is the address of the neighbour on this network (§16.1.1)', () => {
    const { a } = runningPair({ both: multipoint });
    const route = a.routes.get('10.0.0.2/32');
    expect(route?.cost).toBe(7);
    expect(route?.nextHops).toEqual([{ interfaceIndex: 2, address: ipv4('10.1.0.2') }]);
  });

  it('exchange is unicast, hellos and floods are multicast (§8.1, and as FRR does)', () => {
    const pair = runningPair({ both: multipoint }, 0);
    pair.network.keepSent = true;
    pair.network.runUntil(30);
    const destinations = new Map<string, Set<number>>();
    for (const { node, destination, packet } of pair.network.sent) {
      if (node !== 'a') continue;
      const seen = destinations.get(packet.body.kind) ?? new Set();
      destinations.set(packet.body.kind, seen.add(destination));
    }
    expect(destinations.get('hello')).toEqual(new Set([allSpfRouters]));
    expect(destinations.get('databaseDescription')).toEqual(new Set([ipv4('10.1.0.2')]));
  });
});

describe('unnumbered point-to-point links', () => {
  const borrowed = (address: string): Partial<OspfInterfaceConfig> => ({
    networkType: 'pointToPoint',
    address: ipv4(address),
    prefixLength: 32,
    unnumbered: true,
    cost: 3,
  });

  it('are named by their interface index and have no stub (§12.4.1.1)', () => {
    const { network, a } = runningPair({ a: borrowed('10.0.0.1'), b: borrowed('10.0.0.2') });
    expect(neighborState(network, a, idB)).toBe('Full');
    expect(linksOf(network, a)).toEqual([
      { type: 'pointToPoint', linkId: idB, linkData: 2, metric: 3 },
      { type: 'stub', linkId: ipv4('10.0.0.1'), linkData: maskOfLength(32), metric: 0 },
    ]);
  });

  it('the next hop is where the hellos of the neighbour come from', () => {
    const { a } = runningPair({ a: borrowed('10.0.0.1'), b: borrowed('10.0.0.2') });
    const route = a.routes.get('10.0.0.2/32');
    expect(route?.cost).toBe(3);
    expect(route?.nextHops).toEqual([{ interfaceIndex: 2, address: ipv4('10.0.0.2') }]);
  });
});
