import { milliseconds, seconds, type Instant } from '@ospflab/sim';
import { describe, expect, it } from 'vitest';
import { SpfBackoff, spfBackoffMachine, type OspfSpfBackoffConfig } from '@ospflab/ospf-core';

const defaults: OspfSpfBackoffConfig = {
  initialDelay: milliseconds(50),
  shortDelay: milliseconds(200),
  longDelay: seconds(5),
  holdDown: seconds(10),
  timeToLearn: milliseconds(500),
};

const at = (ms: number): Instant => (ms * 1e6) as Instant;

/** The delays in milliseconds after changes at these instants. */
function delaysOf(changes: readonly number[], config: Partial<OspfSpfBackoffConfig> = {}): number[] {
  const backoff = new SpfBackoff({ ...defaults, ...config });
  return changes.map((ms) => backoff.changed(at(ms)) / 1e6);
}

describe('the SPF back-off of RFC 8405', () => {
  it('has a table without overlapping or unreachable rows', () => {
    expect(spfBackoffMachine.faults('quiet')).toEqual([]);
  });

  it('§5.4: the first change waits for the initial delay, those of the time to learn for the short one', () => {
    expect(delaysOf([1000, 1001, 1300, 1499])).toEqual([50, 200, 200, 200]);
  });

  it('§5.4: changes that go on after the time to learn wait for the long delay', () => {
    expect(delaysOf([1000, 1500, 3000, 12_000])).toEqual([50, 5000, 5000, 5000]);
  });

  it('§5.4: is quiet again when nothing changed for the hold-down time, and not before', () => {
    expect(delaysOf([1000, 1600, 11_599, 21_599])).toEqual([50, 5000, 5000, 50]);
    expect(delaysOf([1000, 11_000, 11_001])).toEqual([50, 50, 200]);
  });

  it('§5.4: a hold-down time that ends before the time to learn stops the learning', () => {
    const config = { holdDown: milliseconds(100) };
    expect(delaysOf([1000, 1090, 1200, 1290, 1380, 1470, 1560, 1650, 1740], config)).toEqual([
      50, 200, 50, 200, 200, 200, 200, 200, 5000,
    ]);
  });

  it('names its state at any instant', () => {
    const backoff = new SpfBackoff(defaults);
    backoff.changed(at(1000));
    expect([1000, 1499, 1500, 10_999, 11_000].map((ms) => backoff.stateAt(at(ms)))).toEqual([
      'shortWait',
      'shortWait',
      'longWait',
      'longWait',
      'quiet',
    ]);
  });
});
