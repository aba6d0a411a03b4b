import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  distributionOf,
  flowHashes,
  hashThresholdBounds,
  linuxMultipathHash,
  multipathPolicies,
  NextHopGroup,
  nextHopSelectors,
} from '@ospflab/ecmp';
import { ipv4FromNumber } from '@ospflab/net';

const word = fc.nat(0xffffffff);
const port = fc.nat(0xffff);
const policy = fc.constantFrom(0 as const, 1 as const);
const weights = fc.array(fc.integer({ min: 1, max: 256 }), { minLength: 1, maxLength: 32 });

const groupOf = (memberWeights: readonly number[]): NextHopGroup<number> =>
  new NextHopGroup(memberWeights.map((weight, index) => ({ nextHop: index, weight })));

/** Hashes of 2ⁿ evenly spaced places: the share of a region is counted to one step. */
function* evenHashes(count: number): Generator<number> {
  for (let index = 0; index < count; index++) yield index * (2 ** 31 / count) + 2 ** 30 / count;
}

describe('the tables', () => {
  it('name each hash, policy and selector once', () => {
    for (const names of [flowHashes, nextHopSelectors].map((table) => table.map(({ name }) => name))) {
      expect(new Set(names).size).toBe(names.length);
    }
    multipathPolicies.forEach((row, index) => {
      expect(row.policy).toBe(index);
      expect(flowHashes).toContain(row);
    });
  });
});

describe('the Linux hash', () => {
  it('is the same in both directions and stays in 31 bits', () => {
    fc.assert(
      fc.property(
        policy,
        word,
        word,
        word,
        fc.nat(255),
        port,
        port,
        (policyNumber, seed, a, b, protocol, p, q) => {
          const options = { policy: policyNumber, seed };
          const [source, destination] = [ipv4FromNumber(a), ipv4FromNumber(b)];
          const there = linuxMultipathHash(options, source, destination, protocol, p, q);
          const back = linuxMultipathHash(options, destination, source, protocol, q, p);
          expect(there).toBe(back);
          expect(Number.isInteger(there) && there >= 0 && there < 2 ** 31).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('spreads sequential ports and sequential clients by weight, judged by χ²', () => {
    const memberWeights = [1, 1, 2, 4, 3];
    for (const policyNumber of [0, 1] as const) {
      const group = groupOf(memberWeights);
      const counts = memberWeights.map(() => 0);
      for (let flow = 0; flow < 20_000; flow++) {
        const client = ipv4FromNumber(0x0a000000 + (policyNumber === 0 ? flow : 5));
        const hash = linuxMultipathHash(
          { policy: policyNumber, seed: 99 },
          client,
          ipv4FromNumber(0xc6120001),
          6,
          flow,
          80,
        );
        counts[group.selectIndex(hash)]!++;
      }
      expect(distributionOf(counts, memberWeights).pValue).toBeGreaterThan(0.001);
    }
  });

  it('policy 0 gives one client and server one hash, policy 1 does not', () => {
    const hashes = (policyNumber: 0 | 1): number =>
      new Set(
        Array.from({ length: 50 }, (_, p) =>
          linuxMultipathHash(
            { policy: policyNumber, seed: 7 },
            ipv4FromNumber(1),
            ipv4FromNumber(2),
            6,
            p,
            80,
          ),
        ),
      ).size;
    expect(hashes(0)).toBe(1);
    expect(hashes(1)).toBe(50);
  });
});

describe.each(nextHopSelectors)('selector $name', (selector) => {
  it('gives every member its share by weight', () => {
    fc.assert(
      fc.property(weights, (memberWeights) => {
        const table = selector.prepare(memberWeights);
        const total = memberWeights.reduce((sum, weight) => sum + weight, 0);
        const shares = table.shares();
        const counts = memberWeights.map(() => 0);
        for (const hash of evenHashes(8192)) counts[table.select(hash)]!++;
        memberWeights.forEach((weight, member) => {
          expect(shares[member]).toBeCloseTo(weight / total, 8);
          expect(Math.abs(counts[member]! / 8192 - weight / total)).toBeLessThanOrEqual(1 / 8192);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('never chooses a dead or a failed member while another is there', () => {
    fc.assert(
      fc.property(weights, word, fc.array(fc.constantFrom(0, 1, 2)), (memberWeights, seed, states) => {
        const stateOf = (member: number): number => states[member] ?? 0;
        const living = memberWeights.map((weight, member) => (stateOf(member) === 1 ? 0 : weight));
        const failed = Uint8Array.from(memberWeights, (_, member) => (stateOf(member) === 2 ? 1 : 0));
        const table = selector.prepare(living);
        const anyGood = memberWeights.some((_, member) => stateOf(member) === 0);
        const chosen = table.select(seed >>> 1, failed);
        if (anyGood) expect(stateOf(chosen)).toBe(0);
        else if (living.some((weight) => weight > 0)) expect(stateOf(chosen)).toBe(2);
        else expect(chosen).toBe(-1);
      }),
      { numRuns: 400 },
    );
  });
});

describe('hash-threshold', () => {
  it('bounds rise and end at the top', () => {
    fc.assert(
      fc.property(weights, (memberWeights) => {
        const bounds = hashThresholdBounds(memberWeights);
        expect(bounds.at(-1)).toBe(2 ** 31 - 1);
        bounds.forEach((bound, index) => {
          if (index > 0) expect(bound).toBeGreaterThan(bounds[index - 1]!);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('removing a member and marking it dead move the same flows', () => {
    fc.assert(
      fc.property(weights, fc.nat(), word, (memberWeights, at, hash) => {
        fc.pre(memberWeights.length > 1);
        const group = groupOf(memberWeights);
        const index = at % memberWeights.length;
        expect(group.withDead(index, true).select(hash >>> 1)).toBe(group.without(index).select(hash >>> 1));
      }),
      { numRuns: 400 },
    );
  });

  // RFC 2992 §3: the disruption depends on the position of the member that goes.
  it('removing member K of N moves 1/N + [(K−1)(K−2) + (N−K)(N−K−1)] / (2N(N−1)) of the flows', () => {
    const samples = 2 ** 14;
    for (const n of [2, 3, 4, 7, 16]) {
      for (let k = 1; k <= n; k++) {
        const before = groupOf(Array.from({ length: n }, () => 1));
        const after = before.withDead(k - 1, true);
        let moved = 0;
        for (const hash of evenHashes(samples)) if (before.select(hash) !== after.select(hash)) moved++;
        const expected = 1 / n + ((k - 1) * (k - 2) + (n - k) * (n - k - 1)) / (2 * n * (n - 1));
        expect(Math.abs(moved / samples - expected)).toBeLessThan((2 * n) / samples);
      }
    }
  });
});
