// The director: packets enter at LOCAL_IN through `localIn` and the answers of masqueraded servers through `answer`,
// administration, messages of other directors and timers through `handle`.

import type { Ipv4Address, Ipv4Packet } from '@ospflab/net';
import { after, seconds, toSeconds, type Instant } from '@ospflab/sim';
import { ConnectionScheduler } from './connection-scheduler.ts';
import { Connections } from './connections.ts';
import type { CommandRefusal, IpvsEffect } from './effect.ts';
import type { IpvsEvent } from './event.ts';
import type { IpvsCommand, IpvsInput } from './input.ts';
import { LoadDefense, defenseEvery } from './load-defense.ts';
import { PacketPath } from './packet-path.ts';
import type { SchedulerNumbers } from './scheduler/scheduler.ts';
import { ServiceBook } from './service-book.ts';
import type { SyncDaemon } from './sync/sync-daemon.ts';
import { SyncDaemons } from './sync/sync-daemons.ts';
import { defaultIpvsSysctls, setIpvsSysctl, type IpvsSysctls } from './sysctls.ts';
import { tcpState } from './tcp-states.ts';
import type { IpvsVerdict } from './verdict.ts';
import { viewConnections, viewServices } from './view-director.ts';
import type { ConnectionView, TimeoutsView, VirtualServiceView } from './views.ts';
import type { VirtualServiceKey } from './virtual-service.ts';

const accepted: IpvsVerdict = { kind: 'accept' };

/** Expired entries are swept on whole seconds; packets and readers never see an entry whose time is over. */
const sweepTimer = 0;
const syncTimer = 1;
const defenseTimer = 2;
const sweepEvery = seconds(1);
const maxTimeoutSeconds = 2 ** 31 / 1000;

export interface IpvsConfig {
  /** Where they differ from the kernel's defaults. */
  readonly sysctls?: Partial<IpvsSysctls>;
}

export class Ipvs {
  private readonly sink: (effect: IpvsEffect) => void;
  private readonly sysctls: IpvsSysctls;
  private readonly book: ServiceBook;
  private readonly connections: Connections;
  private readonly defense: LoadDefense;
  private readonly sync: SyncDaemons;
  private readonly packets: PacketPath;
  /** When each timer is due; Infinity when it is not set. */
  private readonly dueAt = [Infinity, Infinity, Infinity];

  /** `random` in [0, 1) serves schedulers that draw lots and drop_entry. */
  constructor(config: IpvsConfig, random: () => number, sink: (effect: IpvsEffect) => void) {
    this.sink = sink;
    const record = (event: IpvsEvent): void => sink({ kind: 'record', event });
    const sysctls = { ...defaultIpvsSysctls(), ...config.sysctls };
    const book = new ServiceBook(random, record);
    const connections = new Connections(book, (template, now) => this.sync.noticeKept(template, now));
    const scheduler = new ConnectionScheduler(connections, sysctls, record);
    const defense = new LoadDefense(sysctls, connections, random);
    const sync = new SyncDaemons(book, connections, sysctls, sink);
    this.sysctls = sysctls;
    this.book = book;
    this.connections = connections;
    this.defense = defense;
    this.sync = sync;
    this.packets = new PacketPath({ book, connections, scheduler, sysctls, defense, sync, record });
  }

  /** The verdict on a packet for one of the host's own addresses; `mark` is what the firewall has put on it. */
  localIn(packet: Ipv4Packet, now: Instant, mark = 0): IpvsVerdict {
    this.expireUntil(now);
    if (this.sync.backsUpOnly) return accepted;
    const verdict = this.packets.localIn(packet, mark, now);
    this.setTimers(now);
    return verdict;
  }

  /** A packet on its way from somebody else through the host: masqueraded servers' answers get the virtual address as their source. */
  answer(packet: Ipv4Packet, now: Instant): Ipv4Packet {
    this.expireUntil(now);
    const leaving = this.packets.answer(packet, now);
    this.setTimers(now);
    return leaving;
  }

  handle(input: IpvsInput, now: Instant): void {
    this.expireUntil(now);
    switch (input.kind) {
      case 'timerExpired':
        this.timerExpired(input.timer, now);
        break;
      case 'localAddressAdded':
        this.book.setLocal(input.address, true);
        break;
      case 'localAddressRemoved':
        this.book.setLocal(input.address, false);
        break;
      case 'syncReceived':
        this.sync.receive(input.bytes, now);
        break;
      case 'sysctlSet':
        this.refuse(input, setIpvsSysctl(this.sysctls, input.key, input.value));
        break;
      default:
        this.refuse(input, this.obey(input, now));
    }
    this.setTimers(now);
  }

  /** Sorted as ipvsadm lists them: by mark, protocol, address and port. */
  virtualServices(now: Instant): readonly VirtualServiceView[] {
    this.expireUntil(now);
    return viewServices(this.book, now);
  }

  /** Connections and templates, sorted by protocol, client, virtual and template. */
  connectionEntries(now: Instant): readonly ConnectionView[] {
    this.expireUntil(now);
    return viewConnections(this.connections);
  }

  /** The master first. */
  syncDaemons(): readonly SyncDaemon[] {
    return this.sync.running;
  }

  /** What the service's scheduler would go by for this client besides weights and counts; undefined without such a service. */
  schedulerNumbers(
    { protocol, address, port, firewallMark }: VirtualServiceKey,
    client: Ipv4Address,
    clientPort: number,
  ): SchedulerNumbers | undefined {
    const scheduler = this.book.serviceFor(protocol, address, port, firewallMark)?.scheduler;
    return scheduler?.numbers?.(client, clientPort, address) ?? (scheduler && {});
  }

  timeouts(): TimeoutsView {
    const { tcpTimeouts, udpTimeout } = this.connections;
    return {
      tcpSeconds: toSeconds(tcpTimeouts[tcpState.established]!),
      tcpFinSeconds: toSeconds(tcpTimeouts[tcpState.finWait]!),
      udpSeconds: toSeconds(udpTimeout),
    };
  }

  private obey(command: IpvsCommand, now: Instant): CommandRefusal | undefined {
    switch (command.kind) {
      case 'timeoutsSet':
        return this.setTimeouts(command.tcpSeconds, command.tcpFinSeconds, command.udpSeconds);
      case 'syncDaemonStarted':
        return this.sync.start(command.daemon, now);
      case 'syncDaemonStopped':
        return this.sync.stop(command.role);
      default: {
        const refusal = this.book.obey(command, now);
        if (this.sysctls.expireNodestConn !== 0) this.connections.removeUnavailable();
        return refusal;
      }
    }
  }

  /** Entries take the new values with their next packet. */
  private setTimeouts(tcp: number, tcpFin: number, udp: number): CommandRefusal | undefined {
    const inRange = [tcp, tcpFin, udp].every((value) => value >= 0 && value <= maxTimeoutSeconds);
    if (!inRange) return 'valueOutOfRange';
    const { connections } = this;
    if (tcp > 0) connections.tcpTimeouts[tcpState.established] = seconds(tcp);
    if (tcpFin > 0) connections.tcpTimeouts[tcpState.finWait] = seconds(tcpFin);
    if (udp > 0) connections.udpTimeout = seconds(udp);
    return undefined;
  }

  private refuse(input: IpvsInput, reason: CommandRefusal | undefined): void {
    if (reason === undefined) return;
    this.sink({ kind: 'commandRefused', command: input.kind, reason });
    this.sink({ kind: 'record', event: { kind: 'ipvsCommandRefused', command: input.kind, reason } });
  }

  private timerExpired(timer: number, now: Instant): void {
    this.dueAt[timer] = Infinity;
    if (timer === syncTimer) this.sync.wake(now);
    if (timer === defenseTimer && this.defense.dropsEntries) this.defense.dropEntries(now);
  }

  private expireUntil(now: Instant): void {
    if (this.connections.table.earliestDeadline <= now) this.connections.expireUntil(now);
    // A look counts the references that remain, so it follows the expiries. It frees numbers only and cannot be observed earlier.
    while (this.book.nextTrashLook <= now) this.book.lookThroughTrash();
  }

  private setTimers(now: Instant): void {
    const earliest = Math.min(this.connections.table.earliestDeadline, this.book.nextTrashLook);
    this.setTimer(sweepTimer, Math.ceil(earliest / sweepEvery) * sweepEvery);
    // Templates expire late, when somebody looks; what is told of them counts from their own instants.
    this.setTimer(syncTimer, Math.max(now, this.sync.wakeAt));
    if (this.dueAt[defenseTimer] === Infinity && this.defense.dropsEntries)
      this.setTimer(defenseTimer, after(now, defenseEvery));
  }

  /** An earlier instant than before only: a timer that fires too early finds nothing to do. */
  private setTimer(timer: number, at: number): void {
    if (at >= this.dueAt[timer]!) return;
    this.dueAt[timer] = at;
    this.sink({ kind: 'setTimer', timer, at: at as Instant });
  }
}
