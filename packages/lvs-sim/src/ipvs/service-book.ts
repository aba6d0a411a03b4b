// The administrator's side of the director: services, their destinations and the trash of removed ones.
// Linux: net/netfilter/ipvs/ip_vs_ctl.c, 6.1. Connections are not touched here.

import type { Ipv4Address } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import { DestinationTrash } from './destination-trash.ts';
import { Destination } from './destination.ts';
import type { CommandRefusal } from './effect.ts';
import type { IpvsEvent } from './event.ts';
import type { PoolCommand } from './input.ts';
import { schedulerTable } from './scheduler/scheduler-table.ts';
import { TrafficCounters } from './traffic-counters.ts';
import { VirtualServiceState } from './virtual-service-state.ts';
import { sameService } from './virtual-service.ts';
import type {
  DestinationKey,
  DestinationSettings,
  ForwardingMethod,
  IpvsProtocol,
  VirtualServiceKey,
  VirtualServiceSettings,
} from './virtual-service.ts';

const weightMax = 2 ** 31 - 1;

export class ServiceBook {
  /** In the order of adding. Few, so that a scan is quicker than a map. */
  readonly services: VirtualServiceState[] = [];
  private readonly random: () => number;
  private readonly record: (event: IpvsEvent) => void;
  /** By `Destination.index`; removed ones stay while entries refer to them. */
  private readonly destinations: (Destination | undefined)[] = [];
  private readonly freeIndexes: number[] = [];
  private readonly trash = new DestinationTrash();
  private readonly localAddresses = new Set<Ipv4Address>();

  constructor(random: () => number, record: (event: IpvsEvent) => void) {
    this.random = random;
    this.record = record;
  }

  /** An index that a connection entry holds. */
  destination(index: number): Destination {
    return this.destinations[index]!;
  }

  /** The service of the mark, else the one of exactly this port, else the one that catches every port. */
  serviceFor(
    protocol: IpvsProtocol,
    address: Ipv4Address,
    port: number,
    mark = 0,
  ): VirtualServiceState | undefined {
    const marked = mark === 0 ? undefined : this.serviceOfMark(mark);
    return marked ?? this.service(protocol, address, port) ?? this.service(protocol, address, 0);
  }

  /**
   * The destination of a connection that another director told of. When no service here has it, the connection is handled all the same,
   * by a destination that stands for itself and that nobody sees. Linux: ip_vs_find_dest.
   */
  destinationTold(
    told: VirtualServiceKey,
    address: Ipv4Address,
    port: number,
    forwarding: ForwardingMethod,
    now: Instant,
  ): Destination {
    const service = this.serviceFor(told.protocol, told.address, told.port, told.firewallMark);
    const found = service?.find(address, port) ?? service?.find(address, 0) ?? service?.find(address, told.port); // prettier-ignore
    return found ?? this.unbound(told, address, port, forwarding, now);
  }

  private unbound(
    told: VirtualServiceKey,
    address: Ipv4Address,
    port: number,
    forwarding: ForwardingMethod,
    now: Instant,
  ): Destination {
    const known = this.destinations.find(
      (each) =>
        each?.unbound === true &&
        each.address === address &&
        each.port === port &&
        each.forwarding === forwarding &&
        sameService(each.service, told),
    );
    if (known !== undefined) return known;
    const settings = { weight: 0, forwarding, upperThreshold: 0, lowerThreshold: 0 };
    const destination = this.newDestination(told, address, port, settings, new TrafficCounters(now), now);
    destination.unbound = true;
    destination.local = this.isLocal(address);
    this.trash.add(destination, now);
    return destination;
  }

  private newDestination(
    service: VirtualServiceKey,
    address: Ipv4Address,
    port: number,
    settings: DestinationSettings,
    serviceTraffic: TrafficCounters,
    now: Instant,
  ): Destination {
    const index = this.freeIndexes.pop() ?? this.destinations.length;
    const destination = new Destination(index, service, address, port, settings, serviceTraffic, now);
    this.destinations[index] = destination;
    return destination;
  }

  setLocal(address: Ipv4Address, local: boolean): void {
    if (local) this.localAddresses.add(address);
    else this.localAddresses.delete(address);
    for (const destination of this.destinations) {
      if (destination?.address === address) destination.local = this.isLocal(address);
    }
  }

  get nextTrashLook(): number {
    return this.trash.nextDeadline;
  }

  lookThroughTrash(): void {
    for (const gone of this.trash.look()) {
      this.destinations[gone.index] = undefined;
      this.freeIndexes.push(gone.index);
    }
  }

  /** Why the command changed nothing; undefined when it was carried out. */
  obey(command: PoolCommand, now: Instant): CommandRefusal | undefined {
    switch (command.kind) {
      case 'serviceAdded':
        return this.addService(command.service, command.settings, now);
      case 'serviceEdited':
        return this.editService(command.service, command.settings);
      case 'serviceDeleted':
        return this.deleteService(command.service, now);
      case 'destinationAdded':
        return this.addDestination(command.service, command.destination, command.settings, now);
      case 'destinationEdited':
        return this.editDestination(command.service, command.destination, command.settings);
      case 'destinationDeleted':
        return this.deleteDestination(command.service, command.destination, now);
      case 'flushed':
        for (const { key } of [...this.services]) this.deleteService(key, now);
        return undefined;
    }
  }

  private addService(
    key: VirtualServiceKey,
    settings: VirtualServiceSettings,
    now: Instant,
  ): CommandRefusal | undefined {
    if (this.exact(key) !== undefined) return 'serviceExists';
    const row = schedulerTable[settings.scheduler];
    const state = new VirtualServiceState(key, settings, row, this.random, now);
    this.services.push(state);
    this.recordService('serviceAdded', key);
    return undefined;
  }

  private editService(key: VirtualServiceKey, settings: VirtualServiceSettings): CommandRefusal | undefined {
    const service = this.exact(key);
    if (service === undefined) return 'noSuchService';
    service.edit(settings, schedulerTable[settings.scheduler]);
    this.recordService('serviceEdited', key);
    return undefined;
  }

  private deleteService(key: VirtualServiceKey, now: Instant): CommandRefusal | undefined {
    const service = this.exact(key);
    if (service === undefined) return 'noSuchService';
    for (const destination of [...service.destinations]) this.discard(service, destination, now);
    this.services.splice(this.services.indexOf(service), 1);
    this.recordService('serviceRemoved', key);
    return undefined;
  }

  private addDestination(
    key: VirtualServiceKey,
    { address, port }: DestinationKey,
    settings: DestinationSettings,
    now: Instant,
  ): CommandRefusal | undefined {
    const service = this.exact(key);
    if (service === undefined) return 'noSuchService';
    const refusal = settingsRefusal(settings);
    if (refusal !== undefined) return refusal;
    if (service.find(address, port) !== undefined) return 'destinationExists';
    let destination = this.trash.take(key, address, port);
    if (destination === undefined) {
      destination = this.newDestination(service.key, address, port, settings, service.traffic, now);
    } else {
      destination.available = true;
      destination.serviceTraffic = service.traffic;
      destination.edit(settings, true);
    }
    destination.local = this.isLocal(address);
    service.insert(destination);
    this.recordDestination('destinationAdded', destination);
    return undefined;
  }

  private editDestination(
    key: VirtualServiceKey,
    { address, port }: DestinationKey,
    settings: DestinationSettings,
  ): CommandRefusal | undefined {
    const service = this.exact(key);
    if (service === undefined) return 'noSuchService';
    const refusal = settingsRefusal(settings);
    if (refusal !== undefined) return refusal;
    const destination = service.find(address, port);
    if (destination === undefined) return 'noSuchDestination';
    destination.edit(settings, false);
    service.scheduler.destinationEdited?.();
    this.recordDestination('destinationEdited', destination);
    return undefined;
  }

  private deleteDestination(
    key: VirtualServiceKey,
    { address, port }: DestinationKey,
    now: Instant,
  ): CommandRefusal | undefined {
    const service = this.exact(key);
    if (service === undefined) return 'noSuchService';
    const destination = service.find(address, port);
    if (destination === undefined) return 'noSuchDestination';
    this.discard(service, destination, now);
    return undefined;
  }

  private discard(service: VirtualServiceState, destination: Destination, now: Instant): void {
    service.remove(destination);
    destination.available = false;
    this.trash.add(destination, now);
    this.recordDestination('destinationRemoved', destination);
  }

  private exact(key: VirtualServiceKey): VirtualServiceState | undefined {
    if (key.firewallMark !== undefined && key.firewallMark !== 0) return this.serviceOfMark(key.firewallMark);
    return this.service(key.protocol, key.address, key.port);
  }

  private serviceOfMark(mark: number): VirtualServiceState | undefined {
    return this.services.find(({ key }) => key.firewallMark === mark);
  }

  private service(
    protocol: IpvsProtocol,
    address: Ipv4Address,
    port: number,
  ): VirtualServiceState | undefined {
    const { services } = this;
    for (let at = 0; at < services.length; at++) {
      const key = services[at]!.key;
      if (key.firewallMark === undefined && key.address === address && key.port === port && key.protocol === protocol) return services[at]; // prettier-ignore
    }
    return undefined;
  }

  private isLocal(address: Ipv4Address): boolean {
    return address >>> 24 === 127 || this.localAddresses.has(address);
  }

  private recordService(
    kind: 'serviceAdded' | 'serviceEdited' | 'serviceRemoved',
    key: VirtualServiceKey,
  ): void {
    this.record({ kind, ...virtualOf(key) });
  }

  private recordDestination(
    kind: 'destinationAdded' | 'destinationEdited' | 'destinationRemoved',
    destination: Destination,
  ): void {
    this.record({
      kind,
      ...virtualOf(destination.service),
      realServer: destination.address,
      realPort: destination.port,
      weight: destination.weight,
    });
  }
}

function virtualOf({ protocol, address, port, firewallMark }: VirtualServiceKey) {
  const named = { protocol, virtualAddress: address, virtualPort: port };
  return firewallMark === undefined ? named : { ...named, firewallMark };
}

function settingsRefusal(settings: DestinationSettings): CommandRefusal | undefined {
  if (settings.weight < 0) return 'weightNegative';
  if (settings.weight > weightMax) return 'valueOutOfRange';
  if (settings.lowerThreshold > settings.upperThreshold) return 'thresholdsCrossed';
  return undefined;
}
