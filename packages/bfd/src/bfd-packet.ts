// A BFD control packet, RFC 5880 §4.1.

import type { Duration } from '@ospflab/sim';
import type { Diagnostic, SessionState } from './session-state.ts';

export interface BfdPacket {
  readonly state: SessionState;
  /** Undefined: a code that RFC 5880 does not name. */
  readonly diagnostic: Diagnostic | undefined;
  readonly poll: boolean;
  readonly final: boolean;
  readonly controlPlaneIndependent: boolean;
  readonly authenticated: boolean;
  readonly demand: boolean;
  readonly detectMultiplier: number;
  /** Not 0. */
  readonly myDiscriminator: number;
  /** 0 while the other side is unknown. */
  readonly yourDiscriminator: number;
  /** Whole microseconds on the wire. */
  readonly desiredMinTx: Duration;
  readonly requiredMinRx: Duration;
  readonly requiredMinEchoRx: Duration;
}

/** RFC 5881 §4: single-hop control packets. */
export const bfdPort = 3784;
export const bfdPacketBytes = 24;
