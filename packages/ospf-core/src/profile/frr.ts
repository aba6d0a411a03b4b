// FRR 8.4 ospfd. The values and the rules behind them were read off running daemons.

import { milliseconds, nanoseconds, seconds } from '@ospflab/sim';
import type { OspfProfile } from './ospf-profile.ts';

export const frrProfile: OspfProfile = {
  name: 'frr',
  referenceBandwidthMbit: 100_000,
  loopbackCost: 0,
  firstHelloDelay: milliseconds(1),
  firstHelloOfIneligibleRouter: 'helloInterval',
  retransmission: 'neighborTick',
  retransmissionTolerance: nanoseconds(0),
  acknowledgementDelay: seconds(1),
  acknowledgementTimer: 'freeRunning',
  minLsArrivalAppliesTo: 'everyCopy',
  initialInstanceAcceptsOldCopy: true,
  minLsArrival: seconds(1),
  minLsInterval: seconds(5),
  minLsIntervalEnforced: false,
  originatesUnchanged: true,
  refreshAgeMin: seconds(1680),
  refreshAgeMax: seconds(1740),
  agingWalkInterval: seconds(30),
  maxAgeRemovalDelay: seconds(60),
  maxAgeWaitsForExchange: false,
  summaryListShrinks: true,
  areaBorderRouter: 'backboneAttached',
  externalRoutesDelay: seconds(1),
  nssaTranslatedMetric: 20,
  nssaDefault: 'summary',
  rangeDropsPackets: true,
  spfDelay: milliseconds(0),
  spfHold: milliseconds(50),
  spfHoldMax: seconds(5),
  maximumPaths: 256,
  cryptographicSequence: 'increasing',
  flushesOnStop: true,
};
