// RFC 2328 §16.1 and §16.1.1 against the oracle, on random areas.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePrefixes } from '@ospflab/net';
import { compareNextHops } from '@ospflab/ospf-core';
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
});
