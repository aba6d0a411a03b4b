// Everything that can happen to keepalived's checker process.

import type { Ipv4Address } from '@ospflab/net';

export type ConnectFailure = 'refused' | 'timeout' | 'unreachable' | 'reset';

export type KeepalivedInput =
  | { readonly kind: 'started' }
  /**
   * graceful: SIGTERM, the services are removed from the kernel. Otherwise SIGKILL: they stay as they are.
   * childDied: one of keepalived's processes gave up, so the parent ends the others.
   */
  | { readonly kind: 'stopped'; readonly graceful: boolean; readonly childDied?: boolean }
  | { readonly kind: 'timerExpired'; readonly timer: number }
  /** Answers to `openConnection`; `check` is the number given there. The core times out by itself after connect_timeout. */
  | { readonly kind: 'connectSucceeded'; readonly check: number }
  | { readonly kind: 'connectFailed'; readonly check: number; readonly reason: ConnectFailure }
  /** What the server sends, in as many pieces as TCP delivers. */
  | { readonly kind: 'bytesReceived'; readonly check: number; readonly bytes: Uint8Array }
  /** The peer closed (FIN) or reset an established connection. */
  | { readonly kind: 'connectionClosed'; readonly check: number; readonly how: 'closed' | 'reset' }
  /** Answers to `sendDatagram` and `sendEcho`. `unreachable`: no neighbour, or a router says so; `noRoute`: it could not be sent. */
  | { readonly kind: 'datagramReceived'; readonly check: number; readonly bytes: Uint8Array }
  | { readonly kind: 'echoReplied'; readonly check: number }
  | {
      readonly kind: 'probeFailed';
      readonly check: number;
      readonly reason: 'refused' | 'unreachable' | 'noRoute';
    }
  /** The answer to `runScript`. */
  | { readonly kind: 'scriptExited'; readonly check: number; readonly status: number }
  /** What the BFD process says of an instance; the first word is that it is down. */
  | { readonly kind: 'bfdSessionChanged'; readonly instance: string; readonly up: boolean }
  /** Is this address one of the host's own? Needed before `started` for services with ha_suspend; absent counts as not local. */
  | { readonly kind: 'vipPresenceChanged'; readonly address: Ipv4Address; readonly present: boolean };
