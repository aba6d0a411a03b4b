// Random networks of several areas, with stubs, NSSAs, virtual links, ranges and externals: all routers of an area end with the same
// database, and every router with the routes that the oracle finds from the plan. `OSPFLAB_AREA_RUNS=1000` runs as many networks as it says.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rfc2328Profile } from '@ospflab/ospf-core';
import { oracleOf } from '../area-oracle.ts';
import { BuiltAreas, expectEqualDatabases, expectNoLoops, type AreasRules } from '../built-areas.ts';
import { frrWithoutHistory } from '../frr-without-history.ts';
import { noDamage } from '../planned-areas.ts';
import { arbitraryAreas } from '../random-areas.ts';

const runs = Number(process.env['OSPFLAB_AREA_RUNS'] ?? 12);
const upTo40 = { areasMax: 5, coreMax: 9, insideMax: 6 };

const frr: AreasRules = { profile: frrWithoutHistory, rfc1583Compatibility: false };
const rfc2328: AreasRules = { profile: rfc2328Profile, rfc1583Compatibility: false };
const rfc1583: AreasRules = { profile: rfc2328Profile, rfc1583Compatibility: true };

describe('a random network of several areas (RFC 2328 §16.1 to §16.4, RFC 3101)', () => {
  it.each([
    ['frr', frr],
    ['rfc2328', rfc2328],
    ['rfc2328 with RFC1583Compatibility', rfc1583],
  ])('ends with one database per area and the routes of the oracle (%s)', (_, rules) => {
    fc.assert(
      fc.property(arbitraryAreas(), (plan) => {
        const built = new BuiltAreas(plan, rules);
        built.runUntilQuiet();
        expectEqualDatabases(built);
        expect(built.rows()).toEqual(oracleOf(plan, rules, noDamage).rows);
      }),
      { numRuns: Math.ceil(runs / 3) },
    );
  });

  it('of up to 40 routers does so as well, and leads no packet in a circle', () => {
    fc.assert(
      fc.property(arbitraryAreas(upTo40), (plan) => {
        const built = new BuiltAreas(plan, rfc2328);
        built.runUntilQuiet();
        expectEqualDatabases(built);
        const { rows, backboneInPieces } = oracleOf(plan, rfc2328, noDamage);
        expect(built.rows()).toEqual(rows);
        expectNoLoops(built, backboneInPieces);
      }),
      { numRuns: Math.ceil(runs / 12) },
    );
  });

  it('ends with the same next hops whatever the order in which routers start and LSAs arrive', () => {
    fc.assert(
      fc.property(arbitraryAreas(), fc.nat(1_000_000), (plan, seed) => {
        // The designated routers of LANs depend on who is first; costs do not.
        const [one, other] = [plan, { ...plan, seed }].map((started) => {
          const built = new BuiltAreas(started, frr);
          built.runUntilQuiet();
          return built.rows();
        });
        expect(other).toEqual(one);
      }),
      { numRuns: Math.ceil(runs / 6) },
    );
  });
});
