// The intervals as hellos state them, RFC 2328 §9.5 and appendix A.3.2.

import type { OspfInterface } from './ospf-interface.ts';

/** Whole seconds; 0 with fast hellos. */
export function helloIntervalSeconds(ospfInterface: OspfInterface): number {
  const { fastHello, helloInterval } = ospfInterface.config;
  return fastHello === true ? 0 : Math.round(helloInterval / 1e9);
}

export function deadIntervalSeconds(ospfInterface: OspfInterface): number {
  return Math.max(1, Math.round(ospfInterface.config.deadInterval / 1e9));
}
