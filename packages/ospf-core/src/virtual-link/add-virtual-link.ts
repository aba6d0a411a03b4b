// A configured virtual link becomes an interface of the backbone that is down until the other end is within reach. RFC 2328 §15.

import type { Ipv4Address } from '@ospflab/net';
import { backboneId } from '../area.ts';
import type { OspfVirtualLinkConfig } from '../config.ts';
import { OspfInterface, type InterfaceTimerHandlers } from '../interface/ospf-interface.ts';
import type { RouterState } from '../router-state.ts';
import { virtualInterfaceConfig } from './virtual-interface-config.ts';

const unknown = 0 as Ipv4Address;

export function addVirtualLink(
  router: RouterState,
  config: OspfVirtualLinkConfig,
  expired: InterfaceTimerHandlers,
): void {
  const backbone = router.area(backboneId);
  const name = `VLINK${router.virtualLinksMade++}`;
  const added = new OspfInterface(router, backbone, virtualInterfaceConfig(name, config), expired);
  added.virtualEnds = {
    transitArea: router.area(config.transitAreaId),
    neighborId: config.neighborId,
    neighborAddress: unknown,
    nextHops: [],
  };
  router.virtualLinks.push(added);
  backbone.interfaces.push(added);
}
