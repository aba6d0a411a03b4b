import { describe, expect, it } from 'vitest';
import { frrBuckets, replaceGroupAsFrr, ResilientGroup } from '@ospflab/ecmp';

const second = 1e9;
const members = (...weights: number[]) =>
  weights.map((weight, index) => ({ id: index + 1, nextHop: index, weight }));
const use = (group: ResilientGroup<number>, buckets: readonly number[], now: number): void => {
  for (const bucket of buckets) group.selectIndex(bucket, now);
};
const all = [...Array(8).keys()];

// Linux: Documentation/networking/nexthop-group-resilient.rst, net/ipv4/nexthop.c
describe('a resilient group', () => {
  const timers = { idleTimer: 10 * second, unbalancedTimer: 0 };

  it('that gets a member moves idle buckets only, each when it has been idle long enough', () => {
    const group = new ResilientGroup(members(1), 8, 0, timers);
    use(group, all, 1 * second);
    use(group, [5, 6, 7], 4 * second);
    group.replace(members(1, 1), 5 * second);
    expect(group.bucketMembers()).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(group.upkeepAt).toBe(11 * second);
    use(group, [0, 1], 10 * second);
    group.upkeep(11 * second);
    expect(group.bucketMembers()).toEqual([0, 0, 1, 1, 1, 0, 0, 0]);
    expect(group.upkeepAt).toBe(14 * second);
    group.upkeep(14 * second);
    expect(group.bucketMembers()).toEqual([0, 0, 1, 1, 1, 1, 0, 0]);
    expect(group.upkeepAt).toBeUndefined();
    expect(group.movedBuckets).toBe(4);
  });

  it('moves at once buckets that never saw a packet', () => {
    const group = new ResilientGroup(members(1), 8, 0, timers);
    use(group, [0, 1, 2, 3], 1 * second);
    group.replace(members(1, 1), 2 * second);
    expect(group.bucketMembers()).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  });

  it('without an unbalanced timer never moves a busy bucket', () => {
    const group = new ResilientGroup(members(1), 8, 0, timers);
    use(group, all, 0.5 * second);
    group.replace(members(1, 1), 1 * second);
    for (let now = 1; now < 1000; now++) {
      use(group, all, now * second);
      group.upkeep(now * second);
    }
    expect(group.movedBuckets).toBe(0);
    expect(group.upkeepAt).toBe(999 * second + timers.idleTimer);
  });

  it('with an unbalanced timer moves busy buckets after it, counted from when balance was lost', () => {
    const group = new ResilientGroup(members(1), 8, 0, {
      idleTimer: 10 * second,
      unbalancedTimer: 30 * second,
    });
    use(group, all, 1 * second);
    group.replace(members(1, 1), 2 * second);
    use(group, all, 20 * second);
    // A change while it is out of balance does not start the timer anew.
    group.replace(members(1, 1, 1), 21 * second);
    use(group, all, 31 * second);
    group.upkeep(32 * second);
    expect(group.movedBuckets).toBe(0);
    group.upkeep(32 * second + 1);
    expect(group.bucketMembers()).toEqual([2, 2, 2, 1, 1, 0, 0, 0]);
  });

  it('moves only the buckets of a removed member, busy or not', () => {
    const group = new ResilientGroup(members(1, 1, 2), 8, 0, timers);
    const before = group.bucketMembers();
    use(group, all, 1);
    group.remove(1, 2);
    group.bucketMembers().forEach((member, bucket) => {
      const id = [1, 3][member];
      if (before[bucket] !== 1) expect(id).toBe(before[bucket]! + 1);
    });
    expect(group.movedBuckets).toBe(2);
  });

  it('shows how long a bucket has been idle', () => {
    const group = new ResilientGroup(members(1), 2, 0, timers);
    use(group, [1], 3);
    expect(group.buckets(10)).toEqual([
      { member: 0, idleFor: 10 },
      { member: 0, idleFor: 7 },
    ]);
    expect(group.wantedBuckets()).toEqual([2]);
  });

  it('refuses what Linux refuses', () => {
    expect(() => new ResilientGroup(members(), 8, 0)).toThrow(RangeError);
    expect(() => new ResilientGroup(members(0), 8, 0)).toThrow(RangeError);
    expect(() => new ResilientGroup(members(1), 0, 0)).toThrow(RangeError);
    expect(() => new ResilientGroup([...members(1), ...members(1)], 8, 0)).toThrow(RangeError);
  });
});

describe('zebra', () => {
  it('keeps flows of a group whose id stays, and loses them when it changes', () => {
    const timers = { idleTimer: 100 * second, unbalancedTimer: 0 };
    const make = (): ResilientGroup<number> => {
      const group = new ResilientGroup(members(1, 1), 8, 0, timers);
      use(group, all, 1);
      return group;
    };
    const more = members(1, 1, 1, 1);
    const kept = replaceGroupAsFrr(make(), more, true, 2, timers);
    expect(kept.bucketMembers()).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
    const fresh = replaceGroupAsFrr(make(), more, false, 2, timers);
    expect(fresh.bucketMembers()).toEqual([3, 3, 2, 2, 1, 1, 0, 0]);
  });

  it('asks for no more than 256 buckets', () => {
    expect([0, 64, 256, 4096].map(frrBuckets)).toEqual([1, 64, 256, 256]);
  });
});
