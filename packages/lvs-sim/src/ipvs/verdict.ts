// What IPVS decides about one packet at LOCAL_IN.

import type { Ipv4Address, Ipv4Packet } from '@ospflab/net';

export type IpvsDropReason =
  /** The connection's real server was removed and expire_nodest_conn is 0: its packets vanish, the client hangs. */
  | 'destinationGone'
  /** The packet would leave with TTL 0. */
  | 'ttlExceeded';

export type IpvsVerdict =
  /** Not for IPVS, or for the director's own stack: deliver locally, destination still the VIP. */
  | { readonly kind: 'accept' }
  | { readonly kind: 'drop'; readonly reason: IpvsDropReason }
  /** Send the packet, TTL already decremented, to `nextHop`'s MAC address; IP addresses stay as they are. */
  | { readonly kind: 'forward'; readonly nextHop: Ipv4Address; readonly packet: Ipv4Packet }
  | { readonly kind: 'reject'; readonly icmp: 'portUnreachable'; readonly reason: 'noDestination' };
