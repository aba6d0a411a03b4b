// Random networks of several areas, with stubs, ranges and externals: all routers of an area end with the same database, and every router
// with the routes that the oracle finds from the plan. `OSPFLAB_AREA_RUNS=1000` runs as many networks as it says.

import { formatIpv4Address, formatIpv4Prefix } from '@ospflab/net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frrProfile, rfc2328Profile } from '@ospflab/ospf-core';
import { oracleRows } from '../area-oracle.ts';
import type { TestNode } from '../network.ts';
import { view } from '../pair.ts';
import { arbitraryAreas, areasOf, buildAreas, type AreasPlan, type BuiltAreas } from '../random-areas.ts';

const runs = Number(process.env['OSPFLAB_AREA_RUNS'] ?? 24);

describe('a random network of several areas (RFC 2328 §16.1 to §16.4)', () => {
  it.each([frrProfile, rfc2328Profile])(
    'ends with one database per area and the routes of the oracle ($name)',
    (profile) => {
      fc.assert(
        fc.property(arbitraryAreas(3), (plan) => {
          const built = buildAreas(plan, profile);
          built.network.runUntil(60);
          expectEqualDatabases(plan, built);
          const expected = oracleRows(plan);
          built.nodes.forEach((node, router) => {
            expect(routeRows(node), `routes of ${node.name}`).toEqual(expected[router]);
          });
        }),
        { numRuns: Math.ceil(runs / 2) },
      );
    },
  );
});

function routeRows(node: TestNode): string[] {
  const rows = [...node.routes.values()].map((route) => {
    const cost = route.pathType === 'external2' ? `${route.cost}+${route.type2Cost}` : route.cost;
    const hops = route.nextHops.map(
      ({ address, interfaceIndex }) =>
        `${address === undefined ? 'direct' : formatIpv4Address(address)}@${interfaceIndex}`,
    );
    return [formatIpv4Prefix(route.prefix), route.pathType, cost, ...hops.sort()].join(' ');
  });
  return rows.sort();
}

// An LSA at MaxAge is gone already; when each router takes it out of its database is its own affair. Parts of a partitioned area have
// nothing to do with each other, so equality is asked along each segment.
function expectEqualDatabases(plan: AreasPlan, { network, nodes }: BuiltAreas): void {
  const living = (router: number, area: number | undefined): string[] => {
    const { areas, externalLsas } = view(network, nodes[router]!);
    const lsas = area === undefined ? externalLsas : areas.find(({ areaId }) => areaId === area)!.lsas;
    return lsas
      .filter(({ ageSeconds }) => ageSeconds < 3600)
      .map(({ lsa }) => [...lsa.bytes.subarray(2)].join(' '));
  };
  for (const { area, prefix, ends } of plan.segments) {
    const scopes = plan.areas[area]!.kind === 'normal' ? [area, undefined] : [area];
    for (const scope of scopes) {
      const rows = living(ends[0]!.router, scope);
      for (const { router } of ends) expect(living(router, scope), `databases on ${prefix}`).toEqual(rows);
    }
  }
  expect(nodes.every((_, router) => areasOf(plan.segments, router).length > 0)).toBe(true);
}
