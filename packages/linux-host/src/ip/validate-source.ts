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
): SourceValidity {
  const acceptsLocal = holder.loopback || kernel.sysctls.either(holder.settings, 'accept_local');
  if (isMulticastIpv4(source) || source === 0xffffffff || (source >>> 24 === 127 && !holder.loopback))
    return 'martian';
  if (source === 0) return 'routed';
  const back = kernel.routes.lookup(source);
  switch (back.kind) {
    case 'local':
      return acceptsLocal ? 'routed' : 'martian';
    case 'unicast': {
      const onInterface = back.route.hops.find((hop) => hop.interfaceIndex === holder.index);
      if (onInterface !== undefined) return onInterface.gateway === undefined ? 'onLink' : 'routed';
      return kernel.sysctls.max(holder.settings, 'rp_filter') === 1 ? 'reversePathFailed' : 'routed';
    }
    case 'none':
    case 'refused':
      return kernel.sysctls.max(holder.settings, 'rp_filter') === 0 ? 'routed' : 'reversePathFailed';
    default:
      return 'martian';
  }
}
