// Random networks of real routers: whatever the phases, faults and profiles, everybody ends with the same database and with the routes
// that a brute-force calculation over the configured topology finds.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frrProfile, rfc2328Profile } from '@ospflab/ospf-core';
import { arbitraryNetwork, build, expectConverged, expectNoLoops } from '../random-network.ts';
import { rowsOf } from '../route-rows.ts';

describe('a random network of 2 to 12 routers', () => {
  it.each([frrProfile, rfc2328Profile])(
    'converges to one database and the right routes ($name)',
    (profile) => {
      fc.assert(
        fc.property(arbitraryNetwork(12), (random) => {
          const built = build(random, profile);
          built.network.runUntil(50);
          expectConverged(built);
          expectNoLoops(built);
        }),
        { numRuns: 15 },
      );
    },
  );

  it('of up to 40 routers converges as well', () => {
    fc.assert(
      fc.property(arbitraryNetwork(40), (random) => {
        const built = build(random, frrProfile);
        built.network.runUntil(70);
        expectConverged(built);
        expectNoLoops(built);
      }),
      { numRuns: 3 },
    );
  });

  it('ends with the same next hops whatever the order in which routers start and LSAs arrive', () => {
    fc.assert(
      fc.property(
        arbitraryNetwork(10),
        fc.array(fc.nat(1_000_000), { minLength: 2, maxLength: 2 }),
        (random, seeds) => {
          // The designated routers of LANs depend on who is first; costs do not.
          const ends = seeds.map((seed) => {
            const built = build({ ...random, seed }, frrProfile);
            built.network.runUntil(60);
            return built.nodes.map((node) => rowsOf([...node.routes.values()]));
          });
          expect(ends[1]).toEqual(ends[0]);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('returns to the same routes when a link was away', () => {
    fc.assert(
      fc.property(arbitraryNetwork(8), fc.nat(100), (random, choice) => {
        const built = build(random, frrProfile);
        const { network, nodes } = built;
        network.runUntil(50);
        const before = nodes.map((node) => rowsOf([...node.routes.values()]));
        const node = nodes[choice % nodes.length]!;
        const interfaceIndex = 2 + (choice % node.stations.size);
        network.input(node, { kind: 'interfaceDown', interfaceIndex });
        network.runUntil(80);
        network.input(node, { kind: 'interfaceUp', interfaceIndex });
        network.runUntil(130);
        expectConverged(built);
        expect(nodes.map((one) => rowsOf([...one.routes.values()]))).toEqual(before);
      }),
      { numRuns: 8 },
    );
  });

  it('gives the same events in wire modes bytes and objects, and never a packet that its receiver rejects as malformed', () => {
    fc.assert(
      fc.property(arbitraryNetwork(6), (random) => {
        const logs = [false, true].map((bytes) => {
          const built = build(random, frrProfile);
          built.network.bytes = bytes;
          built.network.runUntil(30);
          return built.network.log;
        });
        expect(logs[1]).toEqual(logs[0]);
        const malformed = logs[0]!.filter(
          ({ event }) => event.kind === 'packetDropped' && event.reason === 'malformed',
        );
        expect(malformed).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });
});
