// What follows when an interface is set up or down or its cable changes: neighbours, routes, and word to the routing daemons.
// A carrier loss is announced by the kernel's link watch, which works at most once a second; everything else acts at once.

import { after, startOfTime, type Instant } from '@ospflab/sim';
import type { Kernel } from '../kernel.ts';
import type { TimerOwner } from '../timer-pool.ts';
import type { NetworkInterface } from './network-interface.ts';

export class LinkState implements TimerOwner {
  private readonly kernel: Kernel;
  /** Interfaces with a loss that the watch has not announced, in the order of the losses. */
  private readonly pending = new Set<NetworkInterface>();
  /** Before it, the watch does not announce losses. */
  private nextWatchAt: Instant = startOfTime;
  private timer: number | undefined;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  setAdmin(holder: NetworkInterface, up: boolean): void {
    if (holder.adminUp === up || holder.loopback) return;
    holder.adminUp = up;
    holder.announcedCarrier = holder.carrier;
    this.changed(holder);
    if (!up) {
      this.kernel.neighbors.flushInterface(holder);
      this.kernel.kernelRoutes.linkDown(holder);
    } else {
      this.kernel.kernelRoutes.linkUp(holder);
      this.kernel.arp.announce(holder);
    }
    this.tell(holder);
  }

  /** A cable that comes back is announced at once; a loss that heals before its announcement is never seen. */
  setCarrier(holder: NetworkInterface, up: boolean): void {
    if (holder.carrier === up || holder.loopback) return;
    holder.carrier = up;
    if (!holder.adminUp) {
      holder.announcedCarrier = up;
      return;
    }
    if (up) this.announce(holder);
    else this.pending.add(holder);
    this.watch();
  }

  timerExpired(timer: number): void {
    this.kernel.timers.release(timer);
    this.timer = undefined;
    this.announcePending();
  }

  /** Linux: net/core/link_watch.c: at once when its last run is a second old, else after the rest of that second. */
  private watch(): void {
    if (this.kernel.now >= this.nextWatchAt) {
      this.announcePending();
      return;
    }
    if (this.pending.size === 0 || this.timer !== undefined) return;
    this.timer = this.kernel.timers.allocate(this);
    this.kernel.timers.set(this.timer, this.nextWatchAt);
  }

  private announcePending(): void {
    this.nextWatchAt = after(this.kernel.now, this.kernel.profile.linkWatchInterval);
    for (const holder of this.pending) {
      this.pending.delete(holder);
      this.announce(holder);
    }
  }

  private announce(holder: NetworkInterface): void {
    if (holder.announcedCarrier === holder.carrier) return;
    holder.announcedCarrier = holder.carrier;
    if (!holder.adminUp) return;
    this.changed(holder);
    if (holder.carrier) {
      this.kernel.kernelRoutes.linkUp(holder);
    } else {
      if (this.kernel.sysctls.both(holder.settings, 'arp_evict_nocarrier'))
        this.kernel.neighbors.flushInterface(holder);
      this.kernel.kernelRoutes.carrierDown(holder);
    }
    this.tell(holder);
  }

  private changed(holder: NetworkInterface): void {
    this.kernel.record({
      kind: 'linkStateChanged',
      interfaceIndex: holder.index,
      adminUp: holder.adminUp,
      carrier: holder.announcedCarrier,
    });
  }

  private tell(holder: NetworkInterface): void {
    this.kernel.sink({
      kind: 'linkChanged',
      interfaceIndex: holder.index,
      adminUp: holder.adminUp,
      carrier: holder.announcedCarrier,
    });
  }
}
