// Writes to the kernel's table: connected routes that follow addresses and links, `ip route`, and what zebra installs.
// Also how the table reacts to a link that goes down. Linux: net/ipv4/fib_frontend.c, fib_semantics.c, nexthop.c.

import { formatIpv4Address, prefixOf, type Ipv4Address, type Ipv4Prefix } from '@ospflab/net';
import type { HeldAddress, NetworkInterface } from '../interface/network-interface.ts';
import type { Kernel } from '../kernel.ts';
import { FibRoute, type FibHop } from './fib-route.ts';
import type { GivenSource, RouteSource, RouteSpecification } from './route.ts';

export class KernelRoutes {
  private readonly kernel: Kernel;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** The interface on whose link the address lies, 0 when on none. */
  linkOf(address: Ipv4Address): number {
    const route = this.kernel.fib.lookup(address);
    const hop = route?.hops[0];
    return hop !== undefined && hop.gateway === undefined ? hop.interfaceIndex : 0;
  }

  /** A secondary address and a /32 have a local entry only. */
  connect(holder: NetworkInterface, held: HeldAddress): void {
    if (held.scope === 'host') return;
    const specification: RouteSpecification = {
      source: 'connected',
      prefix: prefixOf(held.address, held.prefixLength),
      preferredSource: held.address,
      nextHops: [{ interfaceIndex: holder.index }],
    };
    if (holder.operational) this.kernel.rib.offer(specification);
    if (holder.loopback || held.secondary || held.prefixLength === 32 || !holder.adminUp) return;
    this.insert(this.plainRoute(specification));
  }

  disconnect(holder: NetworkInterface, held: HeldAddress): void {
    const prefix = prefixOf(held.address, held.prefixLength);
    const still = holder.addresses.find(
      (other) =>
        other.prefixLength === held.prefixLength && ((other.address ^ held.address) & held.mask) === 0,
    );
    if (still === undefined) this.kernel.rib.withdrawConnected(holder.index, prefix);
    if (!held.secondary) this.removeOf('connected', prefix, holder.index);
    if (still !== undefined && !held.secondary) this.connect(holder, still);
  }

  /** `ip route add`: the gateway must lie on a link, the next-hop object exist; otherwise nothing happens, as the command would fail. */
  add(specification: RouteSpecification): void {
    const route =
      specification.nextHopId === undefined
        ? this.plainRoute(specification)
        : this.objectRoute(specification, specification.nextHopId);
    if (route === undefined || (route.type === 'unicast' && route.hops.length === 0)) return;
    this.insert(route);
    this.kernel.rib.offer(specification.nextHopId === undefined ? specification : specificationOf(route));
  }

  /** The next-hop object of that number is another one now, or gone and its routes with it. */
  nextHopChanged(id: number): void {
    for (const route of this.kernel.fib.routes()) {
      if (!namesObject(route) || route.nextHopGroupId !== id) continue;
      const changed = this.objectRoute(route, id);
      if (changed === undefined) {
        this.deleteAndWithdraw(route);
        continue;
      }
      this.insert(changed);
      this.kernel.rib.offer(specificationOf(changed));
    }
  }

  remove(source: GivenSource, prefix: Ipv4Prefix): void {
    const route = this.kernel.fib.find(prefix, source);
    if (route !== undefined) this.delete(route);
    this.kernel.rib.withdraw(source, prefix);
  }

  removeAll(source: GivenSource): void {
    for (const route of this.kernel.fib.routes()) if (route.source === source) this.delete(route);
    this.kernel.rib.withdrawAll(source);
  }

  replaceFromZebra(source: RouteSource, prefix: Ipv4Prefix, wanted: FibRoute | undefined): void {
    const present = this.kernel.fib.find(prefix, source);
    if (wanted === undefined) {
      if (present !== undefined) this.delete(present);
      return;
    }
    if (present !== undefined && sameRoute(present, wanted)) return;
    this.insert(wanted);
  }

  /** Admin down: plain next hops die, routes without a living one go, group members are removed. */
  linkDown(down: NetworkInterface): void {
    for (const route of this.kernel.fib.routes()) {
      if (!route.hops.some((hop) => hop.interfaceIndex === down.index)) continue;
      if (namesObject(route)) continue;
      if (route.nextHopGroupId !== 0) {
        this.dropMembers(route, down.index);
        continue;
      }
      for (const hop of route.hops) if (hop.interfaceIndex === down.index) hop.dead = true;
      if (route.hops.some((hop) => !hop.dead)) this.changed(route);
      else this.deleteAndWithdraw(route);
    }
    this.zebraLostInterface(down);
  }

  /** Carrier loss: plain next hops are only marked, members of a group are removed. */
  carrierDown(down: NetworkInterface): void {
    const ignored = this.kernel.sysctls.either(down.settings, 'ignore_routes_with_linkdown');
    for (const route of this.kernel.fib.routes()) {
      if (!route.hops.some((hop) => hop.interfaceIndex === down.index)) continue;
      if (namesObject(route)) continue;
      if (route.nextHopGroupId !== 0) {
        this.dropMembers(route, down.index);
        continue;
      }
      for (const hop of route.hops) {
        if (hop.interfaceIndex !== down.index) continue;
        hop.linkDown = true;
        if (ignored) hop.dead = true;
      }
      this.changed(route);
    }
    this.zebraLostInterface(down);
  }

  /** The connected routes return; dead members of plain multipath routes live again. */
  linkUp(up: NetworkInterface): void {
    for (const route of this.kernel.fib.routes()) {
      let revived = false;
      for (const hop of route.hops) {
        if (hop.interfaceIndex !== up.index || (!hop.dead && !hop.linkDown)) continue;
        hop.dead = false;
        hop.linkDown = !up.announcedCarrier;
        revived = true;
      }
      if (revived) this.changed(route);
    }
    for (const held of up.addresses) this.connect(up, held);
    this.kernel.rib.enqueueAll();
  }

  /** Routes that name a preferred source go with that address. Linux: fib_sync_down_addr. */
  sourceGone(address: Ipv4Address): void {
    for (const route of this.kernel.fib.routes()) {
      if (route.preferredSource === address && route.source !== 'connected') this.deleteAndWithdraw(route);
    }
  }

  private zebraLostInterface(down: NetworkInterface): void {
    this.kernel.nextHopObjects.interfaceLost(down.index);
    for (const held of down.addresses) {
      this.kernel.rib.withdrawConnected(down.index, prefixOf(held.address, held.prefixLength));
    }
    this.kernel.rib.interfaceLost(down.index);
  }

  private dropMembers(route: FibRoute, interfaceIndex: number): void {
    route.hops = route.hops.filter((hop) => hop.interfaceIndex !== interfaceIndex);
    if (route.hops.length === 0) this.delete(route);
    else this.changed(route);
  }

  private deleteAndWithdraw(route: FibRoute): void {
    this.delete(route);
    if (route.source === 'kernel') this.kernel.rib.withdraw('kernel', route.prefix);
  }

  private removeOf(source: RouteSource, prefix: Ipv4Prefix, interfaceIndex: number): void {
    for (const route of this.kernel.fib.entriesOf(prefix)) {
      if (route.source !== source || route.hops[0]?.interfaceIndex !== interfaceIndex) continue;
      this.delete(route);
      return;
    }
  }

  private insert(route: FibRoute): void {
    this.kernel.fib.insert(route);
    this.changed(route);
  }

  private delete(route: FibRoute): void {
    if (!this.kernel.fib.remove(route)) return;
    this.announce(route.prefix);
  }

  private changed(route: FibRoute): void {
    route.rebalance();
    this.announce(route.prefix);
  }

  private announce(prefix: Ipv4Prefix): void {
    this.kernel.routes.invalidate();
    this.kernel.sink({ kind: 'fibChanged', prefix });
    this.kernel.record({
      kind: 'fibChanged',
      prefix: prefix.address,
      prefixLength: prefix.length,
      nextHops: nextHopsText(this.kernel.fib.entriesOf(prefix)[0]),
    });
  }

  private objectRoute(from: RouteSpecification | FibRoute, id: number): FibRoute | undefined {
    const resolved = this.kernel.nextHopObjects.resolve(id);
    if (resolved === undefined) return undefined;
    return new FibRoute({
      prefix: from.prefix,
      source: 'kernel',
      metric: from.metric ?? 0,
      type: resolved.type,
      preferredSource: from.preferredSource,
      nextHopGroupId: id,
      hops: resolved.hops,
      resilient: resolved.resilient,
    });
  }

  private plainRoute(specification: RouteSpecification): FibRoute {
    const hops: FibHop[] = [];
    for (const given of specification.nextHops) {
      const interfaceIndex =
        given.interfaceIndex ?? (given.address === undefined ? 0 : this.linkOf(given.address));
      const holder = this.kernel.interfaces.at(interfaceIndex);
      if (holder === undefined || !holder.adminUp) continue;
      hops.push({
        interfaceIndex,
        gateway: given.address,
        weight: given.weight ?? 1,
        dead: false,
        linkDown: !holder.announcedCarrier,
      });
    }
    return new FibRoute({
      prefix: specification.prefix,
      source: specification.source,
      metric: specification.source === 'kernel' ? (specification.metric ?? 0) : 0,
      type: specification.type ?? 'unicast',
      preferredSource: specification.preferredSource,
      nextHopGroupId: 0,
      hops,
    });
  }
}

/** Its `nhid` is an object of `ip nexthop`, not one of zebra's. */
function namesObject(route: FibRoute): boolean {
  return route.source === 'kernel' && route.nextHopGroupId !== 0;
}

/** The route with its next hops written out: zebra shows them, whatever they are called. */
function specificationOf(route: FibRoute): RouteSpecification {
  return {
    source: route.source,
    prefix: route.prefix,
    metric: route.metric,
    type: route.type,
    nextHops: route.hops.map(({ interfaceIndex, gateway, weight }) => ({
      interfaceIndex,
      weight,
      ...(gateway === undefined ? {} : { address: gateway }),
    })),
    ...(route.preferredSource === undefined ? {} : { preferredSource: route.preferredSource }),
  };
}

function sameRoute(left: FibRoute, right: FibRoute): boolean {
  if (left.nextHopGroupId !== right.nextHopGroupId || left.type !== right.type) return false;
  if (left.hops.length !== right.hops.length) return false;
  return left.hops.every((hop, position) => {
    const other = right.hops[position]!;
    return (
      hop.interfaceIndex === other.interfaceIndex &&
      hop.gateway === other.gateway &&
      hop.weight === other.weight
    );
  });
}

function nextHopsText(route: FibRoute | undefined): string {
  if (route === undefined) return 'none';
  if (route.type !== 'unicast') return route.type;
  const living = route.hops.filter((hop) => !hop.dead);
  if (living.length === 0) return 'none';
  return living
    .map(
      (hop) => `${hop.gateway === undefined ? 'link' : formatIpv4Address(hop.gateway)}%${hop.interfaceIndex}`,
    )
    .join(',');
}
