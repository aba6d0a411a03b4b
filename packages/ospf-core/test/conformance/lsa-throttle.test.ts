// How far apart a router makes two instances of one LSA: RFC 2328 §12.4 and what FRR makes of `timers throttle lsa all`.

import { describe, expect, it } from 'vitest';
import { milliseconds } from '@ospflab/sim';
import { frrProfile, rfc2328Profile, type OspfProfile } from '@ospflab/ospf-core';
import { eventsAfterCostChanges, runningPair } from '../pair.ts';

/** Milliseconds after 60 s at which b made its router-LSA anew, when its loopback takes a new cost at these. */
function originationsAfter(profile: OspfProfile, intervalMs: number | undefined, changes: readonly number[]) {
  const timers = intervalMs === undefined ? {} : { minLsInterval: milliseconds(intervalMs) };
  return eventsAfterCostChanges(
    runningPair({ profile, router: { timers } }, 60),
    'b',
    'lsaOriginated',
    changes,
  );
}

describe('two instances of one LSA', () => {
  it('RFC 2328 §12.4: are MinLSInterval apart, and what changes meanwhile waits', () => {
    expect(originationsAfter(rfc2328Profile, undefined, [100, 1100, 2100, 9000])).toEqual([
      100, 5100, 10_100,
    ]);
  });

  it('RFC 2328 §12.4: are as far apart as is configured', () => {
    expect(originationsAfter(rfc2328Profile, 700, [100, 200, 300, 9000])).toEqual([100, 800, 9000]);
  });

  it('FRR: follow each other at once, also with `timers throttle lsa all 5000`', () => {
    expect(originationsAfter(frrProfile, 5000, [100, 1100, 2100, 3100])).toEqual([100, 1100, 2100, 3100]);
  });
});
