// The interfaces of a running host, as zebra would tell a routing daemon about them.

import type { LinuxHost } from '@ospflab/linux-host';
import type { KernelInterface } from './ospf-config-of.ts';

export interface UsableInterface extends KernelInterface {
  /** Admin up and carrier. */
  readonly usable: boolean;
}

/** In order of index. */
export function kernelInterfacesOf(host: LinuxHost): UsableInterface[] {
  return host.interfaces.map(({ index, name, mtu, loopback, addresses, adminUp, announcedCarrier }) => ({
    index,
    name,
    mtu,
    loopback,
    addresses,
    usable: adminUp && announcedCarrier,
  }));
}
