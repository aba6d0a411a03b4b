// What follows when an interface is set up or down or its cable changes: neighbours, routes, and word to the routing daemons.
// A carrier loss is announced by the kernel's link watch, up to a second later; everything else acts at once.

import { after, nanoseconds } from '@ospflab/sim';
import type { Kernel } from '../kernel.ts';
import type { TimerOwner } from '../timer-pool.ts';
import type { NetworkInterface } from './network-interface.ts';

export class LinkState implements TimerOwner {
  private readonly kernel: Kernel;
  private readonly watched = new Map<number, NetworkInterface>();

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
    if (up) {
      this.announce(holder);
      return;
    }
    const timer = this.kernel.timers.allocate(this);
    this.watched.set(timer, holder);
    const delay = nanoseconds(this.kernel.profile.linkWatchDelayMax * this.kernel.random());
    this.kernel.timers.set(timer, after(this.kernel.now, delay));
  }

  timerExpired(timer: number): void {
    const holder = this.watched.get(timer);
    this.watched.delete(timer);
    this.kernel.timers.release(timer);
    if (holder !== undefined) this.announce(holder);
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
