import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  binomialTail,
  changedTable,
  consistentRing,
  distributionOf,
  flowHashes,
  hashThreshold,
  hashThresholdBounds,
  highestRandomWeight,
  jump,
  linuxMultipathHash,
  maglev,
  moduloN,
  multipathPolicies,
  murmurFinal,
  NextHopGroup,
  nextHopSelectors,
  resilientBuckets,
  secondChance,
} from '@ospflab/ecmp';
import { ipv4FromNumber } from '@ospflab/net';

const word = fc.nat(0xffffffff);
const port = fc.nat(0xffff);
const policy = fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const);
const weights = fc.array(fc.integer({ min: 1, max: 256 }), { minLength: 1, maxLength: 32 });

const groupOf = (memberWeights: readonly number[]): NextHopGroup<number> =>
  new NextHopGroup(memberWeights.map((weight, index) => ({ nextHop: index, weight })));

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

/** How far the share of a member may be from its weight: tables are filled by chance or in whole buckets. */
const shareTolerance: Readonly<Record<string, number>> = {
  'hash-threshold': 1e-8,
  modulo: 1e-8,
  hrw: 1e-8,
  resilient: 1 / 4096,
  maglev: 0.002,
  ring: 0.12,
  jump: 1e-8,
};

describe.each(nextHopSelectors)('selector $name', (selector) => {
  const weighted = selector.name in shareTolerance;
  const someWeights = fc.array(fc.integer({ min: 1, max: weighted ? 12 : 1 }), {
    minLength: 1,
    maxLength: 12,
  });

  it('gives every member its share by weight', () => {
    fc.assert(
      fc.property(someWeights, (memberWeights) => {
        const shares = selector.prepare(memberWeights).shares();
        const total = memberWeights.reduce((sum, weight) => sum + weight, 0);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 8);
        memberWeights.forEach((weight, member) => {
          const tolerance = shareTolerance[selector.name] ?? 0.02;
          expect(Math.abs(shares[member]! - weight / total)).toBeLessThanOrEqual(tolerance);
        });
      }),
      { numRuns: 12 },
    );
  });

  it('selects as often as its shares say, judged by χ²', () => {
    for (const memberWeights of weighted
      ? [
          [1, 1, 1],
          [3, 0, 1, 5, 2],
        ]
      : [
          [1, 1, 1],
          [1, 0, 1, 1],
        ]) {
      const table = selector.prepare(memberWeights);
      const counts = memberWeights.map(() => 0);
      for (let flow = 0; flow < 30_000; flow++) counts[table.select(randomHash(flow))]!++;
      const shares = table.shares();
      expect(distributionOf(counts, shares).pValue).toBeGreaterThan(1e-4);
    }
  });

  it('never chooses a dead or a failed member while another is there', () => {
    fc.assert(
      fc.property(someWeights, word, fc.array(fc.constantFrom(0, 1, 2)), (memberWeights, seed, states) => {
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
      { numRuns: 25 },
    );
  });
});

/** Evenly spread over 31 bits. */
function randomHash(flow: number): number {
  return murmurFinal(Math.imul(flow + 1, 0x9e3779b1)) >>> 1;
}

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
});

/** Selectors that depend on tables, with tables small enough to build thousands of them. */
const forDisruption = [
  hashThreshold,
  moduloN,
  highestRandomWeight,
  resilientBuckets(512),
  consistentRing(4),
  jump,
  secondChance(7),
];

describe.each(forDisruption)('removing a member from $name', (selector) => {
  const neverMovesMore = ['hrw', 'resilient', 'ring', 'second-chance'].includes(selector.name);

  // RFC 2991 §4, RFC 2992 §3
  it('moves what the closed form says, for N = 2 … 64 and every position', () => {
    const flows = 250;
    const hashes = Int32Array.from({ length: flows }, (_, flow) => randomHash(flow));
    let leastLikely = 1;
    for (let members = 2; members <= 64; members++) {
      const weights = Array.from({ length: members }, () => 1);
      const ids = [...weights.keys()];
      const before = selector.prepare(weights, ids);
      const shares = before.shares();
      const memberOf = hashes.map((hash) => before.select(hash));
      for (let position = 0; position < members; position++) {
        const without = weights.with(position, 0);
        const after = changedTable(selector, before, without, ids);
        let moved = 0;
        let needless = 0;
        for (let flow = 0; flow < flows; flow++) {
          if (after.select(hashes[flow]!) === memberOf[flow]) continue;
          moved++;
          if (memberOf[flow] !== position) needless++;
        }
        if (neverMovesMore) expect(needless).toBe(0);
        const expected = selector.removalDisruption!(members, position, shares[position]!);
        leastLikely = Math.min(leastLikely, binomialTail(moved, flows, expected));
      }
    }
    // Of 2079 removals the farthest is expected to have a probability of about 1 / 4000.
    expect(leastLikely).toBeGreaterThan(1e-6);
  });
});

describe('adding a member', () => {
  it('moves to the new member only, with HRW, resilient groups, the ring and a second chance', () => {
    const ids = [...Array(17).keys()];
    const weights = ids.map(() => 1);
    for (const selector of [
      highestRandomWeight,
      resilientBuckets(4096),
      consistentRing(40),
      secondChance(12),
    ]) {
      const before = selector.prepare(weights.with(16, 0), ids);
      const after = changedTable(selector, before, weights, ids);
      let moved = 0;
      for (let flow = 0; flow < 20_000; flow++) {
        const hash = randomHash(flow);
        if (after.select(hash) === before.select(hash)) continue;
        moved++;
        expect(after.select(hash)).toBe(16);
      }
      const share = after.shares()[16]!;
      expect(Math.abs(moved / 20_000 - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / 20_000));
    }
  });

  it('with ids in another order moves nothing where members are placed by what they are', () => {
    const weights = [1, 1, 1, 1, 1];
    for (const selector of [highestRandomWeight, consistentRing(40), secondChance(12)]) {
      const before = selector.prepare(weights, [0, 1, 2, 3, 4]);
      const after = selector.prepare(weights, [3, 1, 4, 0, 2]);
      for (let flow = 0; flow < 2000; flow++) {
        const hash = randomHash(flow);
        expect([3, 1, 4, 0, 2][after.select(hash)]).toBe(before.select(hash));
      }
    }
  });
});

describe('a second chance', () => {
  it('keeps every connection whose member lives, through the change that removed or added another', () => {
    const selector = secondChance(12);
    const ids = [0, 1, 2, 3, 4, 5];
    const before = selector.prepare([1, 1, 1, 1, 1, 0], ids);
    for (const weights of [
      [1, 0, 1, 1, 1, 0],
      [1, 1, 1, 1, 1, 1],
    ]) {
      const after = selector.prepare(weights, ids);
      for (let flow = 0; flow < 5000; flow++) {
        const hash = randomHash(flow);
        const member = before.select(hash);
        if (weights[member] === 0) continue;
        expect([after.select(hash), after.secondChance!(hash)]).toContain(member);
      }
    }
  });
});

// Eisenbud et al. 2016, §5.3: the bigger the table, the evener, and the fewer flows move without need.
describe('Maglev', () => {
  it.each([
    [10, 251, 1.04, 0.09],
    [100, 65537, 1.002, 0.01],
  ])('%i members in %i entries: even to %f, and few more flows move', (members, size, peak, excess) => {
    const ids = [...Array(members).keys()];
    const weights = ids.map(() => 1);
    const before = maglev(size).prepare(weights, ids);
    expect(Math.max(...before.shares()) * members).toBeLessThan(peak);
    let needless = 0;
    const removals = [0, 3, members - 1];
    for (const position of removals) {
      const after = maglev(size).prepare(weights.with(position, 0), ids);
      for (let entry = 0; entry < size; entry++) {
        const member = before.select(entry);
        if (member !== position && after.select(entry) !== member) needless++;
      }
    }
    expect(needless / size / removals.length).toBeLessThan(excess);
  });
});
