import { describe, expect, it } from 'vitest';
import { chiSquarePValue, distributionOf, logGamma, upperIncompleteGamma } from '@ospflab/ecmp';

describe('χ² p-values', () => {
  it('meet the critical values of printed tables', () => {
    for (const [value, degrees, probability] of [
      [3.841, 1, 0.05],
      [6.635, 1, 0.01],
      [18.307, 10, 0.05],
      [29.588, 10, 0.001],
      [124.342, 100, 0.05],
      [82.358, 100, 0.9],
    ] as const) {
      expect(chiSquarePValue(value, degrees)).toBeCloseTo(probability, 4);
    }
  });

  it('for even degrees of freedom are the closed sum of Poisson terms', () => {
    for (const degrees of [2, 4, 10, 60, 254]) {
      for (const factor of [0.01, 0.3, 0.9, 1, 1.1, 2, 4]) {
        const half = (degrees * factor) / 2;
        let term = Math.exp(-half);
        let sum = term;
        for (let k = 1; k < degrees / 2; k++) sum += term *= half / k;
        expect(chiSquarePValue(2 * half, degrees) / sum).toBeCloseTo(1, 9);
      }
    }
  });

  it('stay in 0 … 1 and fall with χ², far out too', () => {
    for (const degrees of [1, 7, 255, 65535]) {
      let previous = 1;
      for (const factor of [0, 1e-6, 0.5, 0.99, 1, 1.01, 2, 50, 1e6]) {
        const p = chiSquarePValue(degrees * factor, degrees);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(previous);
        previous = p;
      }
    }
    expect(upperIncompleteGamma(3, Infinity)).toBe(0);
    expect(() => upperIncompleteGamma(0, 1)).toThrow(RangeError);
  });

  it('rest on ln Γ of factorials and of one half', () => {
    let logFactorial = 0;
    for (let n = 1; n < 100; n++) {
      expect(logGamma(n)).toBeCloseTo(logFactorial, 9);
      logFactorial += Math.log(n);
    }
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
    expect(logGamma(0.25)).toBeCloseTo(Math.log(3.625609908221908), 12);
  });
});

describe('distributionOf', () => {
  it('judges equal members', () => {
    const distribution = distributionOf([40, 60]);
    expect(distribution).toMatchObject({ total: 100, degreesOfFreedom: 1, shares: [0.4, 0.6] });
    expect(distribution.chiSquare).toBeCloseTo(4, 12);
    expect(distribution.pValue).toBeCloseTo(0.0455, 4);
    // Standard deviation 10 over mean 50.
    expect(distribution.coefficientOfVariation).toBeCloseTo(0.2, 12);
    expect(distribution.coefficientOfVariationFloor).toBeCloseTo(0.1, 12);
    expect(distribution.peakToMean).toBeCloseTo(1.2, 12);
  });

  it('is even when counts follow the weights, members of weight 0 left out', () => {
    expect(distributionOf([10, 0, 30], [1, 0, 3])).toMatchObject({
      chiSquare: 0,
      pValue: 1,
      degreesOfFreedom: 1,
      expectedShares: [0.25, 0, 0.75],
      peakToMean: 1,
    });
  });

  it('has nothing to say about no flows or one member', () => {
    expect(distributionOf([0, 0])).toMatchObject({ chiSquare: 0, pValue: 1, coefficientOfVariation: 0 });
    expect(distributionOf([7])).toMatchObject({
      chiSquare: 0,
      pValue: 1,
      degreesOfFreedom: 0,
      peakToMean: 1,
    });
    expect(distributionOf([])).toMatchObject({ total: 0, pValue: 1 });
  });

  it('refuses what is no distribution', () => {
    expect(() => distributionOf([1, 2], [1])).toThrow(RangeError);
    expect(() => distributionOf([1, 2], [1, 0])).toThrow(RangeError);
  });
});
