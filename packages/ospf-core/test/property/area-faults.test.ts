// Bad networks of several areas: with a fifth of all packets lost, duplicated or late while routers crash and return, the routes in the end
// are those of the oracle. `OSPFLAB_FAULT_RUNS=1000` runs as many networks as it says.

import { after, milliseconds, seconds } from '@ospflab/sim';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rfc2328Profile } from '@ospflab/ospf-core';
import { oracleOf } from '../area-oracle.ts';
import { BuiltAreas, expectEqualDatabases } from '../built-areas.ts';
import { frrWithoutHistory } from '../frr-without-history.ts';
import { arbitraryAreas } from '../random-areas.ts';
import { noFaults, setFaults } from '../random-network.ts';

const runs = Number(process.env['OSPFLAB_FAULT_RUNS'] ?? 8);

const crashes = fc.array(
  fc.record({
    victim: fc.nat(99),
    atSeconds: fc.integer({ min: 5, max: 40 }),
    awaySeconds: fc.integer({ min: 1, max: 12 }),
    graceful: fc.boolean(),
  }),
  { minLength: 1, maxLength: 3 },
);

// Only FRR has to stand reordering, and the seed is fixed, for the reasons given in faults.test.ts.
describe('a random network of several areas with 20 % loss and duplication on every link', () => {
  it.each([
    ['frr, reordered', frrWithoutHistory, milliseconds(50)],
    ['rfc2328', rfc2328Profile, milliseconds(0)],
  ] as const)('ends as it would without: %s', (_, profile, jitter) => {
    const rules = { profile, rfc1583Compatibility: false };
    fc.assert(
      fc.property(arbitraryAreas({ areasMax: 2 }), crashes, (plan, drawn) => {
        const built = new BuiltAreas(plan, rules);
        const { network } = built;
        setFaults(built, { loss: 0.2, duplication: 0.2, jitter });
        for (const { victim, atSeconds, awaySeconds, graceful } of drawn) {
          const router = victim % plan.routerCount;
          const crash = after(network.now, seconds(atSeconds));
          network.at(crash, () => built.stop(router, graceful));
          network.at(after(crash, seconds(awaySeconds)), () => built.startAgain(router));
        }
        network.runUntil(60);
        setFaults(built, noFaults);
        built.runUntilQuiet();
        const { rows } = oracleOf(plan, rules, built.damage);
        expect(built.rows()).toEqual(rows);
        expectEqualDatabases(built);
      }),
      { numRuns: Math.ceil(runs / 2), seed: 1 },
    );
  });
});
