// RFC 8405 in a running router: when SPF follows the changes of a neighbour.

import { describe, expect, it } from 'vitest';
import { milliseconds, nanoseconds, seconds } from '@ospflab/sim';
import { eventsAfterCostChanges, runningPair } from '../pair.ts';

const spfBackoff = {
  initialDelay: milliseconds(50),
  shortDelay: milliseconds(200),
  longDelay: seconds(2),
  holdDown: seconds(10),
  timeToLearn: milliseconds(500),
};

/** Milliseconds after 60 s at which router a ran SPF, when the loopback of b takes a new cost at these. */
function runsAfter(changes: readonly number[], configured = true): number[] {
  const none = nanoseconds(0);
  const timers = { minLsArrival: none, ...(configured ? { spfBackoff } : { spfHold: none }) };
  return eventsAfterCostChanges(runningPair({ router: { timers } }, 60), 'a', 'spfRun', changes);
}

describe('RFC 8405 §5.4 in a router', () => {
  it('without it every change is followed at once', () => {
    expect(runsAfter([100, 200, 1100], false)).toEqual([100, 200, 1100]);
  });

  it('a lone change is followed after the initial delay, also when it comes again much later', () => {
    expect(runsAfter([100, 15_000])).toEqual([150, 15_050]);
  });

  it('changes of one failure share the run that is scheduled and the next one that follows them', () => {
    expect(runsAfter([100, 120, 200, 300])).toEqual([150, 400]);
  });

  it('changes that go on are followed after the long delay', () => {
    expect(runsAfter([100, 1100, 2100, 3200])).toEqual([150, 3100, 5200]);
  });
});
