// What a BFD speaker wants done.

import type { Ipv4Address } from '@ospflab/net';
import type { Duration, Instant } from '@ospflab/sim';
import type { BfdEvent } from './event.ts';
import type { SessionState } from './session-state.ts';

export type BfdEffect =
  /** From `sourcePort` to port 3784. Interface 0: by the route. */
  | {
      readonly kind: 'sendPacket';
      readonly interfaceIndex: number;
      readonly source: Ipv4Address | undefined;
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
  /** What the other side said last changes how long it may be silent. */
  | {
      readonly kind: 'detectionTimeChanged';
      readonly interfaceIndex: number;
      readonly peer: Ipv4Address;
      readonly from: Duration;
      readonly to: Duration;
    }
  | { readonly kind: 'setTimer'; readonly timer: number; readonly at: Instant }
  | { readonly kind: 'cancelTimer'; readonly timer: number }
  | { readonly kind: 'record'; readonly event: BfdEvent };
