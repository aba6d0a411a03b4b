// A virtual link as an interface of the backbone, before anything is known of the way to its other end.

import type { Ipv4Address } from '@ospflab/net';
import { backboneId } from '../area.ts';
import type { OspfInterfaceConfig, OspfVirtualLinkConfig } from '../config.ts';

const unknown = 0 as Ipv4Address;
/** No device has this index. */
const noDevice = 0;
/** Bytes of a packet that every path carries. FRR: ospfd/ospfd.h, OSPF_VL_MTU, 8.4. */
const virtualMtu = 1500;

export function virtualInterfaceConfig(name: string, config: OspfVirtualLinkConfig): OspfInterfaceConfig {
  const { authentication, authenticationOfArea } = config;
  return {
    interfaceIndex: noDevice,
    name,
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
    ...(authenticationOfArea === undefined ? {} : { authenticationOfArea }),
  };
}
