// Whether a source address is believable on the interface a packet came in on. Linux: net/ipv4/fib_frontend.c, fib_validate_source.

import { isMulticastIpv4, type Ipv4Address } from '@ospflab/net';
import type { NetworkInterface } from '../interface/network-interface.ts';
import type { Kernel } from '../kernel.ts';

/** 'onLink' and 'routed' are both fine; the difference decides about redirects. */
export type SourceValidity = 'onLink' | 'routed' | 'martian' | 'reversePathFailed';

export function validateSource(
  kernel: Kernel,
  holder: NetworkInterface,
  source: Ipv4Address,
  toLimitedBroadcast: boolean,
): SourceValidity {
  if (isMulticastIpv4(source) || source === 0xffffffff) return 'martian';
  if (holder.loopback) return 'routed';
  if (source >>> 24 === 127 && !kernel.sysctls.either(holder.settings, 'route_localnet')) return 'martian';
  // Who has no address yet may shout to everybody (DHCP), and to nobody else. Linux 5.3 and later: the rest of 0.0.0.0/8 is like others.
  if (source === 0) return toLimitedBroadcast ? 'routed' : 'martian';
  const level = kernel.sysctls.max(holder.settings, 'rp_filter');
  const back = kernel.routes.lookup(source);
  switch (back.kind) {
    case 'local':
      if (!kernel.sysctls.either(holder.settings, 'accept_local')) return 'martian';
      return level === 1 && back.holder !== holder ? 'reversePathFailed' : 'routed';
    case 'unicast': {
      const onInterface = back.route.hops.find((hop) => hop.interfaceIndex === holder.index);
      if (onInterface !== undefined) return onInterface.gateway === undefined ? 'onLink' : 'routed';
      return level === 1 ? 'reversePathFailed' : 'routed';
    }
    case 'none':
    case 'refused':
      return level === 0 ? 'routed' : 'reversePathFailed';
    default:
      // A subnet's broadcast address: without the filter the kernel looks only for addresses of its own.
      return level === 0 ? 'routed' : 'martian';
  }
}
