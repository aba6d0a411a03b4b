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
import { VirtualServiceState } from './virtual-service-state.ts';
import type {
  DestinationKey,
  DestinationSettings,
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

  /** The service of exactly this port, else the one that catches every port. */
  serviceFor(protocol: IpvsProtocol, address: Ipv4Address, port: number): VirtualServiceState | undefined {
    return this.service(protocol, address, port) ?? this.service(protocol, address, 0);
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
      const index = this.freeIndexes.pop() ?? this.destinations.length;
      destination = new Destination(index, service.key, address, port, settings, service.traffic, now);
      this.destinations[index] = destination;
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
    service.scheduler.destinationEdited();
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
    return this.service(key.protocol, key.address, key.port);
  }

  private service(
    protocol: IpvsProtocol,
    address: Ipv4Address,
    port: number,
  ): VirtualServiceState | undefined {
    const { services } = this;
    for (let at = 0; at < services.length; at++) {
      const key = services[at]!.key;
      if (key.address === address && key.port === port && key.protocol === protocol) return services[at];
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
    this.record({ kind, protocol: key.protocol, virtualAddress: key.address, virtualPort: key.port });
  }

  private recordDestination(
    kind: 'destinationAdded' | 'destinationEdited' | 'destinationRemoved',
    destination: Destination,
  ): void {
    this.record({
      kind,
      protocol: destination.service.protocol,
      virtualAddress: destination.service.address,
      virtualPort: destination.service.port,
      realServer: destination.address,
      realPort: destination.port,
      weight: destination.weight,
    });
  }
}

function settingsRefusal(settings: DestinationSettings): CommandRefusal | undefined {
  if (settings.forwarding !== 'directRouting') return 'forwardingMethodNotSimulated';
  if (settings.weight < 0) return 'weightNegative';
  if (settings.weight > weightMax) return 'valueOutOfRange';
  if (settings.lowerThreshold > settings.upperThreshold) return 'thresholdsCrossed';
  return undefined;
}
