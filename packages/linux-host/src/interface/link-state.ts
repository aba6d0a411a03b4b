// What follows when an interface is set up or down or its cable changes: neighbours, routes, and word to the routing daemons.
// A carrier loss is announced by the kernel's link watch, which works at most once a second; everything else acts at once, but for what
// the link watch does with virtual cables.

import type { Kernel } from '../kernel.ts';
import type { TimerOwner } from '../timer-pool.ts';
import { LinkWatch } from './link-watch.ts';
import type { NetworkInterface } from './network-interface.ts';

export class LinkState implements TimerOwner {
  private readonly kernel: Kernel;
  private readonly linkWatch: LinkWatch;
  /** Interfaces with a change that the watch has not announced, in the order of the changes. */
  private readonly pending = new Set<NetworkInterface>();
  private timer: number | undefined;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.linkWatch = kernel.config.linkWatch ?? new LinkWatch(kernel.profile.linkWatchInterval);
  }

  setAdmin(holder: NetworkInterface, up: boolean): void {
    if (holder.adminUp === up || holder.loopback) return;
    holder.adminUp = up;
    holder.announcedCarrier = holder.carrier;
    if (up) holder.openedAt = this.kernel.now;
    else this.virtualLinkClosed();
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

  /**
   * A cable that comes back is announced at once; a loss that heals before its announcement is never seen. What is urgent, and what is
   * not, Linux: net/core/link_watch.c, linkwatch_urgent_event.
   */
  setCarrier(holder: NetworkInterface, up: boolean): void {
    if (holder.carrier === up || holder.loopback) return;
    holder.carrier = up;
    if (!holder.adminUp) {
      holder.announcedCarrier = up;
      return;
    }
    if (this.isUrgent(holder)) this.announce(holder);
    else this.pending.add(holder);
    this.watch();
  }

  /**
   * A virtual cable between namespaces whose ends have different indices is always urgent. Where they have the same, it has its carrier
   * as soon as it is opened, before the watch looks at it, and then nothing about it is urgent any more.
   */
  private isUrgent(holder: NetworkInterface): boolean {
    if (this.kernel.config.linkWatch === undefined) return holder.carrier;
    return holder.ownIndexAtPeer ? holder.carrier && holder.openedAt !== this.kernel.now : true;
  }

  /** The end of a virtual cable that is closed loses its carrier as the other one does, which the watch runs for. */
  private virtualLinkClosed(): void {
    const { now, config } = this.kernel;
    if (config.linkWatch?.mayRun(now) === true) config.linkWatch.ran(now);
  }

  timerExpired(timer: number): void {
    this.kernel.timers.release(timer);
    this.timer = undefined;
    this.announcePending();
  }

  /** Linux: net/core/link_watch.c: at once when its last run is a second old, else after the rest of that second. */
  private watch(): void {
    if (this.linkWatch.mayRun(this.kernel.now)) {
      this.announcePending();
      return;
    }
    if (this.pending.size === 0 || this.timer !== undefined) return;
    this.timer = this.kernel.timers.allocate(this);
    this.kernel.timers.set(this.timer, this.linkWatch.nextRunAt);
  }

  private announcePending(): void {
    this.linkWatch.ran(this.kernel.now);
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
