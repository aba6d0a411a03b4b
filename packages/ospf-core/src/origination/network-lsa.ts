// The body of the network-LSA, RFC 2328 §12.4.2.

import type { OspfInterface } from '../interface/ospf-interface.ts';
import type { NetworkLsaBody, RouterId } from '../lsa/lsa.ts';

/** The routers fully adjacent to this designated router and itself, in order of their interface addresses. */
export function networkLsaBody(ospfInterface: OspfInterface): NetworkLsaBody {
  const attached: { address: number; routerId: RouterId }[] = [
    { address: ospfInterface.config.address, routerId: ospfInterface.router.routerId },
  ];
  for (const { advertisedFull, address, routerId } of ospfInterface.neighbors) {
    if (advertisedFull) attached.push({ address, routerId });
  }
  attached.sort((left, right) => left.address - right.address);
  return {
    kind: 'network',
    mask: ospfInterface.mask,
    attachedRouters: attached.map(({ routerId }) => routerId),
  };
}
