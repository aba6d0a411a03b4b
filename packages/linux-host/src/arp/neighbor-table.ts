// The neighbours of all interfaces: found by address, sent through, and reported when they do not answer.

import type { Ipv4Address, Ipv4Packet, MacAddress } from '@ospflab/net';
import { after, milliseconds, seconds, type Duration, type Instant } from '@ospflab/sim';
import type { NetworkInterface } from '../interface/network-interface.ts';
import type { Kernel } from '../kernel.ts';
import { Neighbor } from './neighbor.ts';

/** Linux: gc_thresh3. Beyond it, unused entries make room. */
const neighborsMax = 1024;
/** Linux: net/core/neighbour.c draws a new reachable time every 300 s. */
const reachableRedraw = seconds(300);

interface ReachableTime {
  value: Duration;
  drawnAt: Instant;
  base: number;
}

export class NeighborTable {
  private readonly kernel: Kernel;
  private readonly byInterface: (Map<number, Neighbor> | undefined)[] = [];
  private readonly reachableTimes: (ReachableTime | undefined)[] = [];
  private size = 0;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  find(holder: NetworkInterface, address: Ipv4Address): Neighbor | undefined {
    return this.byInterface[holder.index]?.get(address | 0);
  }

  findOrCreate(holder: NetworkInterface, address: Ipv4Address): Neighbor {
    const known = this.find(holder, address);
    if (known !== undefined) return known;
    if (this.size >= neighborsMax) this.makeRoom();
    const created = new Neighbor(this.kernel, holder, address, () => this.reachableTime(holder));
    const table = (this.byInterface[holder.index] ??= new Map<number, Neighbor>());
    table.set(address | 0, created);
    this.size++;
    return created;
  }

  /** Towards an address on the interface's link. `arrivedOn` is 0 for the host's own packets. */
  output(holder: NetworkInterface, nextHop: Ipv4Address, packet: Ipv4Packet, arrivedOn: number): void {
    this.findOrCreate(holder, nextHop).output(packet, arrivedOn);
  }

  transmit(holder: NetworkInterface, mac: MacAddress, packet: Ipv4Packet): void {
    if (!holder.adminUp || !holder.announcedCarrier) {
      this.kernel.drop('interfaceDown', packet, holder.index);
      return;
    }
    this.kernel.sink({
      kind: 'sendFrame',
      interfaceIndex: holder.index,
      frame: { destination: mac, source: holder.mac, payload: packet },
    });
  }

  /** Linux: arp_error_report, ipv4_link_failure: host unreachable to whoever sent it, the host itself included. */
  undeliverable(neighbor: Neighbor, packet: Ipv4Packet, arrivedOn: number): void {
    this.kernel.drop('neighborFailed', packet, neighbor.holder.index);
    this.kernel.icmp.destinationUnreachable(packet, 1, 0, arrivedOn);
  }

  flushInterface(holder: NetworkInterface): void {
    const table = this.byInterface[holder.index];
    if (table === undefined) return;
    this.byInterface[holder.index] = undefined;
    this.size -= table.size;
    for (const neighbor of table.values()) neighbor.remove();
  }

  flush(holder: NetworkInterface, address: Ipv4Address): void {
    const neighbor = this.find(holder, address);
    if (neighbor === undefined) return;
    this.byInterface[holder.index]?.delete(address | 0);
    this.size--;
    neighbor.remove();
  }

  /** By interface, then address. */
  entries(): Neighbor[] {
    const all: Neighbor[] = [];
    for (const table of this.byInterface) {
      if (table !== undefined) all.push(...[...table.values()].sort((a, b) => a.address - b.address));
    }
    return all;
  }

  /** Uniform between half and one and a half times the base, one draw per interface. */
  private reachableTime(holder: NetworkInterface): Duration {
    const base = holder.neighborSettings.base_reachable_time_ms;
    const held = this.reachableTimes[holder.index];
    if (held !== undefined && held.base === base && this.kernel.now < after(held.drawnAt, reachableRedraw)) {
      return held.value;
    }
    const value = milliseconds(base * (0.5 + this.kernel.random()));
    this.reachableTimes[holder.index] = { value, drawnAt: this.kernel.now, base };
    return value;
  }

  private makeRoom(): void {
    let oldest: Neighbor | undefined;
    for (const neighbor of this.entries()) {
      if (neighbor.state !== 'stale' && neighbor.state !== 'failed' && neighbor.state !== 'none') continue;
      if (oldest === undefined || neighbor.used < oldest.used) oldest = neighbor;
    }
    if (oldest !== undefined) this.flush(oldest.holder, oldest.address);
  }
}
