// One entry of the neighbour table: the state machine of net/core/neighbour.c (Linux 6.x) with its probes and waiting packets.
//   none/failed --packet--> incomplete (probe now, then each second, 3 in all) --reply--> reachable | --no reply--> failed
//   reachable --unconfirmed--> delay (used lately) or stale;  stale --packet--> delay --5 s--> probe (3 unicast) --> failed
// Only this file changes a neighbour's state.

import type { Ipv4Address, Ipv4Packet, MacAddress } from '@ospflab/net';
import { after, milliseconds, seconds, type Duration, type Instant } from '@ospflab/sim';
import type { NeighborState } from '../event.ts';
import type { NetworkInterface } from '../interface/network-interface.ts';
import type { Kernel } from '../kernel.ts';
import type { TimerOwner } from '../timer-pool.ts';

/** A packet that waits for the address, with the interface it came from (0: it is our own). */
interface WaitingPacket {
  readonly packet: Ipv4Packet;
  readonly arrivedOn: number;
}

/** What arrived about a neighbour: an ARP reply to us makes it reachable, anything else only known. */
export interface NeighborUpdate {
  readonly mac: MacAddress;
  readonly reachable: boolean;
  /** Whether a different address that is held may be replaced. */
  readonly override: boolean;
}

export class Neighbor implements TimerOwner {
  readonly address: Ipv4Address;
  readonly holder: NetworkInterface;
  state: NeighborState = 'none';
  mac: MacAddress | undefined;
  updated: Instant;
  used: Instant;
  private confirmed: Instant;
  private probes = 0;
  private waiting: WaitingPacket[] = [];
  private readonly kernel: Kernel;
  private readonly timer: number;
  private readonly reachableTime: () => Duration;

  constructor(kernel: Kernel, holder: NetworkInterface, address: Ipv4Address, reachableTime: () => Duration) {
    this.kernel = kernel;
    this.holder = holder;
    this.address = address;
    this.reachableTime = reachableTime;
    this.timer = kernel.timers.allocate(this);
    this.updated = kernel.now;
    this.used = kernel.now;
    this.confirmed = kernel.now;
  }

  /** NUD_VALID: a packet can be sent to it now. */
  get valid(): boolean {
    return (
      this.mac !== undefined &&
      this.state !== 'none' &&
      this.state !== 'incomplete' &&
      this.state !== 'failed'
    );
  }

  /** Sends, or keeps the packet until the address is known. */
  output(packet: Ipv4Packet, arrivedOn: number): void {
    this.used = this.kernel.now;
    if (this.state !== 'reachable') this.wanted();
    if (this.valid) {
      this.kernel.neighbors.transmit(this.holder, this.mac!, packet);
      return;
    }
    const limit = Math.max(1, this.holder.neighborSettings.unres_qlen);
    if (this.waiting.length >= limit) {
      const oldest = this.waiting.shift()!;
      this.kernel.drop('neighborQueueFull', oldest.packet, this.holder.index);
    }
    this.waiting.push({ packet, arrivedOn });
    if (this.probes === 0) this.probe(packet);
  }

  /** Asks for the address without a packet to send: a redirect names an unknown gateway. */
  solicit(): void {
    this.used = this.kernel.now;
    this.wanted();
    if (this.state === 'incomplete' && this.probes === 0) this.probe(undefined);
  }

  /** TCP made progress through this neighbour. */
  confirm(): void {
    this.confirmed = this.kernel.now;
  }

  /** Linux: neigh_update. */
  update(news: NeighborUpdate): void {
    const now = this.kernel.now;
    const wasValid = this.valid;
    const differs = this.mac !== news.mac;
    if (news.reachable) this.confirmed = now;
    if (wasValid && differs && !news.override) return;
    let next: NeighborState = news.reachable ? 'reachable' : 'stale';
    if (wasValid && !differs && !news.reachable) next = this.state;
    if (next !== this.state || differs) this.updated = now;
    if (differs) {
      this.mac = news.mac;
      if (!news.reachable) this.confirmed = (now - 2 * this.baseReachable()) as Instant;
    }
    if (next !== this.state) {
      this.kernel.timers.cancel(this.timer);
      this.become(next);
      if (next === 'reachable') this.kernel.timers.set(this.timer, after(now, this.reachableTime()));
    }
    if (!wasValid) this.flushWaiting();
  }

  timerExpired(): void {
    const now = this.kernel.now;
    const delayTime = this.delayTime();
    if (this.state === 'reachable') {
      const until = after(this.confirmed, this.reachableTime());
      if (now < until) this.kernel.timers.set(this.timer, until);
      else if (now <= after(this.used, delayTime)) this.enterDelay();
      else this.become('stale');
      return;
    }
    if (this.state === 'delay') {
      const until = after(this.confirmed, delayTime);
      if (now <= until) {
        this.become('reachable');
        this.kernel.timers.set(this.timer, after(this.confirmed, this.reachableTime()));
        return;
      }
      this.probes = 0;
      this.become('probe');
    }
    if (this.state !== 'incomplete' && this.state !== 'probe') return;
    const { mcast_solicit: broadcasts, ucast_solicit: unicasts } = this.holder.neighborSettings;
    if (this.probes >= (this.state === 'probe' ? unicasts : broadcasts)) this.fail();
    else this.probe(this.waiting[0]?.packet);
  }

  /** The interface is gone: nothing stays, waiting packets fail. */
  remove(): void {
    this.kernel.timers.release(this.timer);
    const lost = this.waiting;
    this.waiting = [];
    for (const { packet } of lost) this.kernel.drop('interfaceDown', packet, this.holder.index);
    if (this.state !== 'none') this.become('none');
  }

  /** Linux: __neigh_event_send. */
  private wanted(): void {
    if (this.state === 'stale') {
      this.enterDelay();
      return;
    }
    if (this.state !== 'none' && this.state !== 'failed') return;
    this.probes = 0;
    this.mac = undefined;
    this.updated = this.kernel.now;
    this.become('incomplete');
  }

  private enterDelay(): void {
    this.become('delay');
    this.kernel.timers.set(this.timer, after(this.kernel.now, this.delayTime()));
  }

  private probe(packet: Ipv4Packet | undefined): void {
    this.probes++;
    const settings = this.holder.neighborSettings;
    this.kernel.timers.set(
      this.timer,
      after(this.kernel.now, milliseconds(Math.max(10, settings.retrans_time_ms))),
    );
    this.kernel.arp.request(this.holder, this.address, packet, this.state === 'probe' ? this.mac : undefined);
  }

  private fail(): void {
    this.mac = undefined;
    this.updated = this.kernel.now;
    this.become('failed');
    const lost = this.waiting;
    this.waiting = [];
    for (const { packet, arrivedOn } of lost) this.kernel.neighbors.undeliverable(this, packet, arrivedOn);
  }

  private flushWaiting(): void {
    const ready = this.waiting;
    this.waiting = [];
    for (const { packet } of ready) this.kernel.neighbors.transmit(this.holder, this.mac!, packet);
  }

  private become(next: NeighborState): void {
    const from = this.state;
    if (from === next) return;
    this.state = next;
    this.kernel.record({
      kind: 'arpStateChanged',
      interfaceIndex: this.holder.index,
      address: this.address,
      from,
      to: next,
      mac: this.mac,
    });
  }

  private delayTime(): Duration {
    return seconds(this.holder.neighborSettings.delay_first_probe_time);
  }

  private baseReachable(): Duration {
    return milliseconds(this.holder.neighborSettings.base_reachable_time_ms);
  }
}
