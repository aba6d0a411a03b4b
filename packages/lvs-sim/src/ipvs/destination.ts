// One real server as a director knows it. It outlives its removal while connections refer to it (`DestinationTrash`),
// so that adding it again revives them. Linux: net/netfilter/ipvs/ip_vs_ctl.c and ip_vs_conn.c, 6.1.

import type { Ipv4Address } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import { TrafficCounters } from './traffic-counters.ts';
import type { DestinationSettings, ForwardingMethod, VirtualServiceKey } from './virtual-service.ts';

export class Destination {
  readonly service: VirtualServiceKey;
  readonly address: Ipv4Address;
  readonly port: number;
  /** Its place in the director's registry: what the connection table stores. */
  readonly index: number;
  readonly traffic: TrafficCounters;
  /** The counters of the service it belongs to at present. */
  serviceTraffic: TrafficCounters;
  weight: number;
  /** The last weight other than 0; `mh` builds its table from it. */
  lastWeight: number;
  forwarding: ForwardingMethod;
  upperThreshold = 0;
  lowerThreshold = 0;
  activeConnections = 0;
  inactiveConnections = 0;
  persistentConnections = 0;
  overloaded = false;
  /** False once removed from its service. */
  available = true;
  /** Stands for a real server that only another director's messages told of: no service here has it. */
  unbound = false;
  /** One of the director's own addresses: its packets go to the director's own stack. */
  local = false;

  constructor(
    index: number,
    service: VirtualServiceKey,
    address: Ipv4Address,
    port: number,
    settings: DestinationSettings,
    serviceTraffic: TrafficCounters,
    now: Instant,
  ) {
    this.index = index;
    this.service = service;
    this.address = address;
    this.port = port;
    this.weight = settings.weight;
    this.lastWeight = settings.weight;
    this.forwarding = settings.forwarding;
    this.serviceTraffic = serviceTraffic;
    this.traffic = new TrafficCounters(now);
    this.applyThresholds(settings);
  }

  /** `revived`: it comes back from the trash, which counts as a new destination for `lastWeight`. */
  edit(settings: DestinationSettings, revived: boolean): void {
    this.weight = settings.weight;
    if (revived || settings.weight !== 0) this.lastWeight = settings.weight;
    this.forwarding = settings.forwarding;
    this.applyThresholds(settings);
  }

  get totalConnections(): number {
    return this.activeConnections + this.inactiveConnections;
  }

  get references(): number {
    return this.activeConnections + this.inactiveConnections + this.persistentConnections;
  }

  /** Neither overloaded nor quiesced (weight 0). */
  get usable(): boolean {
    return !this.overloaded && this.weight > 0;
  }

  /** A new entry starts inactive; its first packet's state may make it active. */
  bindConnection(): void {
    this.inactiveConnections++;
    this.noticeOverload();
  }

  unbindConnection(active: boolean): void {
    if (active) this.activeConnections--;
    else this.inactiveConnections--;
    this.noticeRelief();
  }

  bindTemplate(): void {
    this.persistentConnections++;
    this.noticeOverload();
  }

  unbindTemplate(): void {
    this.persistentConnections--;
    this.noticeRelief();
  }

  private applyThresholds(settings: DestinationSettings): void {
    if (settings.upperThreshold === 0 || settings.upperThreshold > this.upperThreshold)
      this.overloaded = false;
    this.upperThreshold = settings.upperThreshold;
    this.lowerThreshold = settings.lowerThreshold;
  }

  private noticeOverload(): void {
    if (this.upperThreshold !== 0 && this.totalConnections >= this.upperThreshold) this.overloaded = true;
  }

  private noticeRelief(): void {
    if (!this.overloaded) return;
    const total = this.totalConnections;
    if (this.lowerThreshold !== 0) {
      if (total < this.lowerThreshold) this.overloaded = false;
    } else if (this.upperThreshold === 0 || total * 4 < this.upperThreshold * 3) {
      this.overloaded = false;
    }
  }
}
