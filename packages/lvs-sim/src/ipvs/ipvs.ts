// The director: packets enter at LOCAL_IN through `localIn`, administration and timers through `handle`.
// The order of the checks on a packet is the kernel's. Linux: net/netfilter/ipvs/ip_vs_core.c and ip_vs_xmit.c, 6.1.

import { ipProtocols, ipv4FromNumber, tcpFlags } from '@ospflab/net';
import type { Ipv4Address, Ipv4Packet, TcpSegment, UdpDatagram } from '@ospflab/net';
import { seconds, toSeconds, type Instant } from '@ospflab/sim';
import { Connections, noEntry } from './connections.ts';
import type { Destination } from './destination.ts';
import type { CommandRefusal, IpvsEffect } from './effect.ts';
import type { IpvsEvent } from './event.ts';
import type { IpvsInput } from './input.ts';
import { ServiceBook } from './service-book.ts';
import { defaultIpvsSysctls, ipvsSysctlField, type IpvsSysctls } from './sysctls.ts';
import { tcpState } from './tcp-states.ts';
import type { IpvsVerdict } from './verdict.ts';
import { viewConnections, viewServices } from './view-director.ts';
import type { ConnectionView, TimeoutsView, VirtualServiceView } from './views.ts';
import type { VirtualServiceState } from './virtual-service-state.ts';
import type { SchedulerNumbers } from './scheduler/scheduler.ts';
import type { IpvsProtocol, Persistence, VirtualServiceKey } from './virtual-service.ts';

const accepted: IpvsVerdict = { kind: 'accept' };
const dropDestinationGone: IpvsVerdict = { kind: 'drop', reason: 'destinationGone' };
const dropTtlExceeded: IpvsVerdict = { kind: 'drop', reason: 'ttlExceeded' };
const rejectNoDestination: IpvsVerdict = {
  kind: 'reject',
  icmp: 'portUnreachable',
  reason: 'noDestination',
};

/** The one timer: expired entries are swept on whole seconds; packets and readers never see an entry whose time is over. */
const sweepTimer = 0;
const sweepEvery = seconds(1);
const headersBytes = { tcp: 40, udp: 28 } as const;
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
  private sweepAt = Infinity;

  /** `random` in [0, 1) serves schedulers that draw lots. */
  constructor(config: IpvsConfig, random: () => number, sink: (effect: IpvsEffect) => void) {
    this.sink = sink;
    this.sysctls = { ...defaultIpvsSysctls(), ...config.sysctls };
    this.book = new ServiceBook(random, (event) => this.record(event));
    this.connections = new Connections(this.book);
  }

  /** The verdict on a packet for one of the host's own addresses. Whole packets only: the host reassembles before LOCAL_IN. */
  localIn(packet: Ipv4Packet, now: Instant): IpvsVerdict {
    this.expireUntil(now);
    const payload = packet.payload;
    if (payload.kind === 'tcp') return this.tcpIn(packet, payload, now);
    if (payload.kind === 'udp') return this.udpIn(packet, payload, now);
    // ICMP too: with direct routing no error about a forwarded connection concerns the director's own stack.
    return accepted;
  }

  handle(input: IpvsInput, now: Instant): void {
    this.expireUntil(now);
    switch (input.kind) {
      case 'timerExpired':
        if (input.timer === sweepTimer) this.sweepAt = Infinity;
        break;
      case 'localAddressAdded':
        this.book.setLocal(input.address, true);
        break;
      case 'localAddressRemoved':
        this.book.setLocal(input.address, false);
        break;
      default:
        this.refuse(input, this.obey(input, now));
    }
    this.scheduleSweep();
  }

  /** Sorted by protocol, address and port. */
  virtualServices(now: Instant): readonly VirtualServiceView[] {
    this.expireUntil(now);
    return viewServices(this.book, now);
  }

  /** Connections and templates, sorted by protocol, client, virtual and template. */
  connectionEntries(now: Instant): readonly ConnectionView[] {
    this.expireUntil(now);
    return viewConnections(this.connections);
  }

  /** What the service's scheduler would go by for this client besides weights and counts; undefined without such a service. */
  schedulerNumbers(
    { protocol, address, port }: VirtualServiceKey,
    client: Ipv4Address,
    clientPort: number,
  ): SchedulerNumbers | undefined {
    const scheduler = this.book.serviceFor(protocol, address, port)?.scheduler;
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

  private tcpIn(packet: Ipv4Packet, segment: TcpSegment, now: Instant): IpvsVerdict {
    const { connections } = this;
    const { source, destination: virtual } = packet;
    const { sourcePort, destinationPort, flags } = segment;
    const { table } = connections;
    let slot = table.find(ipProtocols.tcp, false, source, sourcePort, virtual, destinationPort);
    if (slot !== noEntry && (flags & tcpFlags.syn) !== 0 && this.startsAnew(slot)) {
      connections.remove(slot);
      slot = noEntry;
    }
    if (slot !== noEntry && !connections.destinationOf(slot).available) {
      if (this.sysctls.expireNodestConn === 0) return dropDestinationGone;
      connections.remove(slot);
      slot = noEntry;
    }
    if (slot === noEntry) {
      const opens = this.sysctls.sloppyTcp !== 0 || (flags & tcpFlags.syn) !== 0;
      if (!opens || (flags & tcpFlags.rst) !== 0) return accepted;
      const service = this.book.serviceFor('tcp', virtual, destinationPort);
      if (service === undefined) return accepted;
      slot = this.schedule(service, packet, ipProtocols.tcp, sourcePort, destinationPort, now);
      if (slot === noEntry) return this.rejected('tcp', packet, sourcePort, destinationPort);
    }
    connections.noticeTcp(slot, flags);
    const lengthBytes = headersBytes.tcp + segment.options.length + segment.payload.length;
    return this.transmit(slot, packet, lengthBytes, now);
  }

  private udpIn(packet: Ipv4Packet, datagram: UdpDatagram, now: Instant): IpvsVerdict {
    const { connections } = this;
    const { source, destination: virtual } = packet;
    const { sourcePort, destinationPort } = datagram;
    let slot = connections.table.find(ipProtocols.udp, false, source, sourcePort, virtual, destinationPort);
    if (slot !== noEntry && !connections.destinationOf(slot).available) {
      if (this.sysctls.expireNodestConn === 0) return dropDestinationGone;
      connections.remove(slot);
      slot = noEntry;
    }
    if (slot === noEntry) {
      const service = this.book.serviceFor('udp', virtual, destinationPort);
      if (service === undefined) return accepted;
      slot = this.schedule(service, packet, ipProtocols.udp, sourcePort, destinationPort, now);
      if (slot === noEntry) return this.rejected('udp', packet, sourcePort, destinationPort);
    }
    connections.noticeUdp(slot);
    return this.transmit(slot, packet, headersBytes.udp + datagram.payload.length, now);
  }

  /** A SYN on this entry opens another connection, which is scheduled for itself. */
  private startsAnew(slot: number): boolean {
    const { connections, sysctls } = this;
    if (sysctls.expireNodestConn !== 0 && connections.destinationOf(slot).weight === 0) return true;
    if (sysctls.connReuseMode === 0 || connections.table.templates[slot] !== noEntry) return false;
    const state = connections.table.states[slot];
    if (state === tcpState.timeWait || state === tcpState.close) return true;
    return (sysctls.connReuseMode & 2) !== 0 && state === tcpState.finWait;
  }

  /** A new entry, or `noEntry` when no destination is usable. */
  private schedule(
    service: VirtualServiceState,
    packet: Ipv4Packet,
    protocol: number,
    clientPort: number,
    virtualPort: number,
    now: Instant,
  ): number {
    const { source: client, destination: virtual } = packet;
    const { persistence } = service.settings;
    let destination: Destination | undefined;
    let template = noEntry;
    if (persistence === undefined) {
      // Linux: port 0 is only supported with persistence.
      if (service.key.port !== virtualPort) return noEntry;
      destination = service.scheduler.schedule(client, clientPort, virtual, now);
      if (destination === undefined) return noEntry;
    } else {
      template = this.findTemplate(service, persistence, packet, protocol, clientPort, virtualPort, now);
      if (template === noEntry) return noEntry;
      destination = this.connections.destinationOf(template);
    }
    const slot = this.connections.create(protocol, client, clientPort, virtual, virtualPort, destination);
    if (template !== noEntry) this.connections.attach(slot, template, now);
    destination.traffic.countConnection(now);
    service.traffic.countConnection(now);
    this.record({
      kind: 'connectionScheduled',
      protocol: service.key.protocol,
      client,
      clientPort,
      virtualAddress: virtual,
      virtualPort,
      realServer: destination.address,
      realPort: this.connections.table.realPorts[slot]!,
    });
    return slot;
  }

  /** The client's template, made now if there is none that can be used; `noEntry` when no destination is usable. */
  private findTemplate(
    service: VirtualServiceState,
    persistence: Persistence,
    packet: Ipv4Packet,
    protocol: number,
    clientPort: number,
    virtualPort: number,
    now: Instant,
  ): number {
    const { connections } = this;
    const { destination: virtual } = packet;
    const network = ipv4FromNumber(packet.source & persistence.netmask);
    // A service that catches every port keeps one template for all of them.
    const templatePort = service.key.port === virtualPort ? virtualPort : 0;
    const found = connections.table.find(protocol, true, network, 0, virtual, templatePort);
    if (found !== noEntry) {
      const { available, weight } = connections.destinationOf(found);
      const quiescent = this.sysctls.expireQuiescentTemplate !== 0 && weight === 0;
      if (available && !quiescent) return found;
      connections.retireTemplate(found);
    }
    const destination = service.scheduler.schedule(packet.source, clientPort, virtual, now);
    if (destination === undefined) return noEntry;
    const realPort = templatePort === 0 ? 0 : destination.port;
    const timeout = seconds(persistence.timeoutSeconds);
    return connections.createTemplate(
      protocol,
      network,
      virtual,
      templatePort,
      realPort,
      destination,
      timeout,
    );
  }

  private transmit(slot: number, packet: Ipv4Packet, lengthBytes: number, now: Instant): IpvsVerdict {
    const { connections } = this;
    const destination = connections.destinationOf(slot);
    destination.traffic.countPacket(lengthBytes, now);
    destination.serviceTraffic.countPacket(lengthBytes, now);
    connections.rearm(slot, now);
    if (connections.table.earliestDeadline < this.sweepAt) this.scheduleSweep();
    if (destination.local) return accepted;
    if (packet.ttl <= 1) return dropTtlExceeded;
    return { kind: 'forward', nextHop: destination.address, packet: withTtlDecremented(packet) };
  }

  private rejected(
    protocol: IpvsProtocol,
    packet: Ipv4Packet,
    clientPort: number,
    virtualPort: number,
  ): IpvsVerdict {
    const { source: client, destination: virtualAddress } = packet;
    this.record({ kind: 'noDestination', protocol, client, clientPort, virtualAddress, virtualPort });
    return rejectNoDestination;
  }

  private obey(
    input: Exclude<
      IpvsInput,
      { readonly kind: 'timerExpired' | 'localAddressAdded' | 'localAddressRemoved' }
    >,
    now: Instant,
  ): CommandRefusal | undefined {
    switch (input.kind) {
      case 'sysctlSet': {
        const field = ipvsSysctlField(input.key);
        if (field === undefined) return 'unknownSysctl';
        this.sysctls[field] = input.value;
        return undefined;
      }
      case 'timeoutsSet':
        return this.setTimeouts(input.tcpSeconds, input.tcpFinSeconds, input.udpSeconds);
      default: {
        const refusal = this.book.obey(input, now);
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
    this.record({ kind: 'ipvsCommandRefused', command: input.kind, reason });
  }

  private expireUntil(now: Instant): void {
    if (this.connections.table.earliestDeadline <= now) this.connections.expireUntil(now);
    // A look counts the references that remain, so it follows the expiries. It frees numbers only and cannot be observed earlier.
    while (this.book.nextTrashLook <= now) this.book.lookThroughTrash();
  }

  private scheduleSweep(): void {
    const earliest = Math.min(this.connections.table.earliestDeadline, this.book.nextTrashLook);
    const at = Math.ceil(earliest / sweepEvery) * sweepEvery;
    if (at >= this.sweepAt) return;
    this.sweepAt = at;
    this.sink({ kind: 'setTimer', timer: sweepTimer, at: at as Instant });
  }

  private record(event: IpvsEvent): void {
    this.sink({ kind: 'record', event });
  }
}

/** Written out because a spread per packet is slow. */
function withTtlDecremented(packet: Ipv4Packet): Ipv4Packet {
  return {
    kind: 'ipv4',
    source: packet.source,
    destination: packet.destination,
    protocol: packet.protocol,
    ttl: packet.ttl - 1,
    typeOfService: packet.typeOfService,
    identification: packet.identification,
    dontFragment: packet.dontFragment,
    moreFragments: packet.moreFragments,
    fragmentOffsetBytes: packet.fragmentOffsetBytes,
    payload: packet.payload,
  };
}
