// Which own address a packet gets when nobody chose one. Linux: net/ipv4/devinet.c, inet_select_addr.

import { ipv4FromNumber, type Ipv4Address } from '@ospflab/net';
import type { NetworkInterface } from '../interface/network-interface.ts';
import type { Kernel } from '../kernel.ts';

/** The first primary address whose subnet holds the target, else the first of the interface, else the first global one of the host. */
export function selectSource(
  kernel: Kernel,
  holder: NetworkInterface,
  target: Ipv4Address | undefined,
): Ipv4Address {
  let first: Ipv4Address | undefined;
  for (const held of holder.addresses) {
    if (held.secondary || held.scope === 'host') continue;
    if (target === undefined || ((held.address ^ target) & held.mask) === 0) return held.address;
    first ??= held.address;
  }
  if (first !== undefined) return first;
  for (const other of kernel.interfaces.list) {
    for (const held of other.addresses) if (!held.secondary && held.scope === 'global') return held.address;
  }
  return ipv4FromNumber(0);
}
