import { describe, expect, it } from 'vitest';
import { binomialTail } from '@ospflab/ecmp';

describe('binomial tails', () => {
  it('are the sums of their terms', () => {
    // Ten fair coins: 1, 10, 45, 120, 210, 252, … of 1024.
    expect(binomialTail(10, 10, 0.5)).toBeCloseTo(1 / 1024, 12);
    expect(binomialTail(8, 10, 0.5)).toBeCloseTo(56 / 1024, 12);
    expect(binomialTail(2, 10, 0.5)).toBeCloseTo(56 / 1024, 12);
    expect(binomialTail(0, 20, 0.1)).toBeCloseTo(0.9 ** 20, 12);
    expect(binomialTail(20, 20, 0.1) / 1e-20).toBeCloseTo(1, 9);
  });

  it('far out stay exact where a normal approximation is not', () => {
    // P(X ≥ 12) for 100 flows of probability 1/64, summed with exact fractions.
    expect(binomialTail(12, 100, 1 / 64) / 6.225913213582195e-8).toBeCloseTo(1, 9);
    expect(binomialTail(400, 1000, 0.4)).toBeGreaterThan(0.49);
  });

  it('know what is certain', () => {
    expect(binomialTail(0, 5, 0)).toBe(1);
    expect(binomialTail(1, 5, 0)).toBe(0);
    expect(binomialTail(5, 5, 1)).toBe(1);
    expect(binomialTail(4, 5, 1)).toBe(0);
  });
});
