// Quagga 1.2 ospfd: the ancestor of FRR's, which says nothing when it is told to stop.

import { frrProfile } from './frr.ts';
import type { OspfProfile } from './ospf-profile.ts';

export const quaggaProfile: OspfProfile = {
  ...frrProfile,
  name: 'quagga',
  maximumPaths: 64,
  flushesOnStop: false,
};
