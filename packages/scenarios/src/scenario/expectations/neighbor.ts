// `check: neighbor`: what `show ip ospf neighbor` of a node says about a neighbour at an instant.

import type { Ipv4Address } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';

export interface NeighborExpectation {
  readonly kind: 'neighbor';
  /** Undefined: at the end of the run. */
  readonly at: Instant | undefined;
  readonly node: string;
  /** The neighbour's router id. */
  readonly neighbor: Ipv4Address;
  /** `Full/DR`, `2-Way/DROther`, or only the part before the slash; `absent` when it must not be listed. */
  readonly state: string;
}
