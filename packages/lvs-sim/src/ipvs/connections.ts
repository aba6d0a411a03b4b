// The life of connection entries and templates: creation, binding to destinations with their counts, state, re-arming, expiry.
// Linux: net/netfilter/ipvs/ip_vs_conn.c, 6.1.

import type { Ipv4Address } from '@ospflab/net';
import { after, seconds, type Duration, type Instant } from '@ospflab/sim';
import { ConnectionTable, entryFlags } from './connection-table.ts';
import type { Destination } from './destination.ts';
import type { ServiceBook } from './service-book.ts';
import { defaultTcpTimeouts, isActiveTcpState, nextTcpState, tcpState } from './tcp-states.ts';

export const noEntry = -1;

/** Until its first packet has set a state. */
const newEntryTimeout = seconds(3);
/** A template that expires while connections belong to it is kept for a minute at a time. */
const controllingTimeout = seconds(60);

export class Connections {
  readonly table = new ConnectionTable();
  /** By TCP state. */
  readonly tcpTimeouts: Duration[] = defaultTcpTimeouts();
  udpTimeout = seconds(300);
  private readonly book: ServiceBook;

  constructor(book: ServiceBook) {
    this.book = book;
  }

  destinationOf(slot: number): Destination {
    return this.book.destination(this.table.destinations[slot]!);
  }

  create(
    protocol: number,
    client: Ipv4Address,
    clientPort: number,
    virtual: Ipv4Address,
    virtualPort: number,
    destination: Destination,
  ): number {
    const realPort = destination.port === 0 ? virtualPort : destination.port;
    const { table } = this;
    const slot = table.insert(
      protocol,
      false,
      client,
      clientPort,
      virtual,
      virtualPort,
      realPort,
      destination.index,
      newEntryTimeout,
    );
    destination.bindConnection();
    return slot;
  }

  createTemplate(
    protocol: number,
    clientNetwork: Ipv4Address,
    virtual: Ipv4Address,
    virtualPort: number,
    realPort: number,
    destination: Destination,
    timeout: Duration,
  ): number {
    const { table } = this;
    const slot = table.insert(
      protocol,
      true,
      clientNetwork,
      0,
      virtual,
      virtualPort,
      realPort,
      destination.index,
      timeout,
    );
    destination.bindTemplate();
    return slot;
  }

  /** The connection belongs to the template, which now starts its timeout again. */
  attach(slot: number, template: number, now: Instant): void {
    this.table.templates[slot] = template;
    this.table.controlled[template]!++;
    this.rearm(template, now);
  }

  /** No packet finds the template any more; it expires when its time comes. */
  retireTemplate(template: number): void {
    this.table.hide(template);
  }

  noticeTcp(slot: number, flags: number): void {
    const { table } = this;
    const state = table.states[slot]!;
    const next = nextTcpState(state, flags);
    if (next !== state) {
      table.states[slot] = next;
      this.count(slot, isActiveTcpState(next));
      if (next === tcpState.established) this.assureTemplate(slot);
    }
    table.timeouts[slot] = this.tcpTimeouts[next]!;
  }

  noticeUdp(slot: number): void {
    this.table.states[slot] = 0;
    this.table.timeouts[slot] = this.udpTimeout;
  }

  /** Every packet starts the entry's timeout again. */
  rearm(slot: number, now: Instant): void {
    this.table.expireAt(slot, (now + this.table.timeouts[slot]!) as Instant);
  }

  remove(slot: number): void {
    const { table } = this;
    const flags = table.flags[slot]!;
    const destination = this.destinationOf(slot);
    if ((flags & entryFlags.template) !== 0) destination.unbindTemplate();
    else {
      const template = table.templates[slot]!;
      if (template !== noEntry) table.controlled[template]!--;
      destination.unbindConnection((flags & entryFlags.inactive) === 0);
    }
    table.remove(slot);
  }

  /** Entries end at their own instants, in that order, whenever this is called. */
  expireUntil(now: Instant): void {
    const { table } = this;
    // Ends: each turn removes an entry or moves a template's expiry by a minute.
    for (let slot = table.dueEntry(now); slot !== noEntry; slot = table.dueEntry(now)) {
      if (table.controlled[slot] === 0) this.remove(slot);
      else {
        table.timeouts[slot] = controllingTimeout;
        table.expireAt(slot, after(table.expiries[slot]! as Instant, controllingTimeout));
      }
    }
  }

  /** Linux: ip_vs_expire_nodest_conn_flush, since 5.9: with expire_nodest_conn entries of a removed destination go at once. */
  removeUnavailable(): void {
    const { table } = this;
    for (let slot = 0; slot < table.limit; slot++) {
      if (!table.isUsed(slot) || this.destinationOf(slot).available || table.controlled[slot] !== 0) continue;
      const template = table.templates[slot]!;
      this.remove(slot);
      if (template !== noEntry && table.controlled[template] === 0) this.remove(template);
    }
  }

  private count(slot: number, active: boolean): void {
    const { table } = this;
    const inactive = (table.flags[slot]! & entryFlags.inactive) !== 0;
    if (active !== inactive) return;
    const destination = this.destinationOf(slot);
    if (active) {
      table.flags[slot]! &= ~entryFlags.inactive;
      destination.activeConnections++;
      destination.inactiveConnections--;
    } else {
      table.flags[slot]! |= entryFlags.inactive;
      destination.activeConnections--;
      destination.inactiveConnections++;
    }
  }

  private assureTemplate(slot: number): void {
    const template = this.table.templates[slot]!;
    if (template !== noEntry) this.table.flags[template]! |= entryFlags.assured;
  }
}
