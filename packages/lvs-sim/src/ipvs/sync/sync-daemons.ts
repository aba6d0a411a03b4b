// The synchronisation daemons of a director: a master, a backup, or both at once.

import type { Instant } from '@ospflab/sim';
import type { Connections } from '../connections.ts';
import type { CommandRefusal, IpvsEffect } from '../effect.ts';
import type { ServiceBook } from '../service-book.ts';
import type { IpvsSysctls } from '../sysctls.ts';
import { SyncBackup } from './sync-backup.ts';
import { syncDaemonOf, type SyncDaemon, type SyncDaemonSettings, type SyncRole } from './sync-daemon.ts';
import { SyncMaster } from './sync-master.ts';

export class SyncDaemons {
  private readonly book: ServiceBook;
  private readonly connections: Connections;
  private readonly sysctls: IpvsSysctls;
  private readonly sink: (effect: IpvsEffect) => void;
  private readonly daemons = new Map<SyncRole, SyncDaemon>();
  private master: SyncMaster | undefined;
  private backup: SyncBackup | undefined;

  constructor(
    book: ServiceBook,
    connections: Connections,
    sysctls: IpvsSysctls,
    sink: (effect: IpvsEffect) => void,
  ) {
    this.book = book;
    this.connections = connections;
    this.sysctls = sysctls;
    this.sink = sink;
  }

  /** Infinity without a master. */
  get wakeAt(): number {
    return this.master?.wakeAt ?? Infinity;
  }

  /** Linux: sysctl_backup_only, also when a master runs beside the backup. */
  get backsUpOnly(): boolean {
    return this.backup !== undefined && this.sysctls.backupOnly !== 0;
  }

  get running(): SyncDaemon[] {
    const roles: SyncRole[] = ['master', 'backup'];
    return roles.flatMap((role) => this.daemons.get(role) ?? []);
  }

  start(settings: SyncDaemonSettings, now: Instant): CommandRefusal | undefined {
    const { role } = settings;
    if (this.daemons.has(role)) return 'syncDaemonRunning';
    const daemon = syncDaemonOf(settings);
    if (daemon === undefined) return 'valueOutOfRange';
    this.daemons.set(role, daemon);
    if (role === 'master') {
      const send = (bytes: Uint8Array, connections: number): void => {
        this.sink({ kind: 'record', event: { kind: 'syncMessageSent', connections } });
        this.sink({ kind: 'sendSync', bytes });
      };
      this.master = new SyncMaster(daemon, this.connections, this.sysctls, send, now);
    } else this.backup = new SyncBackup(daemon, this.book, this.connections, this.sysctls);
    this.sink({ kind: 'record', event: { kind: 'syncDaemonStarted', role } });
    this.sink({ kind: 'openSync', daemon });
    return undefined;
  }

  stop(role: SyncRole): CommandRefusal | undefined {
    if (!this.daemons.delete(role)) return 'syncDaemonNotRunning';
    if (role === 'master') this.master = undefined;
    else this.backup = undefined;
    this.sink({ kind: 'closeSync', role });
    this.sink({ kind: 'record', event: { kind: 'syncDaemonStopped', role } });
    return undefined;
  }

  receive(bytes: Uint8Array, now: Instant): void {
    const taken = this.backup?.receive(bytes, now);
    if (taken === undefined) return;
    this.sink({
      kind: 'record',
      event: taken.ok
        ? { kind: 'syncMessageTaken', connections: taken.value }
        : { kind: 'syncMessageRefused', reason: taken.reason, offsetBytes: taken.offsetBytes },
    });
  }

  wake(now: Instant): void {
    const { master } = this;
    if (master !== undefined && master.wakeAt <= now) master.wake(now);
  }

  /** A client's packet, the entry's so-many-th, has passed. */
  notice(slot: number, packets: number, now: Instant): void {
    this.master?.notice(slot, packets, now);
  }

  /** A template lives on because connections belong to it. */
  noticeKept(template: number, now: Instant): void {
    this.master?.notice(template, this.sysctls.syncThreshold, now);
  }
}
