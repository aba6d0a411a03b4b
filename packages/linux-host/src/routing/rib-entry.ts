// One offer for a prefix in zebra's table, selected or not.

import type { Ipv4Address, Ipv4Prefix } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { RouteSource, RouteType } from './route.ts';

export interface RibHop {
  /** 0 while the gateway is on no link. */
  readonly interfaceIndex: number;
  readonly gateway: Ipv4Address | undefined;
  readonly weight: number;
  /** Its interface works, no route-map denies the route, and it does not need the route itself. */
  readonly active: boolean;
}

export interface RibEntry {
  readonly source: RouteSource;
  readonly prefix: Ipv4Prefix;
  readonly distance: number;
  readonly metric: number;
  readonly type: RouteType;
  readonly preferredSource: Ipv4Address | undefined;
  readonly since: Instant;
  readonly nextHopGroupId: number;
  readonly hops: readonly RibHop[];
  /** Best of its prefix. */
  readonly selected: boolean;
  /** In the kernel. */
  readonly installed: boolean;
}

export const defaultDistances: Readonly<Record<RouteSource, number>> = {
  connected: 0,
  kernel: 0,
  static: 1,
  ospf: 110,
};
