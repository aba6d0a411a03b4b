// What a BFD speaker reports to the trace: flat facts, in the past tense.

import type { Ipv4Address } from '@ospflab/net';
import type { Diagnostic, SessionState } from './session-state.ts';

export type BfdEvent =
  | {
      readonly kind: 'bfdSessionChanged';
      readonly interfaceIndex: number;
      readonly peer: Ipv4Address;
      readonly from: SessionState;
      readonly to: SessionState;
      readonly diagnostic: Diagnostic;
    }
  | {
      readonly kind: 'bfdPacketDropped';
      readonly interfaceIndex: number;
      readonly source: Ipv4Address;
      readonly reason: BfdDropReason;
      readonly detail?: string;
    };

export type BfdDropReason = 'malformed' | 'ttlTooLow' | 'sessionUnknown' | 'authenticationUnexpected';
