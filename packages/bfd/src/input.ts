// Everything that can happen to a BFD speaker. With effect.ts the whole contract of `BfdSpeaker`.

import type { Ipv4Address } from '@ospflab/net';
import type { BfdSettings } from './config.ts';

export type BfdInput =
  /**
   * A client (ospfd) or the configuration wants to know whether a neighbour is alive. Settings of a known session are replaced.
   * Interface 0 is any; without `local`, the route says which address to send from.
   */
  | {
      readonly kind: 'sessionRequested';
      readonly interfaceIndex: number;
      readonly peer: Ipv4Address;
      readonly local?: Ipv4Address | undefined;
      readonly settings: BfdSettings;
      /** By the configuration. */
      readonly configured?: boolean;
    }
  | { readonly kind: 'sessionReleased'; readonly interfaceIndex: number; readonly peer: Ipv4Address }
  /** The payload of a datagram to port 3784. */
  | {
      readonly kind: 'packetReceived';
      readonly interfaceIndex: number;
      readonly source: Ipv4Address;
      readonly ttl: number;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'timerExpired'; readonly timer: number };
