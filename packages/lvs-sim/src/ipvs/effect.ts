// Everything an IPVS director asks of its surroundings; verdicts about packets are `IpvsVerdict`.

import type { Instant } from '@ospflab/sim';
import type { IpvsEvent } from './event.ts';
import type { IpvsInput } from './input.ts';
import type { SyncDaemon, SyncRole } from './sync/sync-daemon.ts';

export type CommandRefusal =
  | 'serviceExists'
  | 'noSuchService'
  | 'destinationExists'
  | 'noSuchDestination'
  | 'weightNegative'
  | 'thresholdsCrossed'
  | 'valueOutOfRange'
  | 'unknownSysctl'
  | 'syncDaemonRunning'
  | 'syncDaemonNotRunning';

export type IpvsEffect =
  | { readonly kind: 'setTimer'; readonly timer: number; readonly at: Instant }
  | { readonly kind: 'cancelTimer'; readonly timer: number }
  /** The command changed nothing; ipvsadm would have failed. */
  | { readonly kind: 'commandRefused'; readonly command: IpvsInput['kind']; readonly reason: CommandRefusal }
  /** A daemon wants a socket: the master sends from it, the backup joins the group. */
  | { readonly kind: 'openSync'; readonly daemon: SyncDaemon }
  | { readonly kind: 'closeSync'; readonly role: SyncRole }
  /** By multicast, from the master's socket. */
  | { readonly kind: 'sendSync'; readonly bytes: Uint8Array }
  | { readonly kind: 'record'; readonly event: IpvsEvent };
