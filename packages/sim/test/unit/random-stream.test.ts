import { describe, expect, it } from 'vitest';
import { RandomStream, Simulation } from '@ospflab/sim';

const take = (stream: RandomStream, count: number): number[] =>
  Array.from({ length: count }, () => stream.next());
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('random streams', () => {
  it('repeat for the same seed and name and differ for any other', () => {
    const first = take(new RandomStream(1, 'link lan'), 5);
    expect(take(new RandomStream(1, 'link lan'), 5)).toEqual(first);
    for (const other of [
      new RandomStream(2, 'link lan'),
      new RandomStream(1, 'link lan2'),
      new RandomStream(11, 'link lan'),
      new RandomStream('1', 'link  lan'),
    ]) {
      expect(take(other, 5)).not.toEqual(first);
    }
    expect(new RandomStream('1', '2x').next()).not.toBe(new RandomStream('12', 'x').next());
  });

  it('are not shifted by another stream that is made or used', () => {
    const alone = take(new Simulation({ seed: 7 }).stream('a'), 4);
    const simulation = new Simulation({ seed: 7 });
    const values: number[] = [];
    for (let i = 0; i < 4; i++) {
      simulation.stream(`b${i}`).next();
      values.push(simulation.stream('a').next());
    }
    expect(values).toEqual(alone);
  });

  it('of neighbouring seeds and names start independently of each other', () => {
    for (const first of [
      Array.from({ length: 20_000 }, (_, seed) => new RandomStream(seed, 'phase').next()),
      Array.from({ length: 20_000 }, (_, node) => new RandomStream(1, `ds${node} hello phase`).next()),
    ]) {
      const bins = new Array<number>(100).fill(0);
      for (const value of first) bins[Math.floor(value * 100)]!++;
      const chiSquare = bins.reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0);
      // 99 degrees of freedom: 99.99 % of good generators stay below 161.
      expect(chiSquare).toBeLessThan(161);
      const products = first.slice(1).map((value, i) => (value - 0.5) * (first[i]! - 0.5) * 12);
      expect(Math.abs(mean(products))).toBeLessThan(4 / Math.sqrt(20_000));
    }
  });

  it('draw integers, ranges and exponentials with the right limits and means', () => {
    const stream = new RandomStream('figures', 'draws');
    const integers = Array.from({ length: 60_000 }, () => stream.integer(6));
    expect(new Set(integers)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
    expect(mean(integers)).toBeCloseTo(2.5, 1);
    const ranged = Array.from({ length: 20_000 }, () => stream.between(-5, 15));
    expect(Math.min(...ranged)).toBeGreaterThanOrEqual(-5);
    expect(Math.max(...ranged)).toBeLessThan(15);
    expect(mean(ranged)).toBeCloseTo(5, 0);
    const gaps = Array.from({ length: 60_000 }, () => stream.exponential(2));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
    expect(mean(gaps)).toBeCloseTo(2, 1);
    expect(mean(gaps.map((gap) => (gap - 2) ** 2))).toBeGreaterThan(3.7);
    expect(mean(gaps.map((gap) => (gap - 2) ** 2))).toBeLessThan(4.3);
  });

  it('draw nothing for a chance of zero or one', () => {
    const stream = new RandomStream(3, 'chance');
    expect([stream.chance(0), stream.chance(1)]).toEqual([false, true]);
    expect(stream.next()).toBe(new RandomStream(3, 'chance').next());
  });

  it('take logarithms without help from the engine, to the last bits', () => {
    const uniform = new RandomStream(5, 'twin');
    const exponential = new RandomStream(5, 'twin');
    for (let i = 0; i < 20_000; i++) {
      const expected = -Math.log(1 - uniform.next());
      const drawn = exponential.exponential(1);
      if (Math.abs(drawn - expected) > 1e-15 * (1 + 4 * expected)) expect(drawn).toBe(expected);
    }
    expect(exponential.next()).toBe(uniform.next());
  });
});
