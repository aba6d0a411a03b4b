// The backup's side of connection synchronisation: entries that a master told of. Linux: net/netfilter/ipvs/ip_vs_sync.c
// (ip_vs_process_message, ip_vs_proc_conn), 6.1.

import { ipProtocols, type Decoded } from '@ospflab/net';
import { seconds, type Instant } from '@ospflab/sim';
import { entryFlags, noEntry } from '../connection-table.ts';
import type { Connections } from '../connections.ts';
import type { Destination } from '../destination.ts';
import { methodOfNumber } from '../forwarding-method.ts';
import type { ServiceBook } from '../service-book.ts';
import type { IpvsSysctls } from '../sysctls.ts';
import { tcpStateNames } from '../tcp-states.ts';
import type { SyncDaemon } from './sync-daemon.ts';
import { decodeSyncMessage, syncFlags, type SyncedConnection } from './sync-message.ts';

/** Where a message names no timeout. */
const fallbackTimeout = seconds(180);
/** Longer ones are cut to what the kernel's clock can wait for. */
const timeoutSecondsMax = 2 ** 31 / 1000;
const templateStates = 2;

export class SyncBackup {
  private readonly daemon: SyncDaemon;
  private readonly book: ServiceBook;
  private readonly connections: Connections;
  private readonly sysctls: IpvsSysctls;

  constructor(daemon: SyncDaemon, book: ServiceBook, connections: Connections, sysctls: IpvsSysctls) {
    this.daemon = daemon;
    this.book = book;
    this.connections = connections;
    this.sysctls = sysctls;
  }

  /** How many connections were taken over, or why the message was not. */
  receive(bytes: Uint8Array, now: Instant): Decoded<number> {
    const message = decodeSyncMessage(bytes);
    if (!message.ok) return message;
    const { syncId, connections } = message.value;
    if (this.daemon.syncId !== 0 && this.daemon.syncId !== syncId) return { ok: true, value: 0 };
    let taken = 0;
    for (const told of connections) if (this.take(told, now)) taken++;
    return { ok: true, value: taken };
  }

  private take(told: SyncedConnection, now: Instant): boolean {
    if (!isPossible(told)) return false;
    const { connections } = this;
    const { table } = connections;
    const template = (told.flags & syncFlags.template) !== 0;
    const { protocol, client, clientPort, virtual, virtualPort } = told;
    let slot = table.find(protocol, template, client, clientPort, virtual, virtualPort);
    if (slot !== noEntry && !template && !this.leadsTo(slot, told)) {
      // The end of a connection whose place another one has taken.
      if ((told.flags & syncFlags.inactive) !== 0) return false;
      connections.expireNow(slot);
      slot = noEntry;
    }
    if (slot === noEntry) slot = this.create(told, now);
    else if (connections.destinationOf(slot).unbound) this.bind(slot, told, now);
    if (!template) connections.countAs(slot, (told.flags & syncFlags.inactive) === 0);
    this.setState(slot, told);
    connections.rearm(slot, now);
    return true;
  }

  private create(told: SyncedConnection, now: Instant): number {
    const destination = this.destinationFor(told, now);
    const { protocol, client, clientPort, virtual, virtualPort, realPort, mark } = told;
    const entry = { protocol, client, clientPort, virtual, virtualPort, realPort, destination, mark };
    if ((told.flags & syncFlags.template) === 0) return this.connections.create(entry);
    return this.connections.createTemplate(entry, fallbackTimeout);
  }

  /** The services may have been configured since the first message about this connection. */
  private bind(slot: number, told: SyncedConnection, now: Instant): void {
    const destination = this.destinationFor(told, now);
    if (!destination.unbound) this.connections.rebind(slot, destination);
  }

  private destinationFor(told: SyncedConnection, now: Instant): Destination {
    return this.book.destinationTold(
      {
        protocol: told.protocol === ipProtocols.udp ? 'udp' : 'tcp',
        address: told.virtual,
        port: told.virtualPort,
        firewallMark: told.mark,
      },
      told.realServer,
      told.realPort,
      methodOfNumber(told.flags & syncFlags.methodMask)!,
      now,
    );
  }

  private leadsTo(slot: number, { realServer, realPort }: SyncedConnection): boolean {
    const { table } = this.connections;
    return table.realPorts[slot] === realPort && this.connections.destinationOf(slot).address === realServer;
  }

  private setState(slot: number, told: SyncedConnection): void {
    const { table } = this.connections;
    if ((told.flags & syncFlags.template) !== 0) {
      if (told.state === 0) table.flags[slot]! &= ~entryFlags.assured;
      else table.flags[slot]! |= entryFlags.assured;
    } else {
      table.states[slot] = told.state;
      table.syncedStates[slot] = told.state;
    }
    table.packets[slot] = this.sysctls.syncThreshold;
    const { timeoutSeconds } = told;
    table.timeouts[slot] =
      timeoutSeconds === 0 ? fallbackTimeout : seconds(Math.min(timeoutSeconds, timeoutSecondsMax));
  }
}

function isPossible({ protocol, flags, state }: SyncedConnection): boolean {
  if (methodOfNumber(flags & syncFlags.methodMask) === undefined) return false;
  if ((flags & syncFlags.template) !== 0) return state < templateStates;
  if (protocol === ipProtocols.tcp) return state < tcpStateNames.length;
  return protocol === ipProtocols.udp && state === 0;
}
