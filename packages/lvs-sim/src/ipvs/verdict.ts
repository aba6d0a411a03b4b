// What IPVS decides about one packet at LOCAL_IN, and about the answers of masqueraded servers at FORWARD.

import type { Ipv4Address, Ipv4Packet } from '@ospflab/net';

export type IpvsDropReason =
  /** The connection's real server was removed and expire_nodest_conn is 0: its packets vanish, the client hangs. */
  | 'destinationGone'
  /** drop_packet: every so many packets that would open a connection are given up under load. */
  | 'underLoad'
  /** Masquerading cannot send packets of the network to 127.0.0.0/8. */
  | 'loopbackServer';

export type IpvsVerdict =
  /** Not for IPVS, or for the director's own stack: deliver locally, destination still the VIP. */
  | { readonly kind: 'accept' }
  /** For the director's own stack, in this form. */
  | { readonly kind: 'acceptChanged'; readonly packet: Ipv4Packet }
  | { readonly kind: 'drop'; readonly reason: IpvsDropReason }
  /** Direct routing and masquerading: send the packet, TTL already decremented, to `nextHop`'s MAC address. */
  | { readonly kind: 'forward'; readonly nextHop: Ipv4Address; readonly packet: Ipv4Packet }
  /** Send the packet, TTL already decremented, inside another one to the real server. */
  | {
      readonly kind: 'tunnel';
      readonly realServer: Ipv4Address;
      readonly packet: Ipv4Packet;
      /** The outer packet takes over "don't fragment", and packets too large for the way are refused. */
      readonly pathMtuDiscovery: boolean;
    }
  | { readonly kind: 'reject'; readonly icmp: 'portUnreachable'; readonly reason: 'noDestination' }
  | { readonly kind: 'reject'; readonly icmp: 'timeExceeded'; readonly reason: 'ttlExceeded' };
