import { describe, expect, it } from 'vitest';
import { ipv4FromNumber, maskOfLength } from '@ospflab/net';
import {
  buildLinkStateGraph,
  computeIntraAreaRoutes,
  computeShortestPaths,
  initialSequenceNumber,
  lsTypes,
  makeLsa,
  type AreaId,
  type LinkStateId,
  type Lsa,
  type LsaBody,
  type RouterId,
  type SpfInterface,
} from '@ospflab/ospf-core';
import { rowsOf } from '../route-rows.ts';

const network = 0x0a000000;
const designated = network + 1;

function lsa(type: number, id: number, router: number, body: LsaBody): Lsa {
  return makeLsa({
    type,
    options: 2,
    linkStateId: id as LinkStateId,
    advertisingRouter: router as RouterId,
    sequence: initialSequenceNumber,
    body,
  });
}

/** A router on the network with that address, and a host route of its own. */
function member(router: number, address: number): Lsa {
  const host = ipv4FromNumber(0x0aff0000 + router);
  return lsa(lsTypes.router, router, router, {
    kind: 'router',
    flags: 0,
    links: [
      { type: 'transit', linkId: designated, linkData: network + address, metric: 1 },
      { type: 'stub', linkId: host, linkData: maskOfLength(32), metric: 0 },
    ],
  });
}

/** With a link to another router as well. */
function joined(known: Lsa, other: number): Lsa {
  if (known.body.kind !== 'router') throw new Error('a router-LSA is expected');
  const links = [
    ...known.body.links,
    {
      type: 'pointToPoint',
      linkId: other,
      linkData: 0x0b000000 + known.advertisingRouter,
      metric: 1,
    } as const,
  ];
  return makeLsa({ ...known, body: { ...known.body, links } });
}

const networkLsa = lsa(lsTypes.network, designated, 1, {
  kind: 'network',
  mask: maskOfLength(24),
  attachedRouters: [1, 2, 3] as RouterId[],
});
const interfaces: readonly SpfInterface[] = [
  {
    interfaceIndex: 1,
    name: 'eth0',
    networkType: 'broadcast',
    address: ipv4FromNumber(network + 1),
    prefixLength: 24,
  },
];

describe('a run after another one', () => {
  it('sees two neighbours on a LAN exchange their addresses although the graph stays the same', () => {
    const root = 1 as RouterId;
    const first = buildLinkStateGraph([member(1, 1), member(2, 2), member(3, 3), networkLsa]);
    const paths = computeShortestPaths(first, root, interfaces);
    const routes = computeIntraAreaRoutes(paths, 0 as AreaId, 64);
    expect(rowsOf(routes)).toContain('10.255.0.2/32 1 10.0.0.2@1');

    const second = buildLinkStateGraph([member(1, 1), member(2, 3), member(3, 2), networkLsa]);
    const after = computeShortestPaths(second, root, interfaces, paths);
    const rows = rowsOf(computeIntraAreaRoutes(after, 0 as AreaId, 64, { paths, routes }));
    expect(rows).toContain('10.255.0.2/32 1 10.0.0.3@1');
    expect(rows).toContain('10.255.0.3/32 1 10.0.0.2@1');
  });

  it('keeps distances and the very list of routes when only what no shortest path uses has changed', () => {
    const root = 1 as RouterId;
    const lsas = [member(1, 1), member(2, 2), joined(member(3, 3), 4), joined(member(4, 4), 3), networkLsa];
    const paths = computeShortestPaths(buildLinkStateGraph(lsas), root, interfaces);
    const routes = computeIntraAreaRoutes(paths, 0 as AreaId, 64);
    lsas[3] = joined(lsas[3]!, 5);
    const after = computeShortestPaths(buildLinkStateGraph(lsas), root, interfaces, paths);
    expect(after.distances).toBe(paths.distances);
    expect(computeIntraAreaRoutes(after, 0 as AreaId, 64, { paths, routes })).toBe(routes);
  });
});
