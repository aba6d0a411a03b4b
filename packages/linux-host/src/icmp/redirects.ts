// ICMP redirects: when a router sends them, when a host believes them, and for how long the other gateway is used.
// Linux: net/ipv4/route.c (6.x), ip_rt_send_redirect, __ip_do_redirect. Intervals are sysctls under `net.ipv4.route`.

import { quotedFiveTuple } from '@ospflab/net';
import type { FiveTuple, IcmpRedirect, Ipv4Address, Ipv4Packet } from '@ospflab/net';
import { seconds } from '@ospflab/sim';
import type { RedirectIgnoredReason } from '../event.ts';
import type { NetworkInterface } from '../interface/network-interface.ts';
import type { Kernel } from '../kernel.ts';
import type { FibHop } from '../routing/fib-route.ts';
import { selectHopOfOutput } from '../routing/next-hop-selection.ts';
import { exceptionOf, learnException } from '../routing/route-exceptions.ts';
import { jiffy } from './error-limits.ts';

export class Redirects {
  private readonly kernel: Kernel;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** The gateway for this destination through that next hop: the redirected one while it lasts. */
  gatewayOf(hop: FibHop, destination: Ipv4Address): Ipv4Address | undefined {
    return exceptionOf(this.kernel, hop, destination)?.gateway ?? hop.gateway;
  }

  /** The packet leaves by the interface it came in on, and its sender is on that link. */
  considerSending(
    holder: NetworkInterface,
    packet: Ipv4Packet,
    nextHop: Ipv4Address,
    gateway: Ipv4Address | undefined,
  ): void {
    const { sysctls, now } = this.kernel;
    if (!sysctls.either(holder.settings, 'send_redirects')) return;
    // Without a gateway the kernel compares with 0.0.0.0, which no subnet holds: only a shared medium redirects to the target.
    const shared = sysctls.either(holder.settings, 'shared_media');
    if (!shared && (gateway === undefined || !holder.isOnLink(packet.source, gateway))) return;
    const peer = this.kernel.errorLimits.peerOf(packet.source);
    const settings = sysctls.global;
    if (now > peer.last + settings['route.redirect_silence'] * jiffy) peer.redirectsSent = 0;
    if (peer.redirectsSent >= settings['route.redirect_number']) {
      peer.last = now;
      return;
    }
    const load = settings['route.redirect_load'] * jiffy;
    if (peer.redirectsSent > 0 && now <= peer.last + load * 2 ** peer.redirectsSent) return;
    peer.redirectsSent++;
    peer.last = now;
    this.kernel.record({
      kind: 'redirectSent',
      to: packet.source,
      destination: packet.destination,
      gateway: nextHop,
    });
    this.kernel.icmp.redirect(packet, nextHop, holder.index);
  }

  receive(holder: NetworkInterface, packet: Ipv4Packet, message: IcmpRedirect): void {
    const flow = quotedFiveTuple(message.original);
    if (flow === undefined) return;
    const hop = this.hopOfQuoted(flow);
    const inUse = hop === undefined ? undefined : this.gatewayOf(hop, flow.destination);
    if (hop === undefined || inUse === undefined || inUse !== packet.source) {
      this.ignore(flow.destination, 'notFromGateway');
      return;
    }
    const refusal = this.refusalOf(holder, message.gateway, inUse);
    if (refusal !== undefined) {
      this.ignore(flow.destination, refusal);
      return;
    }
    const neighbor = this.kernel.neighbors.findOrCreate(
      this.kernel.interfaces.at(hop.interfaceIndex)!,
      message.gateway,
    );
    if (!neighbor.valid) {
      // The first redirect only makes the host ask for the new gateway's address; the next one changes the route.
      neighbor.solicit();
      this.ignore(flow.destination, 'gatewayUnresolved');
      return;
    }
    this.remember(hop, flow.destination, message.gateway);
  }

  private remember(hop: FibHop, destination: Ipv4Address, gateway: Ipv4Address): void {
    const lifetime = seconds(this.kernel.sysctls.global['route.gc_timeout']);
    learnException(this.kernel, hop, destination, lifetime, { gateway });
    this.kernel.record({ kind: 'redirectAccepted', destination, gateway });
  }

  private refusalOf(
    holder: NetworkInterface,
    gateway: Ipv4Address,
    inUse: Ipv4Address,
  ): RedirectIgnoredReason | undefined {
    const { sysctls, routes } = this.kernel;
    if (!sysctls.acceptsRedirects(holder.settings) || gateway === inUse) return 'notAccepted';
    const kind = routes.lookup(gateway).kind;
    if (kind === 'local') return 'gatewayLocal';
    if (kind === 'multicast' || kind === 'broadcast' || gateway >>> 24 === 0) return 'gatewayNotOnLink';
    if (sysctls.either(holder.settings, 'shared_media')) return undefined;
    if (!holder.isOnLink(gateway, inUse)) return 'gatewayNotOnLink';
    if (!sysctls.either(holder.settings, 'secure_redirects')) return undefined;
    return this.isDefaultGateway(holder, gateway) ? undefined : 'notAccepted';
  }

  private isDefaultGateway(holder: NetworkInterface, gateway: Ipv4Address): boolean {
    return this.kernel.fib
      .routes()
      .some(
        (route) =>
          route.prefix.length === 0 &&
          route.hops.some((hop) => hop.gateway === gateway && hop.interfaceIndex === holder.index),
      );
  }

  /** The next hop that the quoted packet took. */
  private hopOfQuoted(flow: FiveTuple): FibHop | undefined {
    const found = this.kernel.routes.lookup(flow.destination);
    return found.kind === 'unicast' ? selectHopOfOutput(this.kernel, found.route, flow) : undefined;
  }

  private ignore(destination: Ipv4Address, reason: RedirectIgnoredReason): void {
    this.kernel.record({ kind: 'redirectIgnored', destination, reason });
  }
}
