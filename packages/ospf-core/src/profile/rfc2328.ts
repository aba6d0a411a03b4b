// RFC 2328 to the letter; where it leaves a choice, the simplest one.

import { nanoseconds, seconds } from '@ospflab/sim';
import type { OspfProfile } from './ospf-profile.ts';

export const rfc2328Profile: OspfProfile = {
  name: 'rfc2328',
  referenceBandwidthMbit: 100_000,
  loopbackCost: 0,
  firstHelloDelay: nanoseconds(0),
  firstHelloOfIneligibleRouter: 'firstHelloDelay',
  retransmission: 'perLsa',
  retransmissionTolerance: nanoseconds(0),
  acknowledgementDelay: seconds(1),
  acknowledgementTimer: 'onDemand',
  minLsArrivalAppliesTo: 'floodedCopies',
  initialInstanceAcceptsOldCopy: false,
  minLsArrival: seconds(1),
  minLsInterval: seconds(5),
  minLsIntervalEnforced: true,
  originatesUnchanged: false,
  refreshAgeMin: seconds(1800),
  refreshAgeMax: seconds(1800),
  agingWalkInterval: nanoseconds(0),
  maxAgeRemovalDelay: nanoseconds(0),
  maxAgeWaitsForExchange: true,
  summaryListShrinks: false,
  areaBorderRouter: 'severalAreas',
  externalRoutesDelay: nanoseconds(0),
  nssaTranslatedMetric: undefined,
  nssaDefault: 'external',
  rangeDropsPackets: true,
  spfDelay: nanoseconds(0),
  spfHold: nanoseconds(0),
  spfHoldMax: nanoseconds(0),
  maximumPaths: 256,
  cryptographicSequence: 'nonDecreasing',
  flushesOnStop: true,
};
