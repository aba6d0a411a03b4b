// What clients and servers tell the trace. A request or flow is named by its traffic and client address and port.

import type { Ipv4Address } from '@ospflab/net';

export type ApplicationEvent =
  | {
      readonly kind: 'requestServed';
      readonly traffic: string;
      readonly source: Ipv4Address;
      readonly sourcePort: number;
      /** What the real server answered. */
      readonly answer: string;
      /** Nanoseconds from the first SYN to the end of the answer. */
      readonly duration: number;
    }
  | {
      readonly kind: 'requestFailed';
      readonly traffic: string;
      readonly source: Ipv4Address;
      readonly sourcePort: number;
      readonly reason: RequestFailure;
    }
  | LongFlowEvent
  | {
      readonly kind: 'pingAnswered';
      readonly traffic: string;
      readonly sequence: number;
      /** Nanoseconds. */
      readonly duration: number;
    }
  | { readonly kind: 'pingLost'; readonly traffic: string; readonly sequence: number }
  | { readonly kind: 'serviceStarted'; readonly port: number }
  | { readonly kind: 'serviceStopped'; readonly port: number; readonly how: 'refused' | 'silent' };

/** `lost`: no complete answer in time. `reset`: RST after the handshake. `refused`: RST to the SYN. */
export type RequestFailure = 'lost' | 'reset' | 'refused' | 'unreachable' | 'noLocalPort';

export type LongFlowEvent =
  | {
      readonly kind: 'longFlowEstablished';
      readonly traffic: string;
      readonly flow: number;
      readonly source: Ipv4Address;
      readonly sourcePort: number;
    }
  | {
      readonly kind: 'longFlowEnded';
      readonly traffic: string;
      readonly flow: number;
      readonly reason: LongFlowEnd;
      /** Nanoseconds: the longest time between two answers while it lived. */
      readonly longestGap: number;
    };

/** `survived` and `hung` are said at the end of the run: the last byte was answered, or is still waiting. */
export type LongFlowEnd =
  'survived' | 'hung' | 'reset' | 'closed' | 'refused' | 'timeout' | 'unreachable' | 'noLocalPort';
