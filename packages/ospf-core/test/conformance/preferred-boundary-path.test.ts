// Boundary routers that are reached through several areas: RFC 2328 §16.4.1 prefers a way inside another area than the backbone, however
// long, and §12.4.3 has border routers tell others of that way alone. FRR 8.4.4 gives the same figures.

import { describe, expect, it } from 'vitest';
import { parseIpv4Prefix } from '@ospflab/net';
import {
  frrProfile,
  lsTypes,
  rfc2328Profile,
  type AreaId,
  type OspfInterfaceConfig,
  type OspfProfile,
  type OspfRouterConfig,
} from '@ospflab/ospf-core';
import { interfaceConfig, routerConfig, TestNetwork, type TestNode } from '../network.ts';
import { view } from '../pair.ts';

interface Lab {
  readonly network: TestNetwork;
  readonly border: TestNode;
  readonly inside: TestNode;
}

/** The boundary and the border router share the backbone and area 1; the third router is in area 2 behind the border router. */
function labWith(
  settings: Partial<OspfRouterConfig>,
  costs: { readonly toBorder: number; readonly throughArea: number; readonly toInside: number },
): Lab {
  const link = (index: number, address: string, area: number, cost: number): OspfInterfaceConfig =>
    interfaceConfig(index, address, 24, { networkType: 'pointToPoint', areaId: area as AreaId, cost });
  const network = new TestNetwork();
  const add = (id: string, links: readonly OspfInterfaceConfig[], asBoundaryRouter = false): TestNode =>
    network.addNode(id, routerConfig(id, links, { ...settings, asBoundaryRouter }));
  const { toBorder, throughArea, toInside } = costs;
  const atBoundary = [link(2, '10.0.1.1', 0, 2), link(3, '10.1.1.1', 1, 2)] as const;
  const atBorder = [
    link(2, '10.0.1.2', 0, toBorder),
    link(3, '10.1.1.2', 1, throughArea),
    link(4, '10.2.1.1', 2, toInside),
  ] as const;
  const atInside = link(2, '10.2.1.2', 2, toInside);
  const boundary = add('10.0.0.1', atBoundary, true);
  const border = add('10.0.0.2', atBorder);
  const inside = add('10.0.0.3', [atInside]);
  network.connect([boundary, atBoundary[0]], [border, atBorder[0]]);
  network.connect([boundary, atBoundary[1]], [border, atBorder[1]]);
  network.connect([border, atBorder[2]], [inside, atInside]);
  for (const node of network.nodes.values()) network.start(node);
  network.runUntil(10);
  importAt(network, boundary);
  network.runUntil(40);
  return { network, border, inside };
}

/** The boundary router is 2 away from the border router in the backbone and 9 in area 1. */
function lab(rfc1583Compatibility: boolean): Lab {
  const costs = { toBorder: 2, throughArea: 9, toInside: 1 };
  return labWith({ profile: frrProfile, rfc1583Compatibility }, costs);
}

function importAt(network: TestNetwork, boundary: TestNode): void {
  network.input(boundary, {
    kind: 'externalRouteAdded',
    source: 'static',
    prefix: parseIpv4Prefix('198.51.100.0/24')!,
    metric: 1,
    metricType: 1,
    tag: 0,
  });
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

/** The border router is 10 away from the boundary router in area 1, and 2 through the backbone and area 2 behind another border router. */
function triangle(rfc1583Compatibility: boolean): TestNode {
  const network = new TestNetwork();
  const link = (index: number, address: string, area: number, cost: number): OspfInterfaceConfig =>
    interfaceConfig(index, address, 24, { networkType: 'pointToPoint', areaId: area as AreaId, cost });
  const add = (id: string, links: readonly OspfInterfaceConfig[], asBoundaryRouter = false): TestNode =>
    network.addNode(
      id,
      routerConfig(id, links, { profile: rfc2328Profile, asBoundaryRouter, rfc1583Compatibility }),
    );
  const atBoundary = [link(2, '10.1.0.1', 1, 10), link(3, '10.2.0.1', 2, 1)] as const;
  const atBorder = [link(2, '10.1.0.2', 1, 10), link(3, '10.0.0.1', 0, 1)] as const;
  const atOther = [link(2, '10.2.0.2', 2, 1), link(3, '10.0.0.2', 0, 1)] as const;
  const boundary = add('10.0.0.1', atBoundary, true);
  const border = add('10.0.0.2', atBorder);
  const other = add('10.0.0.3', atOther);
  network.connect([boundary, atBoundary[0]], [border, atBorder[0]]);
  network.connect([boundary, atBoundary[1]], [other, atOther[0]]);
  network.connect([border, atBorder[1]], [other, atOther[1]]);
  for (const node of network.nodes.values()) network.start(node);
  network.runUntil(30);
  importAt(network, boundary);
  network.runUntil(60);
  return border;
}

describe('a boundary router inside an area of which the backbone tells, too (RFC 2328 §16.2 (5))', () => {
  it.each([
    [false, 11],
    [true, 3],
  ])('is reached the shorter way only with RFC1583Compatibility: %s', (rfc1583Compatibility, cost) => {
    const border = triangle(rfc1583Compatibility);
    expect(border.routes.get('198.51.100.0/24')?.cost).toBe(cost);
  });
});

/** Area 1 is an NSSA, and everything costs the same. */
function nssaLab(profile: OspfProfile, rfc1583Compatibility: boolean): Lab {
  const areas = [{ areaId: 1 as AreaId, kind: 'nssa' as const }];
  const costs = { toBorder: 2, throughArea: 2, toInside: 2 };
  return labWith({ profile, areas, rfc1583Compatibility }, costs);
}

const outgoingOf = (node: TestNode): number[] | undefined =>
  node.routes.get('198.51.100.0/24')?.nextHops.map(({ interfaceIndex }) => interfaceIndex);

describe('a boundary router in the backbone and in an NSSA', () => {
  it('is told to other areas by its way through the backbone (RFC 3101 §2.5 (3))', () => {
    expect(nssaLab(rfc2328Profile, false).inside.routes.get('198.51.100.0/24')?.cost).toBe(5);
    expect(nssaLab(rfc2328Profile, true).inside.routes.get('198.51.100.0/24')?.cost).toBe(5);
  });

  it('is reached by type 5 and by type 7 with RFC1583Compatibility', () => {
    expect(outgoingOf(nssaLab(rfc2328Profile, true).border)).toEqual([2, 3]);
  });

  it.each([false, true])(
    'is reached through the NSSA alone and not told to other areas, as a live FRR 8.4.4 does, RFC1583Compatibility %s',
    (rfc1583Compatibility) => {
      const { border, inside } = nssaLab(frrProfile, rfc1583Compatibility);
      expect(outgoingOf(border)).toEqual([3]);
      expect(outgoingOf(inside)).toBeUndefined();
    },
  );
});
