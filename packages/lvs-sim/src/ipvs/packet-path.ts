// What happens to packets: those for the host's own addresses at LOCAL_IN, and the answers of masqueraded servers at FORWARD and
// LOCAL_OUT. The order of the checks is the kernel's. Linux: net/netfilter/ipvs/ip_vs_core.c, 6.1.

import { ipProtocols, ipv4Length, quotedFiveTuple, tcpFlags } from '@ospflab/net';
import type { Ipv4Packet } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { ConnectionRequest, ConnectionScheduler } from './connection-scheduler.ts';
import { entryFlags, noEntry } from './connection-table.ts';
import type { Connections } from './connections.ts';
import type { IpvsEvent } from './event.ts';
import { methodNumbers } from './forwarding-method.ts';
import type { LoadDefense } from './load-defense.ts';
import { icmpToClient, toClient } from './masquerade.ts';
import type { ServiceBook } from './service-book.ts';
import type { SyncDaemons } from './sync/sync-daemons.ts';
import type { IpvsSysctls } from './sysctls.ts';
import { tcpDirection, tcpState } from './tcp-states.ts';
import { transmit } from './transmit.ts';
import type { IpvsVerdict } from './verdict.ts';
import type { VirtualServiceState } from './virtual-service-state.ts';

const accepted: IpvsVerdict = { kind: 'accept' };
const dropDestinationGone: IpvsVerdict = { kind: 'drop', reason: 'destinationGone' };
const dropUnderLoad: IpvsVerdict = { kind: 'drop', reason: 'underLoad' };
const rejectNoDestination: IpvsVerdict = {
  kind: 'reject',
  icmp: 'portUnreachable',
  reason: 'noDestination',
};

/** The parts of a director that packets meet. */
export interface PacketSurroundings {
  readonly book: ServiceBook;
  readonly connections: Connections;
  readonly scheduler: ConnectionScheduler;
  readonly sysctls: IpvsSysctls;
  readonly defense: LoadDefense;
  readonly sync: SyncDaemons;
  readonly record: (event: IpvsEvent) => void;
}

export class PacketPath {
  private readonly director: PacketSurroundings;

  constructor(director: PacketSurroundings) {
    this.director = director;
  }

  /** Whole packets only: the host reassembles before LOCAL_IN. `mark` is the firewall's, 0 without one. */
  localIn(packet: Ipv4Packet, mark: number, now: Instant): IpvsVerdict {
    const { payload } = packet;
    switch (payload.kind) {
      case 'tcp':
        return this.transportIn(
          packet,
          payload.sourcePort,
          payload.destinationPort,
          payload.flags,
          mark,
          now,
        );
      case 'udp':
        return this.transportIn(packet, payload.sourcePort, payload.destinationPort, 0, mark, now);
      case 'icmpDestinationUnreachable':
      case 'icmpTimeExceeded':
        return this.errorIn(packet, payload.original, mark, now);
      default:
        return accepted;
    }
  }

  /** An answer of a masqueraded server with the virtual address as its source; any other packet as it is. */
  answer(packet: Ipv4Packet, now: Instant): Ipv4Packet {
    const { payload } = packet;
    switch (payload.kind) {
      case 'tcp':
        return this.transportOut(packet, payload.sourcePort, payload.destinationPort, payload.flags, now);
      case 'udp':
        return this.transportOut(packet, payload.sourcePort, payload.destinationPort, 0, now);
      case 'icmpDestinationUnreachable':
      case 'icmpTimeExceeded':
        return this.errorOut(packet, payload.original, now);
      default:
        return packet;
    }
  }

  private transportIn(
    packet: Ipv4Packet,
    clientPort: number,
    virtualPort: number,
    flags: number,
    mark: number,
    now: Instant,
  ): IpvsVerdict {
    const { connections, sysctls } = this.director;
    const { source: client, destination: virtual, protocol } = packet;
    const isTcp = protocol === ipProtocols.tcp;
    let slot = connections.table.find(protocol, false, client, clientPort, virtual, virtualPort);
    if (slot !== noEntry && isTcp && (flags & tcpFlags.syn) !== 0 && this.startsAnew(slot)) {
      connections.expireNow(slot);
      slot = noEntry;
    }
    if (slot !== noEntry && !connections.destinationOf(slot).available) {
      if (sysctls.expireNodestConn === 0) return dropDestinationGone;
      connections.expireNow(slot);
      slot = noEntry;
    }
    if (slot === noEntry) {
      const opens = !isTcp || sysctls.sloppyTcp !== 0 || (flags & tcpFlags.syn) !== 0;
      if (!opens || (flags & tcpFlags.rst) !== 0) return accepted;
      const service = this.director.book.serviceFor(isTcp ? 'tcp' : 'udp', virtual, virtualPort, mark);
      if (service === undefined) return accepted;
      if (this.director.defense.dropsPacket()) return dropUnderLoad;
      const request = { protocol, client, clientPort, virtual, virtualPort, mark };
      if (!isTcp && service.settings.onePacket === true && service.settings.persistence === undefined)
        return this.onePacketIn(service, request, packet, now);
      slot = this.director.scheduler.schedule(service, request, now);
      if (slot === noEntry) return this.rejected(request);
    }
    connections.noticeClient(slot, flags);
    return this.toServer(slot, packet, now);
  }

  /** A SYN on this entry opens another connection, which is scheduled for itself. */
  private startsAnew(slot: number): boolean {
    const { connections, sysctls } = this.director;
    const { table } = connections;
    if (sysctls.expireNodestConn !== 0 && connections.destinationOf(slot).weight === 0) return true;
    if (sysctls.connReuseMode === 0 || table.templates[slot] !== noEntry) return false;
    const state = table.states[slot];
    if (state === tcpState.timeWait || state === tcpState.close) return true;
    const seesAnswers = (table.flags[slot]! & entryFlags.seesAnswers) !== 0;
    return (sysctls.connReuseMode & 2) !== 0 && state === tcpState.finWait && !seesAnswers;
  }

  private toServer(slot: number, packet: Ipv4Packet, now: Instant): IpvsVerdict {
    const { connections, sysctls, sync } = this.director;
    const { table } = connections;
    const destination = connections.destinationOf(slot);
    const lengthBytes = ipv4Length(packet);
    destination.traffic.countPacket(lengthBytes, now);
    destination.serviceTraffic.countPacket(lengthBytes, now);
    const packets = ++table.packets[slot]!;
    sync.notice(slot, packets, now);
    connections.rearm(slot, now);
    return transmit(
      table.methods[slot]!,
      destination,
      table.realPorts[slot]!,
      packet,
      sysctls.pmtuDisc !== 0,
    );
  }

  private onePacketIn(
    service: VirtualServiceState,
    request: ConnectionRequest,
    packet: Ipv4Packet,
    now: Instant,
  ): IpvsVerdict {
    const destination = this.director.scheduler.scheduleOnePacket(service, request, now);
    if (destination === undefined) return this.rejected(request);
    const lengthBytes = ipv4Length(packet);
    destination.traffic.countPacket(lengthBytes, now);
    destination.serviceTraffic.countPacket(lengthBytes, now);
    const realPort = destination.port === 0 ? request.virtualPort : destination.port;
    const method = methodNumbers[destination.forwarding];
    return transmit(method, destination, realPort, packet, this.director.sysctls.pmtuDisc !== 0);
  }

  /** An error about what a server sent: the quotation shows the virtual address as its source. It follows the connection. */
  private errorIn(packet: Ipv4Packet, quotation: Uint8Array, mark: number, now: Instant): IpvsVerdict {
    const { connections, sysctls, book, scheduler } = this.director;
    const quoted = quotedFiveTuple(quotation);
    if (quoted === undefined || (quoted.sourcePort === 0 && quoted.destinationPort === 0)) return accepted;
    const { protocol, source: virtual, sourcePort: virtualPort } = quoted;
    const { destination: client, destinationPort: clientPort } = quoted;
    let slot = connections.table.find(protocol, false, client, clientPort, virtual, virtualPort);
    if (slot === noEntry) {
      if (sysctls.scheduleIcmp === 0) return accepted;
      const service = book.serviceFor(
        protocol === ipProtocols.tcp ? 'tcp' : 'udp',
        virtual,
        virtualPort,
        mark,
      );
      if (service === undefined) return accepted;
      const request = { protocol, client, clientPort, virtual, virtualPort, mark };
      slot = scheduler.schedule(service, request, now);
      if (slot === noEntry) return this.rejected(request);
      connections.rearm(slot, now);
    }
    const destination = connections.destinationOf(slot);
    const lengthBytes = ipv4Length(packet);
    destination.traffic.countPacket(lengthBytes, now);
    destination.serviceTraffic.countPacket(lengthBytes, now);
    const { methods, realPorts } = connections.table;
    return transmit(methods[slot]!, destination, realPorts[slot]!, packet, sysctls.pmtuDisc !== 0);
  }

  private transportOut(
    packet: Ipv4Packet,
    serverPort: number,
    clientPort: number,
    flags: number,
    now: Instant,
  ): Ipv4Packet {
    const { connections } = this.director;
    const { source: server, destination: client, protocol } = packet;
    const slot = connections.findByAnswer(protocol, client, clientPort, server, serverPort);
    if (slot === noEntry) return packet;
    this.countAnswer(slot, packet, now);
    if (protocol === ipProtocols.tcp) connections.noticeTcp(slot, flags, tcpDirection.server);
    connections.rearm(slot, now);
    return toClient(packet, connections.virtualOf(slot), connections.table.ports[slot]! & 0xffff);
  }

  /** An error from a server about a request that was masqueraded: the quotation shows the server as its destination. */
  private errorOut(packet: Ipv4Packet, quotation: Uint8Array, now: Instant): Ipv4Packet {
    const { connections } = this.director;
    const quoted = quotedFiveTuple(quotation);
    if (quoted === undefined) return packet;
    const { protocol, source: client, sourcePort: clientPort, destination, destinationPort } = quoted;
    const slot = connections.findByAnswer(protocol, client, clientPort, destination, destinationPort);
    if (slot === noEntry) return packet;
    this.countAnswer(slot, packet, now);
    return icmpToClient(packet, connections.virtualOf(slot), connections.table.ports[slot]! & 0xffff);
  }

  private countAnswer(slot: number, packet: Ipv4Packet, now: Instant): void {
    const destination = this.director.connections.destinationOf(slot);
    const lengthBytes = ipv4Length(packet);
    destination.traffic.countAnswer(lengthBytes, now);
    destination.serviceTraffic.countAnswer(lengthBytes, now);
  }

  private rejected({ protocol, client, clientPort, virtual, virtualPort }: ConnectionRequest): IpvsVerdict {
    this.director.record({
      kind: 'noDestination',
      protocol: protocol === ipProtocols.udp ? 'udp' : 'tcp',
      client,
      clientPort,
      virtualAddress: virtual,
      virtualPort,
    });
    return rejectNoDestination;
  }
}
