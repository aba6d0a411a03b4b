// What the hash schedulers promise: shares by weight, the same choice on every director with the same rules, few moves with mh.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SchedulerFlag } from '@ospflab/lvs-sim';
import { BareDirector } from '../bare-director.ts';
import { syn } from '../packets.ts';

interface Server {
  readonly address: string;
  readonly weight: number;
}

const address = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 254 }))
  .map(([third, last]) => `10.9.${third}.${last}`);

const servers = (least: number, weightMax: number): fc.Arbitrary<Server[]> =>
  fc.uniqueArray(fc.record({ address, weight: fc.integer({ min: 1, max: weightMax }) }), {
    minLength: least,
    maxLength: 8,
    selector: (server) => server.address,
  });

const sampledLists = 31;

const clients = Array.from({ length: 800 }, (_, at) => ({
  client: `172.${16 + (at % 16)}.${(at * 7) % 256}.${1 + ((at * 31) % 254)}`,
  port: 1024 + ((at * 97) % 50_000),
}));

function choices(
  scheduler: 'sh' | 'mh',
  list: readonly Server[],
  flags: readonly SchedulerFlag[] = [],
): string[] {
  const director = new BareDirector({ scheduler, schedulerFlags: flags });
  for (const server of list) director.add(server.address, { weight: server.weight });
  return clients.map((client) => director.send(syn(client)));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function shareOf(chosen: readonly string[], { address: server }: Server): number {
  return chosen.filter((choice) => choice === server).length / chosen.length;
}

describe('sh and mh', () => {
  test.each(['sh', 'mh'] as const)(
    '%s: directors with the same rules in the same order agree',
    (scheduler) => {
      fc.assert(
        fc.property(servers(1, 5), fc.boolean(), (list, byPort) => {
          const flags: SchedulerFlag[] = byPort ? [`${scheduler}-port`] : [];
          const [first, second] = [choices(scheduler, list, flags), choices(scheduler, list, flags)];
          expect(first).toEqual(second);
          const known = new Set(list.map((server) => server.address));
          expect(first.filter((choice) => !known.has(choice))).toEqual([]);
        }),
        { numRuns: 8 },
      );
    },
  );

  test.each([
    ['sh', 0.1],
    ['mh', 0.1],
  ] as const)('%s: shares follow the weights within %d', (scheduler, tolerance) => {
    fc.assert(
      fc.property(servers(2, 5), (list) => {
        const chosen = choices(scheduler, list, [`${scheduler}-port`]);
        const sum = list.reduce((total, { weight }) => total + weight, 0);
        for (const server of list) {
          expect(Math.abs(shareOf(chosen, server) - server.weight / sum)).toBeLessThan(tolerance);
        }
      }),
      { numRuns: 10 },
    );
  });

  // Two servers whose permutations of the table run nearly in step give a list a long tail (one in ten moves, rarely), so these claims are about medians.
  test('mh: another order moves one client in a hundred at most, in half of the lists', () => {
    const moved = fc.sample(servers(2, 1), sampledLists).map((list) => {
      const [straight, reversed] = [choices('mh', list), choices('mh', [...list].reverse())];
      return straight.filter((choice, at) => choice !== reversed[at]).length / clients.length;
    });
    expect(median(moved)).toBeLessThan(0.01);
  });

  test('mh: when a server leaves, one in fifty of the clients of the others moves at most, in half of the lists', () => {
    const moved = fc.sample(servers(3, 1), sampledLists).map((list) => {
      const leaving = list.at(-1)!;
      const before = choices('mh', list);
      const after = choices('mh', list.slice(0, -1));
      const others = before.filter((choice) => choice !== leaving.address).length;
      return (
        before.filter((choice, at) => choice !== leaving.address && choice !== after[at]).length / others
      );
    });
    expect(median(moved)).toBeLessThan(0.02);
  });
});
