// Everything a Linux host can do to the outside. Closed union, given to the sink in the order in which it happens.

import type { EthernetFrame, Ipv4Address, Ipv4Packet, Ipv4Prefix } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { InterfaceAddress } from './config.ts';
import type { HostEvent } from './event.ts';

export type HostEffect =
  | { readonly kind: 'sendFrame'; readonly interfaceIndex: number; readonly frame: EthernetFrame }
  | { readonly kind: 'setTimer'; readonly timer: number; readonly at: Instant }
  | { readonly kind: 'cancelTimer'; readonly timer: number }
  | { readonly kind: 'rawReceived'; readonly interfaceIndex: number; readonly packet: Ipv4Packet }
  /** Usable = admin up and carrier. Not raised at boot: read the state then. */
  | {
      readonly kind: 'linkChanged';
      readonly interfaceIndex: number;
      readonly adminUp: boolean;
      readonly carrier: boolean;
    }
  | {
      readonly kind: 'addressChanged';
      readonly interfaceIndex: number;
      readonly address: InterfaceAddress;
      readonly present: boolean;
    }
  /** The kernel's entry for the prefix is new, different or gone. */
  | { readonly kind: 'fibChanged'; readonly prefix: Ipv4Prefix }
  | SocketEffect
  | { readonly kind: 'record'; readonly event: HostEvent };

export type SocketEffect =
  | {
      readonly kind: 'tcpAccepted';
      readonly listener: number;
      readonly socket: number;
      readonly local: Ipv4Address;
      readonly localPort: number;
      readonly remote: Ipv4Address;
      readonly remotePort: number;
    }
  | {
      readonly kind: 'tcpConnected';
      readonly socket: number;
      readonly local: Ipv4Address;
      readonly localPort: number;
    }
  | { readonly kind: 'tcpReceived'; readonly socket: number; readonly bytes: Uint8Array }
  /** The peer's FIN: no more data will come; `tcpClose` is still owed. */
  | { readonly kind: 'tcpClosed'; readonly socket: number }
  /** The peer's RST after the connection stood; the socket is gone. */
  | { readonly kind: 'tcpReset'; readonly socket: number }
  /** 'refused': RST to the SYN. 'timeout': retries exhausted. 'unreachable': ICMP or no route or no neighbour. The socket is gone. */
  | { readonly kind: 'tcpFailed'; readonly socket: number; readonly reason: TcpFailure }
  | {
      readonly kind: 'udpReceived';
      readonly socket: number;
      readonly interfaceIndex: number;
      /** As it arrived. */
      readonly ttl: number;
      readonly source: Ipv4Address;
      readonly sourcePort: number;
      readonly local: Ipv4Address;
      readonly bytes: Uint8Array;
    }
  | {
      readonly kind: 'udpFailed';
      readonly socket: number;
      readonly reason: 'portUnreachable' | 'unreachable';
    }
  /** Echo replies and errors that concern this host, for ping and traceroute. */
  | { readonly kind: 'icmpReceived'; readonly interfaceIndex: number; readonly packet: Ipv4Packet }
  /** A ping or UDP datagram could not leave: no route, or the neighbour did not answer. */
  | {
      readonly kind: 'sendFailed';
      readonly destination: Ipv4Address;
      readonly reason: 'noRoute' | 'hostUnreachable';
    };

export type TcpFailure = 'refused' | 'timeout' | 'unreachable' | 'portInUse' | 'tooManySockets';
