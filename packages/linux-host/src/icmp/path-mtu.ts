// Path MTU discovery: "fragmentation needed" about one of the host's own packets makes its destination's path smaller for ten minutes.
// Linux: net/ipv4/route.c, __ip_rt_update_pmtu.

import type { FiveTuple } from '@ospflab/net';
import { seconds } from '@ospflab/sim';
import type { Kernel } from '../kernel.ts';
import { learnException, pathMtuOf } from '../routing/route-exceptions.ts';

/** `flow` as the error quotes it, `mtu` as it says; whoever calls has made sure that the flow is the host's own. */
export function learnPathMtu(kernel: Kernel, flow: FiveTuple, mtu: number): void {
  const found = kernel.routes.lookup(flow.destination);
  if (found.kind !== 'unicast') return;
  const { 'route.min_pmtu': lowest, 'route.mtu_expires': lifetime } = kernel.sysctls.global;
  let learned: number | undefined;
  // Linux 6.13 and later: every next hop of the route, since nobody knows which of them the small link lies behind.
  for (const hop of found.route.hops) {
    const holder = kernel.interfaces.at(hop.interfaceIndex);
    if (holder === undefined) continue;
    const present = pathMtuOf(kernel, hop, flow.destination, holder.mtu);
    if (mtu >= present) continue;
    const isTooSmall = mtu < lowest;
    learned = isTooSmall ? Math.min(present, lowest) : mtu;
    learnException(kernel, hop, flow.destination, seconds(lifetime), { mtu: learned, mtuLocked: isTooSmall });
  }
  if (learned !== undefined)
    kernel.record({ kind: 'pathMtuLearned', destination: flow.destination, mtu: learned });
}
