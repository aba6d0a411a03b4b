// The netfilter hooks, seen from the host: LOCAL_IN is asked about packets for a local address before the host's own stack,
// FORWARD and LOCAL_OUT may change what leaves.

import type { Ipv4Address, Ipv4Packet } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';

export type LocalInVerdict =
  | { readonly kind: 'accept' }
  /** For the host's own stack, in this form. */
  | { readonly kind: 'acceptChanged'; readonly packet: Ipv4Packet }
  | { readonly kind: 'drop'; readonly reason: string }
  /** Sent as it is to that next hop, by the route towards it. Works without ip_forward, never redirects. */
  | { readonly kind: 'forward'; readonly nextHop: Ipv4Address; readonly packet: Ipv4Packet }
  /** Sent inside another IPv4 packet to that machine. Works without ip_forward. */
  | {
      readonly kind: 'tunnel';
      readonly realServer: Ipv4Address;
      readonly packet: Ipv4Packet;
      /** The outer packet takes over "don't fragment", and the sender of a packet too large for the way is told. */
      readonly pathMtuDiscovery: boolean;
    }
  | {
      readonly kind: 'reject';
      readonly icmp: 'portUnreachable' | 'timeExceeded';
      readonly reason: string;
    };

export interface HostHooks {
  readonly localIn?: (packet: Ipv4Packet, interfaceIndex: number, now: Instant) => LocalInVerdict;
  /** At FORWARD and LOCAL_OUT: the packet as it leaves, with another source for instance. Its way is decided already. */
  readonly leaving?: (packet: Ipv4Packet, now: Instant) => Ipv4Packet;
}
