// The life of connection entries and templates: creation, binding to destinations with their counts, state, re-arming, expiry.
// Linux: net/netfilter/ipvs/ip_vs_conn.c, 6.1.

import { ipProtocols, ipv4FromNumber, type Ipv4Address } from '@ospflab/net';
import { after, seconds, type Duration, type Instant } from '@ospflab/sim';
import { ConnectionTable, entryFlags, noEntry } from './connection-table.ts';
import type { Destination } from './destination.ts';
import { methodNumbers } from './forwarding-method.ts';
import { MasqueradedFlows } from './masqueraded-flows.ts';
import type { ServiceBook } from './service-book.ts';
import { defaultTcpTimeouts, isActiveTcpState, nextTcpState, tcpDirection, tcpState } from './tcp-states.ts';

/** A connection or a template, ready to be filed. */
export interface NewConnection {
  /** IP protocol number; 0 in templates of firewall marks. */
  readonly protocol: number;
  readonly client: Ipv4Address;
  readonly clientPort: number;
  readonly virtual: Ipv4Address;
  readonly virtualPort: number;
  readonly realPort: number;
  readonly destination: Destination;
  readonly mark: number;
}

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
  private readonly masqueraded = new MasqueradedFlows();
  /** Told of a template that outlives its timeout because connections belong to it. */
  private readonly templateKept: (template: number, now: Instant) => void;

  constructor(book: ServiceBook, templateKept: (template: number, now: Instant) => void) {
    this.book = book;
    this.templateKept = templateKept;
  }

  destinationOf(slot: number): Destination {
    return this.book.destination(this.table.destinations[slot]!);
  }

  create(given: NewConnection): number {
    const slot = this.insert(given, false, newEntryTimeout);
    given.destination.bindConnection();
    if ((this.table.flags[slot]! & entryFlags.seesAnswers) !== 0)
      this.masqueraded.add(given.client, given.clientPort, slot);
    return slot;
  }

  createTemplate(given: NewConnection, timeout: Duration): number {
    const slot = this.insert(given, true, timeout);
    given.destination.bindTemplate();
    return slot;
  }

  /** An entry that stood for itself gets a destination, which counts it from now on. */
  rebind(slot: number, destination: Destination): void {
    const { table } = this;
    const flags = table.flags[slot]!;
    const former = this.destinationOf(slot);
    if ((flags & entryFlags.template) !== 0) {
      former.unbindTemplate();
      destination.bindTemplate();
    } else {
      const active = (flags & entryFlags.inactive) === 0;
      former.unbindConnection(active);
      destination.bindConnection();
      if (active) table.flags[slot]! |= entryFlags.inactive;
      table.destinations[slot] = destination.index;
      this.countAs(slot, active);
    }
    table.destinations[slot] = destination.index;
  }

  /** The connection that an answer from this real server belongs to; only masqueraded servers' answers come by. */
  findByAnswer(
    protocol: number,
    client: Ipv4Address,
    clientPort: number,
    server: Ipv4Address,
    serverPort: number,
  ): number {
    const { table } = this;
    for (const slot of this.masqueraded.slotsOf(client, clientPort)) {
      const { address } = this.destinationOf(slot);
      if (address === server && table.realPorts[slot] === serverPort && table.protocols[slot] === protocol)
        return slot;
    }
    return noEntry;
  }

  virtualOf(slot: number): Ipv4Address {
    return ipv4FromNumber(this.table.virtuals[slot]!);
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

  noticeTcp(slot: number, flags: number, direction: number): void {
    const { table } = this;
    const state = table.states[slot]!;
    const next = nextTcpState(state, flags, direction);
    if (next !== state) {
      table.states[slot] = next;
      this.countAs(slot, isActiveTcpState(next));
      if (next === tcpState.established) this.assureTemplate(slot);
    }
    table.timeouts[slot] = this.tcpTimeouts[next]!;
  }

  /** What a packet of the client does to the state. */
  noticeClient(slot: number, flags: number): void {
    const { table } = this;
    if (table.protocols[slot] !== ipProtocols.tcp) {
      this.noticeUdp(slot);
      return;
    }
    const seesAnswers = (table.flags[slot]! & entryFlags.seesAnswers) !== 0;
    this.noticeTcp(slot, flags, seesAnswers ? tcpDirection.client : tcpDirection.clientSeenAlone);
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
      if ((flags & entryFlags.seesAnswers) !== 0)
        this.masqueraded.remove(table.clients[slot]! >>> 0, table.ports[slot]! >>> 16, slot);
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
        const expired = table.expiries[slot]! as Instant;
        table.timeouts[slot] = controllingTimeout;
        table.expireAt(slot, after(expired, controllingTimeout));
        this.templateKept(slot, expired);
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

  /** Before its time: a template that no established connection has confirmed goes with the last of its connections. */
  expireNow(slot: number): void {
    const { table } = this;
    const template = table.templates[slot]!;
    this.remove(slot);
    if (template === noEntry || table.controlled[template] !== 0) return;
    if ((table.flags[template]! & entryFlags.assured) === 0) this.remove(template);
  }

  private insert(given: NewConnection, template: boolean, timeout: Duration): number {
    const { destination } = given;
    return this.table.insert({
      protocol: given.protocol,
      template,
      client: given.client,
      clientPort: given.clientPort,
      virtual: given.virtual,
      virtualPort: given.virtualPort,
      realPort: given.realPort,
      destination: destination.index,
      method: methodNumbers[destination.forwarding],
      mark: given.mark,
      timeout,
    });
  }

  /** Moves the entry between the active and inactive connections of its destination. */
  countAs(slot: number, active: boolean): void {
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
