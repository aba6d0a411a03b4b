// FRR's profile without what depends on when something happened, for tests that compare with what a network is at the end.

import { frrProfile, type OspfProfile } from '@ospflab/ospf-core';

export const frrWithoutHistory: OspfProfile = {
  ...frrProfile,
  nssaAddress: 'network',
  nssaRepeatedAfter: undefined,
  rangesForgottenAfter: undefined,
};
