// How often the host may complain: a bucket of tokens for each destination of an error, one for all of them together, and one more for
// packets without a route. Linux: net/ipv4/icmp.c (icmpv4_xrlim_allow, icmp_global_allow), inetpeer.c, route.c (ip_error).

import { icmpTypes, type Ipv4Address } from '@ospflab/net';
import { seconds, type Instant } from '@ospflab/sim';
import type { Kernel } from '../kernel.ts';

/** Linux: XRLIM_BURST_FACTOR. */
const burstFactor = 6;
const peersMax = 65_536;
const fragmentationNeeded = 4;
const nanosecondsPerMillisecond = 1e6;
/** At HZ 250, which the sysctls of `net.ipv4.route` count in. */
export const jiffy = 4e6;

/** What the kernel remembers of an address it has complained to. The same clock serves errors and redirects. */
export interface Peer {
  /** Nanoseconds. */
  tokens: number;
  last: Instant;
  redirectsSent: number;
}

export class ErrorLimits {
  private readonly kernel: Kernel;
  private readonly peers = new Map<number, Peer>();
  private credit: number | undefined;
  private creditAt: Instant;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.creditAt = kernel.now;
  }

  peerOf(address: Ipv4Address): Peer {
    let peer = this.peers.get(address | 0);
    if (peer === undefined) {
      if (this.peers.size >= peersMax) this.peers.clear();
      // A newcomer counts as not heard of for a minute.
      peer = { tokens: 0, last: (this.kernel.now - seconds(60)) as Instant, redirectsSent: 0 };
      this.peers.set(address | 0, peer);
    }
    return peer;
  }

  /** To be asked once for each error that would be sent. "Fragmentation needed" is never held back. */
  allows(type: number, code: number, to: Ipv4Address): boolean {
    const { icmp_ratemask: mask, icmp_ratelimit: limit } = this.kernel.sysctls.global;
    if (type === icmpTypes.destinationUnreachable && code === fragmentationNeeded) return true;
    if (((mask >>> type) & 1) === 0) return true;
    if (!this.hasCredit()) return false;
    const period = limit * nanosecondsPerMillisecond;
    // What the host tells itself goes through the loopback, which has no limit of its own.
    const isOwn = this.kernel.interfaces.holderOf(to) !== undefined;
    if (!isOwn && !this.spend(this.peerOf(to), period, burstFactor * period)) return false;
    this.credit = (this.credit ?? 0) - 1;
    return true;
  }

  /** Before the limits above, and from the same tokens: one error in two seconds is what remains of a steady stream. */
  allowsRouteError(to: Ipv4Address): boolean {
    const settings = this.kernel.sysctls.global;
    const cost = settings['route.error_cost'] * jiffy;
    return this.spend(this.peerOf(to), cost, settings['route.error_burst'] * jiffy);
  }

  private spend(peer: Peer, cost: number, most: number): boolean {
    const { now } = this.kernel;
    peer.tokens = Math.min(peer.tokens + (now - peer.last), most);
    peer.last = now;
    if (peer.tokens < cost) return false;
    peer.tokens -= cost;
    return true;
  }

  /** The kernel takes 0, 1 or 2 of the common bucket for an error, one on average; here it is always one. */
  private hasCredit(): boolean {
    const { icmp_msgs_per_sec: rate, icmp_msgs_burst: burst } = this.kernel.sysctls.global;
    const elapsed = Math.min(this.kernel.now - this.creditAt, seconds(1));
    const gained = elapsed >= seconds(1) / 50 ? Math.floor((rate * elapsed) / seconds(1)) : 0;
    if (gained > 0) this.creditAt = this.kernel.now;
    this.credit = Math.min((this.credit ?? burst) + gained, burst);
    return this.credit > 0;
  }
}
