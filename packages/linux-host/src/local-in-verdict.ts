// The netfilter LOCAL_IN hook, seen from the host: it is asked about packets for a local address before the host's own stack.

import type { Ipv4Address, Ipv4Packet } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';

export type LocalInVerdict =
  | { readonly kind: 'accept' }
  | { readonly kind: 'drop'; readonly reason: string }
  /** Sent as it is to that next hop: only the MAC changes. Works without ip_forward, never redirects. */
  | { readonly kind: 'forward'; readonly nextHop: Ipv4Address; readonly packet: Ipv4Packet }
  | { readonly kind: 'reject'; readonly icmp: 'portUnreachable'; readonly reason: string };

export interface HostHooks {
  readonly localIn?: (packet: Ipv4Packet, interfaceIndex: number, now: Instant) => LocalInVerdict;
}
