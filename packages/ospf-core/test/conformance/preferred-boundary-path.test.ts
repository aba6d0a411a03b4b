// A boundary router that is reached through the backbone and through another area: RFC 2328 §16.4.1 prefers the other area, however
// long the way, and §12.4.3 has border routers tell others of that way alone. FRR 8.4.4 gives the same figures.

import { describe, expect, it } from 'vitest';
import { parseIpv4Prefix } from '@ospflab/net';
import { frrProfile, lsTypes, type AreaId, type OspfInterfaceConfig } from '@ospflab/ospf-core';
import { interfaceConfig, routerConfig, TestNetwork, type TestNode } from '../network.ts';
import { view } from '../pair.ts';

interface Lab {
  readonly network: TestNetwork;
  readonly border: TestNode;
  readonly inside: TestNode;
}

/** The boundary router is 2 away from the border router in the backbone and 9 in area 1; the third router is in area 2. */
function lab(rfc1583Compatibility: boolean): Lab {
  const link = (index: number, address: string, area: number, cost: number): OspfInterfaceConfig =>
    interfaceConfig(index, address, 24, { networkType: 'pointToPoint', areaId: area as AreaId, cost });
  const network = new TestNetwork();
  const add = (id: string, links: readonly OspfInterfaceConfig[], asBoundaryRouter = false): TestNode =>
    network.addNode(
      id,
      routerConfig(id, links, { profile: frrProfile, asBoundaryRouter, rfc1583Compatibility }),
    );
  const atBoundary = [link(2, '10.0.1.1', 0, 2), link(3, '10.1.1.1', 1, 2)] as const;
  const atBorder = [link(2, '10.0.1.2', 0, 2), link(3, '10.1.1.2', 1, 9), link(4, '10.2.1.1', 2, 1)] as const;
  const atInside = link(2, '10.2.1.2', 2, 1);
  const boundary = add('10.0.0.1', atBoundary, true);
  const border = add('10.0.0.2', atBorder);
  const inside = add('10.0.0.3', [atInside]);
  network.connect([boundary, atBoundary[0]], [border, atBorder[0]]);
  network.connect([boundary, atBoundary[1]], [border, atBorder[1]]);
  network.connect([border, atBorder[2]], [inside, atInside]);
  for (const node of network.nodes.values()) network.start(node);
  network.runUntil(10);
  network.input(boundary, {
    kind: 'externalRouteAdded',
    source: 'static',
    prefix: parseIpv4Prefix('198.51.100.0/24')!,
    metric: 1,
    metricType: 1,
    tag: 0,
  });
  network.runUntil(40);
  return { network, border, inside };
}

/** `area metric` of each ASBR-summary-LSA that the border router made. */
function toldBy({ network, border }: Lab): string[] {
  return view(network, border).areas.flatMap(({ areaId, lsas }) =>
    lsas.flatMap(({ lsa: { type, body }, selfOriginated }) =>
      selfOriginated && type === lsTypes.summaryAsbr && body.kind === 'summary'
        ? [`${areaId} ${body.metric}`]
        : [],
    ),
  );
}

describe('a boundary router in the backbone and in another area (RFC 2328 §16.4.1)', () => {
  it('is told to all but that area, at the cost through that area', () => {
    const built = lab(false);
    expect(toldBy(built)).toEqual(['0 9', '2 9']);
    expect(built.border.routes.get('198.51.100.0/24')?.cost).toBe(10);
    expect(built.inside.routes.get('198.51.100.0/24')?.cost).toBe(11);
  });

  it('is told to all but the backbone, at the least cost, with RFC1583Compatibility', () => {
    const built = lab(true);
    expect(toldBy(built)).toEqual(['1 2', '2 2']);
    expect(built.border.routes.get('198.51.100.0/24')?.cost).toBe(3);
    expect(built.inside.routes.get('198.51.100.0/24')?.cost).toBe(4);
  });
});
