// Quagga 1.2 ospfd: the ancestor of FRR's. It says nothing when it is told to stop, and counts costs from 100 Mbit/s.

import { frrProfile } from './frr.ts';
import type { OspfProfile } from './ospf-profile.ts';

export const quaggaProfile: OspfProfile = {
  ...frrProfile,
  name: 'quagga',
  referenceBandwidthMbit: 100,
  assumedBandwidthMbit: 10,
  maximumPaths: 64,
  flushesOnStop: false,
};
