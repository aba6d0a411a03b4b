import { milliseconds, seconds, type Instant } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { SpfThrottle } from '@ospflab/ospf-core';

const at = (ms: number): Instant => (ms * 1e6) as Instant;

describe('the SPF throttle of FRR: delay 0, hold 50 ms, at most 5 s', () => {
  it('runs at once after a quiet time', () => {
    const throttle = new SpfThrottle(milliseconds(0), milliseconds(50), seconds(5));
    expect(throttle.schedule(at(1000))).toBe(at(1000));
    throttle.ran(at(1000));
    expect(throttle.schedule(at(1050))).toBe(at(1050));
  });

  it('waits for the rest of the hold time, which grows by its minimum with every run asked for within it', () => {
    const throttle = new SpfThrottle(milliseconds(0), milliseconds(50), seconds(5));
    throttle.ran(at(1000));
    const runs = [1050, 1150, 1300, 1500, 1750];
    let last = 1000;
    for (const run of runs) {
      expect(throttle.schedule(at(last + 10))).toBe(at(run));
      throttle.ran(at(run));
      last = run;
    }
  });

  it('never waits longer than the maximum and falls back after a quiet hold time', () => {
    const throttle = new SpfThrottle(milliseconds(0), milliseconds(50), milliseconds(120));
    let now = 1000;
    throttle.ran(at(now));
    for (let change = 0; change < 10; change++) {
      const next = throttle.schedule(at(now + 1));
      expect(next - at(now)).toBeLessThanOrEqual(milliseconds(120));
      now = next / 1e6;
      throttle.ran(at(now));
    }
    expect(throttle.schedule(at(now + 121))).toBe(at(now + 121));
    expect(throttle.multiplier).toBe(1);
  });

  it('keeps the initial delay when the hold time is nearly over', () => {
    const throttle = new SpfThrottle(milliseconds(30), milliseconds(50), seconds(5));
    throttle.ran(at(1000));
    expect(throttle.schedule(at(1045))).toBe(at(1075));
  });
});
