// A configured virtual link becomes an interface of the backbone that is down until the other end is within reach. RFC 2328 §15.

import type { Ipv4Address } from '@ospflab/net';
import { backboneId } from '../area.ts';
import type { OspfVirtualLinkConfig } from '../config.ts';
import { OspfInterface, type InterfaceTimerHandlers } from '../interface/ospf-interface.ts';
import type { RouterState } from '../router-state.ts';

const unknown = 0 as Ipv4Address;
/** No device has this index. */
const noDevice = 0;
/** Bytes of a packet that every path carries. FRR: ospfd/ospfd.h, OSPF_VL_MTU, 8.4. */
const virtualMtu = 1500;

export function addVirtualLink(
  router: RouterState,
  config: OspfVirtualLinkConfig,
  expired: InterfaceTimerHandlers,
): void {
  const { transitAreaId, neighborId, authentication } = config;
  const backbone = router.area(backboneId);
  const added = new OspfInterface(
    router,
    backbone,
    {
      interfaceIndex: noDevice,
      name: `VLINK${router.virtualLinks.length}`,
      address: unknown,
      prefixLength: 0,
      mtu: virtualMtu,
      networkType: 'virtual',
      areaId: backboneId,
      priority: 1,
      helloInterval: config.helloInterval,
      deadInterval: config.deadInterval,
      retransmitInterval: config.retransmitInterval,
      transmitDelay: config.transmitDelay,
      ...(authentication === undefined ? {} : { authentication }),
    },
    expired,
  );
  added.virtualEnds = {
    transitArea: router.area(transitAreaId),
    neighborId,
    neighborAddress: unknown,
    nextHops: [],
  };
  router.virtualLinks.push(added);
  backbone.interfaces.push(added);
}
