import { describe, expect, it } from 'vitest';
import {
  byteLoadOf,
  disruptionOf,
  distributionOf,
  flowAt,
  pathConsistencyOf,
  polarisationOf,
  seededRandom,
  oneVip,
} from '@ospflab/ecmp';

describe('Jain’s fairness', () => {
  it('is 1 when even and 1/N when one has all', () => {
    expect(distributionOf([5, 5, 5, 5]).jainIndex).toBe(1);
    expect(distributionOf([20, 0, 0, 0]).jainIndex).toBeCloseTo(1 / 4, 12);
    expect(distributionOf([0, 0]).jainIndex).toBe(1);
  });
});

describe('byte load', () => {
  it('counts flows that matter: (Σs)² / Σs²', () => {
    const even = byteLoadOf([0, 1, 0, 1], [10, 10, 10, 10], [1, 1]);
    expect(even.effectiveFlows).toBeCloseTo(4, 12);
    expect(even.coefficientOfVariation).toBe(0);
    const elephant = byteLoadOf([0, 1, 1, 1], [1000, 1, 1, 1], [1, 1]);
    expect(elephant.effectiveFlows).toBeCloseTo(1003 ** 2 / 1000003, 9);
    expect(elephant.peakToMean).toBeCloseTo(2000 / 1003, 9);
    expect(elephant.coefficientOfVariationFloor).toBeCloseTo(1 / Math.sqrt(elephant.effectiveFlows), 12);
  });

  it('follows weights and passes flows without a member by', () => {
    expect(byteLoadOf([0, 1, -1], [1, 3, 99], [1, 3])).toMatchObject({ shares: [0.25, 0.75], jainIndex: 1 });
    expect(byteLoadOf([], [], [1, 1])).toMatchObject({ effectiveFlows: 0, coefficientOfVariationFloor: 0 });
  });
});

describe('disruption', () => {
  const shares = (...entries: [number, number][]): ReadonlyMap<number, number> => new Map(entries);

  it('tells needed moves from needless ones', () => {
    // Member 2 leaves; one flow of member 0 moves to 1 for nothing.
    const disruption = disruptionOf({
      before: [0, 0, 1, 1, 2, 2],
      after: [0, 1, 1, 1, 0, 1],
      sharesBefore: shares([0, 1 / 3], [1, 1 / 3], [2, 1 / 3]),
      sharesAfter: shares([0, 1 / 2], [1, 1 / 2]),
      closedForm: 1 / 2,
    });
    expect(disruption).toMatchObject({ flows: 6, moved: 3, part: 0.5, needless: 1, rescued: 0 });
    expect(disruption.floor).toBeCloseTo(1 / 3, 12);
    expect(disruption.excess).toBeCloseTo(1 / 6, 12);
    expect(disruption.closedFormTail).toBeCloseTo(42 / 64, 9);
  });

  it('of new weights: moves from shrinking to growing members are needed, others are not', () => {
    const disruption = disruptionOf({
      before: [0, 0, 1, 1, 2, 2],
      after: [0, 1, 0, 2, 1, 2],
      secondAfter: [9, 0, 9, 9, 2, 9],
      sharesBefore: shares([0, 1 / 3], [1, 1 / 3], [2, 1 / 3]),
      sharesAfter: shares([0, 1 / 4], [1, 1 / 2], [2, 1 / 4]),
    });
    expect(disruption).toMatchObject({ moved: 4, needless: 2, rescued: 2, closedForm: undefined });
    expect(disruption.floor).toBeCloseTo(1 / 6, 12);
  });

  it('of no flows is none', () => {
    const nothing = { before: [], after: [], sharesBefore: shares(), sharesAfter: shares() };
    expect(disruptionOf(nothing)).toMatchObject({ part: 0, floor: 0, moved: 0 });
  });
});

describe('polarisation', () => {
  const flows = 8000;
  const random = seededRandom(3);
  const first = Array.from({ length: flows }, () => Math.floor(random() * 4));
  const equal = [1, 1, 1, 1];

  it('is none when tiers choose independently', () => {
    const second = first.map(() => Math.floor(random() * 4));
    const result = polarisationOf(first, second, equal, equal);
    expect(result.pValue).toBeGreaterThan(0.001);
    expect(result.unusedPaths).toBe(0);
    expect(result.degreesOfFreedom).toBe(12);
    expect(Math.abs(result.effectivePaths - result.effectivePathsFloor)).toBeLessThan(0.02);
  });

  it('is complete when the second tier repeats the first', () => {
    const result = polarisationOf(first, first, equal, equal);
    expect(result.effectivePaths).toBeCloseTo(4, 2);
    expect(result).toMatchObject({ paths: 16, unusedPaths: 12, pValue: 0 });
    expect(result.conditionalChiSquare).toBeCloseTo(3 * flows, 6);
  });
});

describe('path consistency', () => {
  const set = oneVip.flows(3000, seededRandom(11));
  const flows = Array.from({ length: set.count }, (_, index) => flowAt(set, index));
  const weights = [1, 1, 1, 1, 1];

  it('policy 0: ICMP errors and fragments always go with their flow', () => {
    const result = pathConsistencyOf({ policy: 0, seed: 7 }, weights, flows);
    expect(result).toMatchObject({ flows: 3000, icmpErrors: 1, fragmentsWithFlow: 1, fragmentsTogether: 1 });
    expect(result.byChance).toBeCloseTo(1 / 5, 12);
  });

  it('policy 1: only by chance, though fragments of one datagram stay together', () => {
    const result = pathConsistencyOf({ policy: 1, seed: 7 }, weights, flows);
    const deviation = Math.sqrt((0.2 * 0.8) / 3000);
    expect(Math.abs(result.icmpErrors - 0.2)).toBeLessThan(4 * deviation);
    expect(Math.abs(result.fragmentsWithFlow - 0.2)).toBeLessThan(4 * deviation);
    expect(result.fragmentsTogether).toBe(1);
  });

  it('policies 2 and 3: fragments go with their flow while ports are not hashed, ICMP errors do not', () => {
    for (const policy of [2, 3] as const) {
      const result = pathConsistencyOf({ policy, seed: 7 }, weights, flows);
      expect(result.fragmentsWithFlow).toBe(1);
      expect(result.icmpErrors).toBeLessThan(0.25);
    }
    expect(
      pathConsistencyOf({ policy: 3, seed: 7, fields: 0x3f }, weights, flows).fragmentsWithFlow,
    ).toBeLessThan(0.25);
  });
});
