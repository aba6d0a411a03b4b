// What a machine does with its configuration when it starts: addresses, sysctls, next hops, routes, in that order.

import { ipv4 } from '@ospflab/net';
import { addAddress, handleConfiguration } from './handle-configuration.ts';
import type { Kernel } from './kernel.ts';

const localhost = { address: ipv4('127.0.0.1'), prefixLength: 8 };

/** Addresses and `ip route` entries are there at once; what zebra installs waits for its queue. */
export function applyBoot(kernel: Kernel, carriers: ReadonlyMap<number, boolean>): void {
  kernel.record({ kind: 'hostBooted' });
  for (const holder of kernel.interfaces.list) {
    const carrier = carriers.get(holder.index);
    if (carrier === undefined || holder.loopback) continue;
    holder.carrier = carrier;
    holder.announcedCarrier = carrier;
  }
  for (const setting of kernel.config.sysctls ?? []) kernel.setSysctl(setting.key, setting.value);
  addAddress(kernel, kernel.interfaces.loopback, localhost, false);
  for (const holder of kernel.interfaces.list) {
    const configured = kernel.config.interfaces.find((entry) => entry.index === holder.index);
    for (const address of configured?.addresses ?? []) addAddress(kernel, holder, address, false);
  }
  for (const change of kernel.config.nextHops ?? []) handleConfiguration(kernel, change);
  for (const route of kernel.config.routes ?? []) handleConfiguration(kernel, { kind: 'routeAdded', route });
}
