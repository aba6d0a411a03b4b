// BIRD 2: close to the letter of RFC 2328, on a clock that ticks once a second.

import { milliseconds, nanoseconds, seconds } from '@ospflab/sim';
import type { OspfProfile } from './ospf-profile.ts';
import { rfc2328Profile } from './rfc2328.ts';

export const birdProfile: OspfProfile = {
  ...rfc2328Profile,
  name: 'bird',
  interfaceCost: 10,
  loopbackCost: 10,
  stubDefaultCost: 1000,
  // RxmtInterval / 2, with the RxmtInterval of its defaults.
  acknowledgementDelay: milliseconds(2500),
  minLsArrivalAppliesTo: 'everyCopy',
  agingWalkInterval: seconds(1),
  spfDelay: seconds(1),
  spfHold: nanoseconds(0),
  spfHoldMax: nanoseconds(0),
  rangeDropsPackets: false,
  lastKeyLivesOn: false,
  maximumPaths: 16,
};
