// One entry of the kernel's main table, with what chooses among its living next hops: bounds of the hash, the buckets of a resilient
// group, or in old kernels the credit of each hop.

import { hashThresholdBounds, PerPacketMultipath, type ResilientGroup } from '@ospflab/ecmp';
import type { Ipv4Address, Ipv4Prefix } from '@ospflab/net';
import type { RouteException } from './route-exceptions.ts';
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
  /** What was learned about single destinations; it lives and dies with this next hop. */
  exceptions?: Map<number, RouteException>;
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
  /** Of a group with buckets: its members are the hops, in their order. */
  readonly resilient: ResilientGroup<number> | undefined;
  /** Inclusive upper bound of each hop's share of the 31-bit hash; −1 for a hop that gets nothing. */
  bounds: Int32Array = noBounds;
  /** Old kernels: the next hop that a socket of the host keeps. */
  readonly socketHops = new Map<string, FibHop>();
  /** Made when an old kernel first asks. */
  private credit: PerPacketMultipath | undefined;

  constructor(given: {
    readonly prefix: Ipv4Prefix;
    readonly source: RouteSource;
    readonly metric: number;
    readonly type: RouteType;
    readonly preferredSource: Ipv4Address | undefined;
    readonly nextHopGroupId: number;
    readonly hops: readonly FibHop[];
    readonly resilient?: ResilientGroup<number> | undefined;
  }) {
    this.prefix = given.prefix;
    this.source = given.source;
    this.metric = given.metric;
    this.type = given.type;
    this.preferredSource = given.preferredSource;
    this.nextHopGroupId = given.nextHopGroupId;
    this.hops = given.hops;
    this.resilient = given.resilient;
    this.rebalance();
  }

  /** Linux 3.6 … 4.3 send each packet by the clock. */
  get perPacket(): PerPacketMultipath {
    return (this.credit ??= new PerPacketMultipath(this.weights()));
  }

  /** To be called whenever hops or their flags changed. Linux: net/ipv4/fib_semantics.c, fib_rebalance. */
  rebalance(): void {
    this.credit = undefined;
    this.socketHops.clear();
    this.bounds = this.hops.length < 2 ? noBounds : hashThresholdBounds(this.weights());
  }

  private weights(): number[] {
    return this.hops.map((hop) => (hop.dead ? 0 : hop.weight));
  }
}
