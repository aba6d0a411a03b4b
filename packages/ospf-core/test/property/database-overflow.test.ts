// RFC 1765 in random networks: whoever imports how much when, and whatever is lost, databases end equal and never hold too much.
// `OSPFLAB_FAULT_RUNS=1000` runs as many networks as it says.

import { ipv4FromNumber } from '@ospflab/net';
import { seconds, type Instant } from '@ospflab/sim';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frrProfile, rfc2328Profile } from '@ospflab/ospf-core';
import type { TestNetwork, TestNode } from '../network.ts';
import { arbitraryNetwork, build, noFaults, setFaults } from '../random-network.ts';

const runs = Number(process.env['OSPFLAB_FAULT_RUNS'] ?? 40);

const imports = fc.array(
  fc.record({
    router: fc.nat(5),
    count: fc.integer({ min: 1, max: 5 }),
    atSeconds: fc.integer({ min: 4, max: 50 }),
  }),
  { minLength: 1, maxLength: 4 },
);

/** External LSAs that live, but that of the default route. */
function held(network: TestNetwork, node: TestNode): string[] {
  return node.router
    .view(network.now)
    .externalLsas.filter(({ lsa, ageSeconds }) => ageSeconds < 3600 && lsa.linkStateId !== 0)
    .map(({ lsa }) => `${lsa.advertisingRouter} ${lsa.linkStateId} ${lsa.sequence}`);
}

describe('a random network with a limit of external LSAs and 20 % loss', () => {
  it.each([
    ['frr', frrProfile],
    ['rfc2328', rfc2328Profile],
  ] as const)('never holds more, and ends with equal databases: %s', (_, profile) => {
    const limits = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(arbitraryNetwork(6), limits, imports, (random, limit, plan) => {
        const built = build(random, profile, {
          asBoundaryRouter: true,
          databaseOverflow: { limit, exitInterval: seconds(0) },
        });
        const { network, nodes } = built;
        setFaults(built, { loss: 0.2, duplication: 0.2, jitter: seconds(0) });
        for (const [row, { router, count, atSeconds }] of plan.entries()) {
          const node = nodes[router % nodes.length]!;
          network.at((atSeconds * 1e9) as Instant, () => {
            for (let number = 0; number < count; number++) {
              const prefix = {
                address: ipv4FromNumber(0xc6000000 + row * 65_536 + number * 256),
                length: 24,
              };
              const route = { source: 'static', prefix, metric: 20, metricType: 2, tag: 0 } as const;
              network.input(node, { kind: 'externalRouteAdded', ...route });
            }
          });
        }
        for (let second = 1; second <= 180; second++) {
          network.runUntil(second);
          if (second === 70) setFaults(built, noFaults);
          for (const node of nodes) expect(held(network, node).length).toBeLessThanOrEqual(limit);
        }
        const [first, ...others] = nodes.map((node) => held(network, node));
        for (const other of others) expect(other).toEqual(first);
        const imported = plan.reduce((sum, { count }) => sum + count, 0);
        if (imported < limit) expect(first).toHaveLength(imported);
      }),
      { numRuns: Math.ceil(runs / 8), seed: 1 },
    );
  });
});
