// `check: route`: what `show ip ospf route` of a node says about a prefix at an instant.

import type { Ipv4Address, Ipv4Prefix } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';

export interface RouteExpectation {
  readonly kind: 'route';
  /** Undefined: at the end of the run. */
  readonly at: Instant | undefined;
  readonly node: string;
  readonly prefix: Ipv4Prefix;
  /** The whole set, sorted. Empty: the node has no such OSPF route. */
  readonly nextHops: readonly Ipv4Address[];
  readonly cost: number | undefined;
}
