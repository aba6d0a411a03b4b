// What flooding by RFC 2328 cannot tell apart: two flushes of one LSA are the same instance (§13.1), so that the acknowledgement of the
// first passes for that of the second. An old copy that comes in between stays where the first flush is forgotten already.

import { describe, expect, it } from 'vitest';
import {
  frrProfile,
  initialSequenceNumber,
  rfc2328Profile,
  type AgedLsaHeader,
  type OspfProfile,
  type RouterId,
} from '@ospflab/ospf-core';
import { lsaIn, pretendFromB, routerLsa, runningPair, updateOf, type Pair } from '../pair.ts';

const stranger = 0x0a000063 as RouterId;
const flushed = 3600;
const lsa = routerLsa(stranger, initialSequenceNumber);

/** b tells a of an LSA, flushes it, lets an old copy slip through and flushes it once more within MinLSArrival of that. */
function flushedTwice(profile: OspfProfile): Pair {
  const pair = runningPair({ profile });
  const { network } = pair;
  pretendFromB(pair, pair.a, updateOf({ lsa, ageSeconds: 1 }));
  network.runUntil(40);
  network.keepSent = true;
  network.log.length = 0;
  pretendFromB(pair, pair.a, updateOf({ lsa, ageSeconds: flushed }));
  network.runUntil(40.5);
  pretendFromB(pair, pair.a, updateOf({ lsa, ageSeconds: 12 }));
  network.runUntil(40.6);
  pretendFromB(pair, pair.a, updateOf({ lsa, ageSeconds: flushed }));
  network.runUntil(45);
  return pair;
}

function acknowledgedFlushes({ network }: Pair): AgedLsaHeader[] {
  return network.sent.flatMap(({ node, packet: { body } }) =>
    node === 'a' && body.kind === 'linkStateAcknowledgement'
      ? body.headers.filter(
          ({ header, ageSeconds }) => header.advertisingRouter === stranger && ageSeconds === flushed,
        )
      : [],
  );
}

describe('an old copy between two flushes of an LSA', () => {
  it('stays although the neighbour was told that the flush arrived, where a flushed LSA is forgotten at once (RFC 2328 §13 (4), (5a), §14)', () => {
    const pair = flushedTwice(rfc2328Profile);
    const discarded = pair.network.log.flatMap(({ node, event }) =>
      node === 'a' && event.kind === 'lsaDiscarded' ? [event.reason] : [],
    );
    expect(discarded).toEqual(['receivedTooSoon']);
    // The one acknowledgement, delayed, is of the first flush; its header equals that of the second.
    expect(acknowledgedFlushes(pair)).toHaveLength(1);
    expect(lsaIn(pair.network, pair.a, 1, stranger)?.ageSeconds).toBeLessThan(flushed);
  });

  it('is refused while the flushed LSA is kept, as FRR does', () => {
    const pair = flushedTwice(frrProfile);
    expect(lsaIn(pair.network, pair.a, 1, stranger)?.ageSeconds).toBe(flushed);
    expect(acknowledgedFlushes(pair).length).toBeGreaterThan(0);
  });
});
