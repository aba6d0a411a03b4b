// One entry of the kernel's main table, with the multipath bounds that follow from its living next hops.

import { hashThresholdBounds } from '@ospflab/ecmp';
import type { Ipv4Address, Ipv4Prefix } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { RouteSource, RouteType } from './route.ts';

export interface FibHop {
  readonly interfaceIndex: number;
  /** Undefined: the destination itself is on the link. */
  readonly gateway: Ipv4Address | undefined;
  readonly weight: number;
  /**
   * Its interface is administratively down, or has no carrier and ignore_routes_with_linkdown is set.
   * Plain routes only: members of a next-hop group are removed instead.
   */
  dead: boolean;
  /** Its interface has no carrier. */
  linkDown: boolean;
  /** Destinations for which a redirect named another gateway; they live and die with this next hop. */
  exceptions?: Map<number, RedirectException>;
}

export interface RedirectException {
  readonly destination: Ipv4Address;
  readonly gateway: Ipv4Address;
  readonly expiresAt: Instant;
}

const noBounds = new Int32Array(0);

export class FibRoute {
  readonly prefix: Ipv4Prefix;
  readonly source: RouteSource;
  readonly metric: number;
  readonly type: RouteType;
  readonly preferredSource: Ipv4Address | undefined;
  /** `nhid` of a next-hop object; 0 for a plain route. */
  readonly nextHopGroupId: number;
  hops: readonly FibHop[];
  /** Inclusive upper bound of each hop's share of the 31-bit hash; −1 for a hop that gets nothing. */
  bounds: Int32Array = noBounds;

  constructor(given: {
    readonly prefix: Ipv4Prefix;
    readonly source: RouteSource;
    readonly metric: number;
    readonly type: RouteType;
    readonly preferredSource: Ipv4Address | undefined;
    readonly nextHopGroupId: number;
    readonly hops: readonly FibHop[];
  }) {
    this.prefix = given.prefix;
    this.source = given.source;
    this.metric = given.metric;
    this.type = given.type;
    this.preferredSource = given.preferredSource;
    this.nextHopGroupId = given.nextHopGroupId;
    this.hops = given.hops;
    this.rebalance();
  }

  /** To be called whenever hops or their flags changed. Linux: net/ipv4/fib_semantics.c, fib_rebalance. */
  rebalance(): void {
    if (this.hops.length < 2) {
      this.bounds = noBounds;
      return;
    }
    this.bounds = hashThresholdBounds(this.hops.map((hop) => (hop.dead ? 0 : hop.weight)));
  }
}
