// How a node prints when its scenario does not say: as its implementation of OSPF does, or as FRR 8.4 where there is no such dialect.

import type { ShowDialectName } from '@ospflab/ospf-core';
import type { OspfProfileName } from './scenario.ts';

const dialects: Readonly<Record<OspfProfileName, ShowDialectName>> = {
  frr: 'frr-8.4',
  rfc2328: 'frr-8.4',
  bird: 'frr-8.4',
  quagga: 'quagga-1.2',
};

export function showDialectOf(profile: OspfProfileName): ShowDialectName {
  return dialects[profile];
}
