// The master's side of connection synchronisation: which packets make an entry worth telling, and the buffer that collects such entries.
// Linux: net/netfilter/ipvs/ip_vs_sync.c (ip_vs_sync_conn_needed, sync_thread_master), 6.1.

import { ipProtocols, ipv4FromNumber } from '@ospflab/net';
import { after, milliseconds, seconds, toSeconds, type Instant } from '@ospflab/sim';
import { entryFlags, noEntry } from '../connection-table.ts';
import type { Connections } from '../connections.ts';
import type { IpvsSysctls } from '../sysctls.ts';
import { tcpState } from '../tcp-states.ts';
import type { SyncDaemon } from './sync-daemon.ts';
import {
  encodeSyncMessage,
  syncConnectionBytes,
  syncConnectionsMax,
  syncFlags,
  syncHeaderBytes,
  type SyncedConnection,
} from './sync-message.ts';

/** The thread looks once a second whether the buffer is … */
const lookEvery = seconds(1);
/** … so old that it has to go although it is not full. */
const bufferAgeMax = seconds(2);
/** A full buffer waits this long for more of its kind, or for the eighth. */
const fullBufferDelay = milliseconds(20);
const fullBuffersAtOnce = 8;
const refreshLeast = seconds(10);

export class SyncMaster {
  private readonly daemon: SyncDaemon;
  private readonly connections: Connections;
  private readonly sysctls: IpvsSysctls;
  private readonly send: (message: Uint8Array, connections: number) => void;
  private readonly capacity: number;
  private buffer: SyncedConnection[] = [];
  private bufferSince: Instant | undefined;
  private full: SyncedConnection[][] = [];
  /** When the thread wakes next. */
  wakeAt: Instant;

  constructor(
    daemon: SyncDaemon,
    connections: Connections,
    sysctls: IpvsSysctls,
    send: (message: Uint8Array, connections: number) => void,
    now: Instant,
  ) {
    this.daemon = daemon;
    this.connections = connections;
    this.sysctls = sysctls;
    this.send = send;
    const bytes = daemon.messageBytesMax - syncHeaderBytes;
    this.capacity = Math.min(syncConnectionsMax, Math.max(1, Math.floor(bytes / syncConnectionBytes)));
    this.wakeAt = after(now, lookEvery);
  }

  /** A packet of the entry, its so-many-th, has passed. The template of the entry is looked at too. */
  notice(slot: number, packets: number, now: Instant): void {
    const { table } = this.connections;
    if (this.isNeeded(slot, packets, now)) this.collect(slot, now);
    const template = table.templates[slot]!;
    if (template !== noEntry && this.isNeeded(template, ++table.packets[template]!, now))
      this.collect(template, now);
  }

  /** The thread's turn, at `wakeAt`: full buffers go, and the one in work when it is old. */
  wake(now: Instant): void {
    this.sendFull();
    if (this.bufferSince !== undefined && now - this.bufferSince >= bufferAgeMax) {
      this.queueBuffer();
      this.sendFull();
    }
    this.wakeAt = after(now, lookEvery);
  }

  private isNeeded(slot: number, packets: number, now: Instant): boolean {
    const { sysctls } = this;
    const { table } = this.connections;
    const isTemplate = (table.flags[slot]! & entryFlags.template) !== 0;
    const state = table.states[slot]!;
    if (!isTemplate) {
      if (sysctls.syncPersistMode !== 0 && table.templates[slot] !== noEntry) return false;
      if (table.protocols[slot] === ipProtocols.tcp) {
        if (!isToldTcpState(state)) return false;
        if (state !== table.syncedStates[slot] && state !== tcpState.established) return true;
      }
    }
    if (sysctls.syncRefreshPeriod > 0 && !this.hasMoved(slot, now)) return false;
    if (sysctls.syncPeriod > 0) {
      // A template is told with every packet of its connections unless a refresh period holds it back.
      return isTemplate || packets % sysctls.syncPeriod === sysctls.syncThreshold % sysctls.syncPeriod;
    }
    return sysctls.syncRefreshPeriod > 0 || packets === sysctls.syncThreshold;
  }

  /** With sync_refresh_period: whether the expiry has moved far enough from what was told, or a repetition is due. */
  private hasMoved(slot: number, now: Instant): boolean {
    const { table } = this.connections;
    const period = seconds(this.sysctls.syncRefreshPeriod);
    const timeout = table.timeouts[slot]!;
    const told = table.syncedUntil[slot]!;
    // The number of repetitions is kept in the nanoseconds, as the kernel keeps it in the lowest bits of its clock.
    const repetitions = told % repetitionBase;
    const difference = Math.abs(now + timeout - told);
    if (difference >= Math.min(period, Math.max(timeout / 2, refreshLeast))) {
      table.syncedUntil[slot] = roundedDown(now + timeout);
      return true;
    }
    if (repetitions >= this.sysctls.syncRetries || now < told - timeout + period / 8) return false;
    table.syncedUntil[slot] = roundedDown(now + timeout) + repetitions + 1;
    return true;
  }

  private collect(slot: number, now: Instant): void {
    const { table } = this.connections;
    table.syncedStates[slot] = table.states[slot]!;
    if (this.buffer.length >= this.capacity) this.queueBuffer(now);
    this.bufferSince ??= now;
    this.buffer.push(this.entryOf(slot));
  }

  private queueBuffer(now?: Instant): void {
    if (this.full.length < this.sysctls.syncQlenMax) this.full.push(this.buffer);
    this.buffer = [];
    this.bufferSince = undefined;
    if (now === undefined) return;
    if (this.full.length >= fullBuffersAtOnce) this.sendFull();
    else if (this.full.length === 1) {
      const soon = after(now, fullBufferDelay);
      if (soon < this.wakeAt) this.wakeAt = soon;
    }
  }

  private sendFull(): void {
    const { syncId } = this.daemon;
    for (const connections of this.full)
      this.send(encodeSyncMessage({ syncId, connections }), connections.length);
    this.full = [];
  }

  private entryOf(slot: number): SyncedConnection {
    const { table } = this.connections;
    const own = table.flags[slot]!;
    const isTemplate = (own & entryFlags.template) !== 0;
    const flags =
      table.methods[slot]! |
      ((own & entryFlags.seesAnswers) === 0 ? syncFlags.noOutput : 0) |
      ((own & entryFlags.inactive) === 0 ? 0 : syncFlags.inactive) |
      (isTemplate ? syncFlags.template : 0);
    return {
      protocol: table.protocols[slot]!,
      flags,
      state: isTemplate ? Number((own & entryFlags.assured) !== 0) : table.states[slot]!,
      clientPort: table.ports[slot]! >>> 16,
      virtualPort: table.ports[slot]! & 0xffff,
      realPort: table.realPorts[slot]!,
      mark: table.marks[slot]! >>> 0,
      timeoutSeconds: Math.floor(toSeconds(table.timeouts[slot]! as ReturnType<typeof seconds>)),
      client: ipv4FromNumber(table.clients[slot]!),
      virtual: ipv4FromNumber(table.virtuals[slot]!),
      realServer: this.connections.destinationOf(slot).address,
    };
  }
}

const repetitionBase = 4;

function roundedDown(instant: number): number {
  return instant - (instant % repetitionBase);
}

function isToldTcpState(state: number): boolean {
  switch (state) {
    case tcpState.established:
    case tcpState.finWait:
    case tcpState.timeWait:
    case tcpState.close:
    case tcpState.closeWait:
      return true;
    default:
      return false;
  }
}
