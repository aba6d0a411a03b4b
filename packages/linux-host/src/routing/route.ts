// A route as a source hands it to the host: prefix, distance, metric and next hops. Selection happens in the RIB, lookup in the FIB.

import type { Ipv4Address, Ipv4Prefix } from '@ospflab/net';

/** 'kernel' is `ip route add` and friends, 'static' is `ip route` in zebra's configuration. 'connected' routes follow the addresses and cannot be added. */
export type RouteSource = 'connected' | 'kernel' | 'static' | 'ospf';

/** Those whose routes somebody adds and removes. */
export type GivenSource = Exclude<RouteSource, 'connected'>;

export interface RouteSpecification {
  readonly source: RouteSource;
  readonly prefix: Ipv4Prefix;
  /** Administrative distance; default by source: connected and kernel 0, static 1, ospf 110. */
  readonly distance?: number;
  /** Default 0. For 'kernel' it is the kernel's metric, for 'ospf' the path cost. */
  readonly metric?: number;
  /** `src` of `ip route add`. */
  readonly preferredSource?: Ipv4Address;
  /** Empty for 'blackhole', and where `nextHopId` says it all. */
  readonly nextHops: readonly NextHop[];
  /** `nhid` of `ip route add`: a next-hop object, of which type and next hops are taken. */
  readonly nextHopId?: number;
  /** Default 'unicast'. */
  readonly type?: RouteType;
}

export type RouteType = 'unicast' | 'blackhole' | 'unreachable' | 'prohibit';

/** At least one of the two fields; without an address the destination is on the link. */
export interface NextHop {
  readonly interfaceIndex?: number;
  readonly address?: Ipv4Address;
  /** Default 1. */
  readonly weight?: number;
}
