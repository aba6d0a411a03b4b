// Where a packet to an address goes: local, broadcast, multicast or a route of the main table; remembered per destination.
// A change anywhere below empties the memory, so a decision is never older than the tables.

import { isMulticastIpv4, type Ipv4Address } from '@ospflab/net';
import type { NetworkInterface } from '../interface/network-interface.ts';
import type { Kernel } from '../kernel.ts';
import type { FibRoute } from './fib-route.ts';

export type Destination =
  | { readonly kind: 'local'; readonly holder: NetworkInterface }
  | { readonly kind: 'broadcast' }
  | { readonly kind: 'multicast' }
  | { readonly kind: 'unicast'; readonly route: FibRoute }
  | { readonly kind: 'refused'; readonly type: 'blackhole' | 'unreachable' | 'prohibit' }
  | { readonly kind: 'none' };

const broadcast: Destination = { kind: 'broadcast' };
const multicast: Destination = { kind: 'multicast' };
const none: Destination = { kind: 'none' };

const rememberedMax = 65_536;

export class RouteLookup {
  private readonly kernel: Kernel;
  private readonly remembered = new Map<number, Destination>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  invalidate(): void {
    this.remembered.clear();
  }

  lookup(address: Ipv4Address): Destination {
    const known = this.remembered.get(address | 0);
    if (known !== undefined) return known;
    if (this.remembered.size >= rememberedMax) this.remembered.clear();
    const found = this.decide(address);
    this.remembered.set(address | 0, found);
    return found;
  }

  private decide(address: Ipv4Address): Destination {
    if (isMulticastIpv4(address)) return multicast;
    const holder = this.kernel.interfaces.holderOf(address);
    if (holder !== undefined) return { kind: 'local', holder };
    if (this.kernel.interfaces.isBroadcast(address)) return broadcast;
    const route = this.kernel.fib.lookup(address);
    if (route === undefined) return none;
    return route.type === 'unicast' ? { kind: 'unicast', route } : { kind: 'refused', type: route.type };
  }
}
