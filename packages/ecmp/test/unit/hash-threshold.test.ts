import { describe, expect, it } from 'vitest';
import { hashThresholdBounds, NextHopGroup, selectByHashThreshold } from '@ospflab/ecmp';

const top = 2 ** 31 - 1;

describe('hash-threshold', () => {
  // Linux: net/ipv4/fib_semantics.c (fib_rebalance)
  it('upper bounds are cumulative shares of 2³¹ to the nearest integer, less one', () => {
    expect([...hashThresholdBounds([1, 1])]).toEqual([2 ** 30 - 1, top]);
    expect([...hashThresholdBounds([1, 1, 1])]).toEqual([715827882, 1431655764, top]);
    expect([...hashThresholdBounds([1, 3])]).toEqual([2 ** 29 - 1, top]);
    expect([...hashThresholdBounds([])]).toEqual([]);
  });

  it('a dead member has bound −1 and its share is divided', () => {
    expect([...hashThresholdBounds([1, 0, 1])]).toEqual([2 ** 30 - 1, -1, top]);
    expect([...hashThresholdBounds([0, 0])]).toEqual([-1, -1]);
    expect(selectByHashThreshold(hashThresholdBounds([0, 0]), 5)).toBe(-1);
    expect(selectByHashThreshold(hashThresholdBounds([0, 1]), 0)).toBe(1);
  });

  it('a hash equal to a bound still belongs to that member', () => {
    const bounds = hashThresholdBounds([1, 1]);
    expect(selectByHashThreshold(bounds, 2 ** 30 - 1)).toBe(0);
    expect(selectByHashThreshold(bounds, 2 ** 30)).toBe(1);
    expect(selectByHashThreshold(bounds, top)).toBe(1);
  });

  // Linux: net/ipv4/fib_semantics.c (fib_select_multipath), fib_multipath_use_neigh = 1
  it('a failed neighbour leaves its share to the next good member, the last one to the first', () => {
    const bounds = hashThresholdBounds([1, 1, 1]);
    const inFirst = 0;
    const inSecond = 2 ** 30;
    expect(selectByHashThreshold(bounds, inFirst, new Uint8Array([1, 0, 0]))).toBe(1);
    expect(selectByHashThreshold(bounds, inSecond, new Uint8Array([0, 1, 0]))).toBe(2);
    expect(selectByHashThreshold(bounds, top, new Uint8Array([0, 0, 1]))).toBe(0);
    expect(selectByHashThreshold(bounds, top, new Uint8Array([1, 0, 1]))).toBe(1);
    expect(selectByHashThreshold(bounds, top, new Uint8Array([1, 1, 1]))).toBe(0);
  });
});

describe('NextHopGroup', () => {
  const group = new NextHopGroup([
    { nextHop: 'a', weight: 1 },
    { nextHop: 'b', weight: 2 },
    { nextHop: 'c', weight: 1 },
  ]);

  it('chooses by weight in member order', () => {
    expect([0, 2 ** 29, 2 ** 30, 3 * 2 ** 29].map((hash) => group.select(hash))).toEqual([
      'a',
      'b',
      'b',
      'c',
    ]);
    expect(group.shares()).toEqual([0.25, 0.5, 0.25]);
  });

  it('a dead member gets nothing, keeps its place, and comes back to the same share', () => {
    const without = group.withDead(1, true);
    expect(without.shares()).toEqual([0.5, 0, 0.5]);
    expect(without.members[1]).toEqual({ nextHop: 'b', weight: 2, dead: true });
    expect(without.withDead(1, false).shares()).toEqual(group.shares());
    expect(group.shares()).toEqual([0.25, 0.5, 0.25]);
  });

  it('a removed member moves those behind it up', () => {
    expect(group.without(0).members.map(({ nextHop }) => nextHop)).toEqual(['b', 'c']);
  });

  it('without a living member there is no choice', () => {
    const dead = group.withDead(0, true).withDead(1, true).withDead(2, true);
    expect(dead.select(1)).toBeUndefined();
    expect(dead.selectIndex(1)).toBe(-1);
    expect(new NextHopGroup([]).select(0)).toBeUndefined();
  });

  it('refuses a weight that is not a positive integer', () => {
    expect(() => new NextHopGroup([{ nextHop: 'a', weight: 0 }])).toThrow(RangeError);
    expect(() => new NextHopGroup([{ nextHop: 'a', weight: 1.5 }])).toThrow(RangeError);
  });
});
