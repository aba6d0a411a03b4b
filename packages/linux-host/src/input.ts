// Everything that can happen to a Linux host. Closed union; `LinuxHost.handle` is the only entry.

import type { EthernetFrame, Ipv4Address, Ipv4Payload, Ipv4Prefix } from '@ospflab/net';
import type { InterfaceAddress } from './config.ts';
import type { NextHopSpecification } from './routing/next-hop-object.ts';
import type { GivenSource, RouteSpecification } from './routing/route.ts';

export type HostInput =
  | { readonly kind: 'booted' }
  | { readonly kind: 'crashed' }
  | { readonly kind: 'frameReceived'; readonly interfaceIndex: number; readonly frame: EthernetFrame }
  | { readonly kind: 'timerExpired'; readonly timer: number }
  | { readonly kind: 'linkSet'; readonly interfaceIndex: number; readonly adminUp: boolean }
  | { readonly kind: 'carrierChanged'; readonly interfaceIndex: number; readonly up: boolean }
  | { readonly kind: 'addressAdded'; readonly interfaceIndex: number; readonly address: InterfaceAddress }
  /** Without a prefix length the first entry with that address goes. */
  | {
      readonly kind: 'addressRemoved';
      readonly interfaceIndex: number;
      readonly address: Ipv4Address;
      readonly prefixLength?: number;
    }
  | { readonly kind: 'sysctlSet'; readonly key: string; readonly value: number }
  | { readonly kind: 'routeAdded'; readonly route: RouteSpecification }
  | { readonly kind: 'routeRemoved'; readonly source: GivenSource; readonly prefix: Ipv4Prefix }
  | NextHopInput
  /** The daemon that fed this source is gone and its routes with it. */
  | { readonly kind: 'routesFlushed'; readonly source: GivenSource }
  | { readonly kind: 'neighborFlushed'; readonly interfaceIndex: number; readonly address: Ipv4Address }
  | RawInput
  | UdpInput
  | TcpInput
  | PingInput;

/** `ip nexthop add`, `replace` and `del`. */
export type NextHopInput =
  | { readonly kind: 'nextHopSet'; readonly nextHop: NextHopSpecification; readonly replace: boolean }
  | { readonly kind: 'nextHopRemoved'; readonly id: number };

/** Raw sockets (OSPF is protocol 89): packets of an opened protocol are handed up, multicast ones only for joined groups. */
export type RawInput =
  | { readonly kind: 'rawOpened'; readonly protocol: number }
  | { readonly kind: 'rawClosed'; readonly protocol: number }
  | { readonly kind: 'groupJoined'; readonly interfaceIndex: number; readonly group: Ipv4Address }
  | { readonly kind: 'groupLeft'; readonly interfaceIndex: number; readonly group: Ipv4Address }
  | {
      readonly kind: 'sendRaw';
      readonly protocol: number;
      /** Default: the first address of the interface, or the route's source. */
      readonly source?: Ipv4Address;
      readonly destination: Ipv4Address;
      /** Needed for multicast; for unicast it forces the interface, with the destination on the link. */
      readonly interfaceIndex?: number;
      readonly ttl: number;
      readonly typeOfService: number;
      readonly payload: Ipv4Payload;
    };

/** `socket` is a small positive integer that the caller chooses, below `firstAcceptedSocket`. */
export type UdpInput =
  | {
      readonly kind: 'udpBind';
      readonly socket: number;
      readonly port: number;
      readonly address?: Ipv4Address;
    }
  | { readonly kind: 'udpClose'; readonly socket: number }
  /** From an unbound socket: an ephemeral port is bound first. */
  | {
      readonly kind: 'udpSend';
      readonly socket: number;
      readonly source?: Ipv4Address;
      readonly destination: Ipv4Address;
      readonly port: number;
      readonly bytes: Uint8Array;
      readonly ttl?: number;
    };

export type TcpInput =
  /** A server bound to all addresses answers from whichever the SYN was sent to. */
  | {
      readonly kind: 'tcpListen';
      readonly listener: number;
      readonly port: number;
      readonly address?: Ipv4Address;
    }
  | { readonly kind: 'tcpUnlisten'; readonly listener: number }
  | {
      readonly kind: 'tcpConnect';
      readonly socket: number;
      readonly destination: Ipv4Address;
      readonly port: number;
      readonly source?: Ipv4Address;
      readonly sourcePort?: number;
    }
  | { readonly kind: 'tcpSend'; readonly socket: number; readonly bytes: Uint8Array }
  /** Sends FIN after what is queued. */
  | { readonly kind: 'tcpClose'; readonly socket: number }
  /** Sends RST and forgets the socket. */
  | { readonly kind: 'tcpAbort'; readonly socket: number };

export type PingInput = {
  readonly kind: 'pingSend';
  readonly identifier: number;
  readonly sequence: number;
  readonly destination: Ipv4Address;
  readonly source?: Ipv4Address;
  readonly ttl?: number;
  /** Bytes of data, default 56. */
  readonly dataBytes?: number;
};

/** Sockets that `tcpAccepted` announces are numbered from here up; those the caller chooses stay below. */
export const firstAcceptedSocket = 2 ** 30;
