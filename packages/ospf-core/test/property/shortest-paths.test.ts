// RFC 2328 §16.1 and §16.1.1 against the oracle, on random areas.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePrefixes } from '@ospflab/net';
import {
  buildLinkStateGraph,
  compareNextHops,
  computeIntraAreaRoutes,
  computeShortestPaths,
  makeLsa,
  type AreaId,
  type EarlierRun,
  type LinkStateGraph,
  type Lsa,
  type RouterId,
  type RouterLink,
} from '@ospflab/ospf-core';
import { arbitraryArea } from '../arbitrary-area.ts';
import { bruteForceRows } from '../brute-force-routes.ts';
import { computedRoutes, rowsOf } from '../route-rows.ts';

describe('shortest paths with next-hop sets (RFC 2328 §16.1)', () => {
  it('equal those found by walking every shortest path, from every router', () => {
    fc.assert(
      fc.property(arbitraryArea(6, 3), (area) => {
        for (const { routerId, interfaces } of area.routers) {
          expect(rowsOf(computedRoutes(area.lsas, routerId, interfaces))).toEqual(
            bruteForceRows(area.lsas, routerId, interfaces),
          );
        }
      }),
      { numRuns: 250 },
    );
  });

  it('equal them with costs too large for buckets', () => {
    fc.assert(
      fc.property(arbitraryArea(6, 65535), (area) => {
        for (const { routerId, interfaces } of area.routers) {
          expect(rowsOf(computedRoutes(area.lsas, routerId, interfaces))).toEqual(
            bruteForceRows(area.lsas, routerId, interfaces),
          );
        }
      }),
      { numRuns: 100 },
    );
  });

  it('equal them in larger areas, where the candidate list is long and distances are lowered often', () => {
    fc.assert(
      fc.property(arbitraryArea(30, 40), (area) => {
        const { routerId, interfaces } = area.routers[0]!;
        expect(rowsOf(computedRoutes(area.lsas, routerId, interfaces))).toEqual(
          bruteForceRows(area.lsas, routerId, interfaces),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('do not depend on the order of LSAs', () => {
    fc.assert(
      fc.property(
        arbitraryArea(8, 3).chain((area) =>
          fc.tuple(fc.constant(area), fc.shuffledSubarray([...area.lsas], { minLength: area.lsas.length })),
        ),
        ([area, shuffled]) => {
          for (const { routerId, interfaces } of area.routers) {
            expect(computedRoutes(shuffled, routerId, interfaces)).toEqual(
              computedRoutes(area.lsas, routerId, interfaces),
            );
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('come out with prefixes and next hops in canonical order, and a cut keeps the first ones', () => {
    fc.assert(
      fc.property(arbitraryArea(6, 2), fc.integer({ min: 1, max: 3 }), (area, maximumPaths) => {
        const { routerId, interfaces } = area.routers[0]!;
        const whole = computedRoutes(area.lsas, routerId, interfaces);
        const cut = computedRoutes(area.lsas, routerId, interfaces, maximumPaths);
        expect([...whole].sort((left, right) => comparePrefixes(left.prefix, right.prefix))).toEqual(whole);
        expect(cut.length).toBe(whole.length);
        whole.forEach((route, index) => {
          expect([...route.nextHops].sort(compareNextHops)).toEqual(route.nextHops);
          expect(cut[index]!.nextHops).toEqual(route.nextHops.slice(0, maximumPaths));
        });
      }),
      { numRuns: 100 },
    );
  });

  it('come out the same whether or not an earlier run of a similar database is at hand', () => {
    fc.assert(
      fc.property(
        arbitraryArea(12, 2),
        fc.array(fc.array(arbitraryChange, { maxLength: 2 }), { maxLength: 8 }),
        (area, steps) => {
          const earlier = new Map<RouterId, EarlierRun>();
          const lsas = [...area.lsas];
          let graph: LinkStateGraph | undefined;
          for (const changes of [[], ...steps]) {
            for (const change of changes) {
              const index = change.lsa % lsas.length;
              lsas[index] = changed(area.lsas[index]!, change);
            }
            graph = buildLinkStateGraph(lsas, graph);
            for (const { routerId, interfaces } of area.routers) {
              const before = earlier.get(routerId);
              const paths = computeShortestPaths(graph, routerId, interfaces, before?.paths);
              const routes = computeIntraAreaRoutes(paths, 0 as AreaId, 1000, before);
              expect(routes).toEqual(computedRoutes(lsas, routerId, interfaces));
              earlier.set(routerId, { paths, routes });
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('stand on a graph that is the same whether it was built whole or from one of mostly the same LSAs', () => {
    fc.assert(
      fc.property(
        arbitraryArea(40, 4),
        fc.array(fc.array(arbitraryChange, { maxLength: 4 }), { minLength: 1, maxLength: 8 }),
        (area, steps) => {
          const lsas = [...area.lsas];
          let graph = buildLinkStateGraph(lsas);
          for (const changes of steps) {
            for (const change of changes) {
              const index = change.lsa % lsas.length;
              lsas[index] = changed(area.lsas[index]!, change);
            }
            graph = buildLinkStateGraph(lsas, graph);
            expect(graph).toEqual(buildLinkStateGraph(lsas));
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

/** What becomes of one link of one LSA of the area as it was drawn. */
interface Change {
  readonly lsa: number;
  readonly link: number;
  readonly cost: number;
  readonly kind: 'none' | 'cost' | 'gone' | 'address';
}

const arbitraryChange: fc.Arbitrary<Change> = fc.record({
  lsa: fc.nat(45),
  link: fc.nat(6),
  cost: fc.integer({ min: 1, max: 4 }),
  kind: fc.constantFrom('none', 'cost', 'gone', 'address'),
});

function changed(lsa: Lsa, { link, cost, kind }: Change): Lsa {
  const { body } = lsa;
  if (kind === 'none') return lsa;
  if (body.kind === 'network') {
    const attachedRouters = body.attachedRouters.filter((_, index) => index !== link);
    return makeLsa({ ...lsa, body: { ...body, attachedRouters } });
  }
  if (body.kind !== 'router') return lsa;
  const links = body.links.flatMap((one, index): RouterLink[] => {
    if (index !== link) return [one];
    if (kind === 'gone') return [];
    if (kind === 'cost') return [{ ...one, metric: cost }];
    // Another address on the same network, or another host.
    return [
      { ...one, ...(one.type === 'stub' ? { linkId: one.linkId ^ 3 } : { linkData: one.linkData ^ 3 }) },
    ];
  });
  return makeLsa({ ...lsa, body: { ...body, links } });
}
