// What a virtual link has beside an ordinary interface, RFC 2328 §15.

import type { Ipv4Address } from '@ospflab/net';
import type { Area } from '../area.ts';
import type { RouterId } from '../lsa/lsa.ts';
import type { OspfNextHop } from '../spf/ospf-route.ts';

export interface VirtualEnds {
  readonly transitArea: Area;
  readonly neighborId: RouterId;
  /** Where packets to the other end go; 0.0.0.0 while it is out of reach. */
  neighborAddress: Ipv4Address;
  /** The ways there; empty while it is out of reach. */
  nextHops: readonly OspfNextHop[];
}
