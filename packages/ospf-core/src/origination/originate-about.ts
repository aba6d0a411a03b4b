// The own LSAs in which the adjacencies of an interface are seen.

import type { OspfInterface } from '../interface/ospf-interface.ts';
import { originateNetworkLsa, originateRouterLsa } from './originate.ts';

/** RFC 2328 §12.4 (4), and (5) for the designated router. */
export function originateLsasAbout(ospfInterface: OspfInterface): void {
  const { router, area, virtualEnds } = ospfInterface;
  originateRouterLsa(router, area, 'topologyChanged');
  // RFC 2328 §12.4.1: the V-bit in the transit area.
  if (virtualEnds !== undefined) originateRouterLsa(router, virtualEnds.transitArea, 'topologyChanged');
  if (ospfInterface.isDesignatedRouter()) originateNetworkLsa(ospfInterface, 'topologyChanged');
}
