// The OSPF implementations that a node of a scenario can name.

import { birdProfile, frrProfile, quaggaProfile, rfc2328Profile, type OspfProfile } from '@ospflab/ospf-core';
import type { OspfProfileName } from '../scenario/scenario.ts';

export const ospfProfiles: Readonly<Record<OspfProfileName, OspfProfile>> = {
  frr: frrProfile,
  rfc2328: rfc2328Profile,
  quagga: quaggaProfile,
  bird: birdProfile,
};
