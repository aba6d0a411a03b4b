// What a BFD speaker wants done.

import type { Ipv4Address } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { BfdEvent } from './event.ts';
import type { SessionState } from './session-state.ts';

export type BfdEffect =
  /** From `sourcePort` to port 3784, TTL 255. */
  | {
      readonly kind: 'sendPacket';
      readonly interfaceIndex: number;
      readonly source: Ipv4Address;
      readonly destination: Ipv4Address;
      readonly sourcePort: number;
      readonly bytes: Uint8Array;
    }
  /** For the client that requested the session. */
  | {
      readonly kind: 'sessionChanged';
      readonly interfaceIndex: number;
      readonly peer: Ipv4Address;
      readonly from: SessionState;
      readonly to: SessionState;
      /** The other side is administratively down, which tells nothing of the path: RFC 5882 §3.2. */
      readonly peerAdministrative: boolean;
    }
  | { readonly kind: 'setTimer'; readonly timer: number; readonly at: Instant }
  | { readonly kind: 'cancelTimer'; readonly timer: number }
  | { readonly kind: 'record'; readonly event: BfdEvent };
