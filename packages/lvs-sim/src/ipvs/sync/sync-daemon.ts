// What an administrator says about a synchronisation daemon (`ipvsadm --start-daemon`, keepalived's lvs_sync_daemon), and what the
// kernel makes of what was left out.

import { ipv4, type Ipv4Address } from '@ospflab/net';

export type SyncRole = 'master' | 'backup';

export interface SyncDaemonSettings {
  readonly role: SyncRole;
  /** Name of the interface that messages leave or enter by. */
  readonly interface: string;
  /** 0 … 255. A backup with 0 takes the messages of every master, others those with their own. */
  readonly syncId: number;
  /** Bytes of a message, header included; default 1472. */
  readonly messageBytesMax?: number | undefined;
  /** Default 224.0.0.81. */
  readonly group?: Ipv4Address | undefined;
  /** Default 8848. */
  readonly port?: number | undefined;
  /** Default 1. */
  readonly ttl?: number | undefined;
}

/** A daemon that runs: every setting has its value. */
export interface SyncDaemon {
  readonly role: SyncRole;
  readonly interface: string;
  readonly syncId: number;
  readonly messageBytesMax: number;
  readonly group: Ipv4Address;
  readonly port: number;
  readonly ttl: number;
}

const messageBytes = 1472;
const maxPacketBytes = 65535 - 28;

/** Undefined when a number is out of range. Linux: start_sync_thread keeps messages between what fits 1500 and 65535 bytes. */
export function syncDaemonOf(settings: SyncDaemonSettings): SyncDaemon | undefined {
  const { role, syncId, port = 8848, ttl = 1, group = ipv4('224.0.0.81') } = settings;
  const inRange = isWithin(syncId, 0, 255) && isWithin(port, 1, 65535) && isWithin(ttl, 1, 255);
  if (!inRange) return undefined;
  const wanted = settings.messageBytesMax ?? messageBytes;
  const messageBytesMax = Math.min(maxPacketBytes, Math.max(messageBytes, wanted));
  return { role, interface: settings.interface, syncId, messageBytesMax, group, port, ttl };
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
