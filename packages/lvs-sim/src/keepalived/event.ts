// What keepalived reports to the trace: flat facts, in the past tense.

import type { Ipv4Address } from '@ospflab/net';

export type KeepalivedEvent =
  | { readonly kind: 'keepalivedStarted' }
  | { readonly kind: 'keepalivedStopped'; readonly graceful: boolean }
  /** One attempt of one check ended without success. `attempt` counts from 1. */
  | {
      readonly kind: 'checkAttemptFailed';
      readonly check: number;
      readonly realServer: Ipv4Address;
      readonly realPort: number;
      readonly attempt: number;
      readonly reason: CheckFailure;
    }
  | {
      readonly kind: 'realServerWentDown' | 'realServerCameUp';
      readonly virtualAddress: Ipv4Address;
      readonly virtualPort: number;
      readonly realServer: Ipv4Address;
      readonly realPort: number;
    }
  /** By the exit status of a MISC_CHECK with misc_dynamic. */
  | {
      readonly kind: 'realServerWeightChanged';
      readonly virtualAddress: Ipv4Address;
      readonly virtualPort: number;
      readonly realServer: Ipv4Address;
      readonly realPort: number;
      readonly weight: number;
    }
  | {
      readonly kind: 'quorumGained' | 'quorumLost';
      readonly virtualAddress: Ipv4Address;
      readonly virtualPort: number;
      readonly weight: number;
      readonly threshold: number;
    };

export type CheckFailure =
  | 'refused'
  | 'timeout'
  | 'unreachable'
  | 'noRoute'
  | 'reset'
  | 'closed'
  | 'statusCode'
  | 'digest'
  | 'notHttp'
  | 'notTls'
  | 'answer'
  | 'exitStatus';
