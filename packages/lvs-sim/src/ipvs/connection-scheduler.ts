// New connections: the scheduler's choice, persistence templates and the entry. Linux: net/netfilter/ipvs/ip_vs_core.c
// (ip_vs_schedule, ip_vs_sched_persist), 6.1.

import { ipProtocols, ipv4FromNumber, type Ipv4Address } from '@ospflab/net';
import { seconds, type Instant } from '@ospflab/sim';
import { noEntry } from './connection-table.ts';
import type { Connections } from './connections.ts';
import type { Destination } from './destination.ts';
import type { IpvsEvent } from './event.ts';
import type { IpvsSysctls } from './sysctls.ts';
import type { VirtualServiceState } from './virtual-service-state.ts';
import type { Persistence } from './virtual-service.ts';

/** Whoever wants a connection, as its first packet says. */
export interface ConnectionRequest {
  /** IP protocol number. */
  readonly protocol: number;
  readonly client: Ipv4Address;
  readonly clientPort: number;
  readonly virtual: Ipv4Address;
  readonly virtualPort: number;
  readonly mark: number;
}

export class ConnectionScheduler {
  private readonly connections: Connections;
  private readonly sysctls: IpvsSysctls;
  private readonly record: (event: IpvsEvent) => void;

  constructor(connections: Connections, sysctls: IpvsSysctls, record: (event: IpvsEvent) => void) {
    this.connections = connections;
    this.sysctls = sysctls;
    this.record = record;
  }

  /** A new entry, or `noEntry` when no destination is usable. */
  schedule(service: VirtualServiceState, request: ConnectionRequest, now: Instant): number {
    const { persistence } = service.settings;
    let destination: Destination | undefined;
    let template = noEntry;
    if (persistence === undefined) {
      destination = this.choose(service, request, now);
      if (destination === undefined) return noEntry;
    } else {
      template = this.findTemplate(service, persistence, request, now);
      if (template === noEntry) return noEntry;
      destination = this.connections.destinationOf(template);
    }
    const { protocol, client, clientPort, virtual, virtualPort, mark } = request;
    const realPort = realPortOf(destination, virtualPort);
    const connection = { protocol, client, clientPort, virtual, virtualPort, realPort, destination, mark };
    const slot = this.connections.create(connection);
    if (template !== noEntry) this.connections.attach(slot, template, now);
    this.count(service, destination, realPort, request, now);
    return slot;
  }

  /** One-packet scheduling: a destination for this datagram, which leaves no entry. */
  scheduleOnePacket(
    service: VirtualServiceState,
    request: ConnectionRequest,
    now: Instant,
  ): Destination | undefined {
    const destination = this.choose(service, request, now);
    if (destination !== undefined) {
      this.count(service, destination, realPortOf(destination, request.virtualPort), request, now);
    }
    return destination;
  }

  private choose(
    service: VirtualServiceState,
    { client, clientPort, virtual, virtualPort }: ConnectionRequest,
    now: Instant,
  ): Destination | undefined {
    const { key } = service;
    // Linux: port 0 is only supported with persistence.
    if (key.firewallMark === undefined && key.port !== virtualPort) return undefined;
    return service.scheduler.schedule(client, clientPort, virtual, now);
  }

  /** The client's template, made now if there is none that can be used; `noEntry` when no destination is usable. */
  private findTemplate(
    service: VirtualServiceState,
    persistence: Persistence,
    request: ConnectionRequest,
    now: Instant,
  ): number {
    const { connections } = this;
    const { firewallMark } = service.key;
    const client = ipv4FromNumber(request.client & persistence.netmask);
    // A service that catches every port, or a mark, keeps one template for all of them.
    const byMark = firewallMark !== undefined;
    const virtualPort = !byMark && service.key.port === request.virtualPort ? request.virtualPort : 0;
    const protocol = byMark ? 0 : request.protocol;
    const virtual = byMark ? ipv4FromNumber(firewallMark) : request.virtual;
    const found = connections.table.find(protocol, true, client, 0, virtual, virtualPort);
    if (found !== noEntry) {
      if (this.serves(connections.destinationOf(found))) return found;
      connections.retireTemplate(found);
    }
    const destination = service.scheduler.schedule(request.client, request.clientPort, request.virtual, now);
    if (destination === undefined) return noEntry;
    const { mark } = request;
    const realPort = virtualPort === 0 ? 0 : destination.port;
    const template = { protocol, client, clientPort: 0, virtual, virtualPort, realPort, destination, mark };
    return connections.createTemplate(template, seconds(persistence.timeoutSeconds));
  }

  private serves({ available, unbound, weight }: Destination): boolean {
    const quiescent = this.sysctls.expireQuiescentTemplate !== 0 && weight === 0;
    return available && !unbound && !quiescent;
  }

  private count(
    service: VirtualServiceState,
    destination: Destination,
    realPort: number,
    request: ConnectionRequest,
    now: Instant,
  ): void {
    destination.traffic.countConnection(now);
    service.traffic.countConnection(now);
    this.record({
      kind: 'connectionScheduled',
      protocol: request.protocol === ipProtocols.udp ? 'udp' : 'tcp',
      client: request.client,
      clientPort: request.clientPort,
      virtualAddress: request.virtual,
      virtualPort: request.virtualPort,
      realServer: destination.address,
      realPort,
    });
  }
}

function realPortOf(destination: Destination, virtualPort: number): number {
  return destination.port === 0 ? virtualPort : destination.port;
}
