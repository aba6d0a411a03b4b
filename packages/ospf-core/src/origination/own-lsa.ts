// Which received LSAs are this router's own, RFC 2328 §13.4.

import type { Area } from '../area.ts';
import type { OspfInterface } from '../interface/ospf-interface.ts';
import { lsTypes, type LsaHeader } from '../lsa/lsa.ts';
import type { RouterState } from '../router-state.ts';

/** The advertising router is this one, or it is a network-LSA named after one of its addresses (from before its id changed). */
export function isOwnLsa(router: RouterState, lsa: LsaHeader): boolean {
  if (lsa.advertisingRouter === router.routerId) return true;
  if (lsa.type !== lsTypes.network) return false;
  return router.interfaces.some(({ config }) => (config.address as number) === lsa.linkStateId);
}

/** Undefined for LSAs of other types too. */
export function interfaceOfNetworkLsa(area: Area | undefined, lsa: LsaHeader): OspfInterface | undefined {
  if (lsa.type !== lsTypes.network) return undefined;
  return area?.interfaces.find(({ config }) => (config.address as number) === lsa.linkStateId);
}
