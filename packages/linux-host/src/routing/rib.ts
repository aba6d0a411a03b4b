// zebra: offers from several sources per prefix, the best by administrative distance, and the way of the best into the kernel.
// Route messages wait for the work queue; the kernel is written a little later. Connected and kernel routes are only watched here.

import { comparePrefixes, prefixOf, type Ipv4Address, type Ipv4Prefix } from '@ospflab/net';
import { after, type Instant } from '@ospflab/sim';
import type { NetworkInterface } from '../interface/network-interface.ts';
import type { Kernel } from '../kernel.ts';
import type { TimerOwner } from '../timer-pool.ts';
import { FibRoute, type FibHop } from './fib-route.ts';
import { NextHopGroups } from './next-hop-groups.ts';
import { defaultDistances, type RibEntry, type RibHop } from './rib-entry.ts';
import { RouteFilter } from './route-filter.ts';
import type { GivenSource, RouteSource, RouteSpecification } from './route.ts';

/** A route as it was offered; whether it is active, selected and installed is decided in `process`. */
interface Offer {
  readonly specification: RouteSpecification;
  readonly distance: number;
  readonly since: Instant;
  hops: readonly RibHop[];
  nextHopGroupId: number;
  selected: boolean;
  installed: boolean;
}

/** A next hop, or a group of others. */
export interface ZebraNextHop {
  readonly id: number;
  readonly hop?: RibHop;
  readonly memberIds: readonly number[];
}

type OfferKey = GivenSource | `connected ${number}`;

interface PrefixOffers {
  readonly prefix: Ipv4Prefix;
  /** At most one per source; of connected routes one per interface. */
  readonly offers: Map<OfferKey, Offer>;
}

interface KernelWrite {
  readonly at: Instant;
  readonly prefix: Ipv4Prefix;
}

export class Rib implements TimerOwner {
  private readonly kernel: Kernel;
  private readonly filter: RouteFilter;
  private readonly groups: NextHopGroups;
  private readonly prefixes = new Map<number, PrefixOffers>();
  private readonly queued = new Map<number, Ipv4Prefix>();
  private writes: KernelWrite[] = [];
  private readonly queueTimer: number;
  private readonly writeTimer: number;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.filter = new RouteFilter(kernel.config.prefixLists ?? [], kernel.config.routeMaps ?? []);
    this.groups = new NextHopGroups(kernel.profile.groupKeep);
    this.queueTimer = kernel.timers.allocate(this);
    this.writeTimer = kernel.timers.allocate(this);
  }

  offer(specification: RouteSpecification): void {
    const held = this.offersOf(specification.prefix);
    const key = offerKeyOf(specification);
    this.withdrawOffer(held, key);
    const hops = this.resolve(specification);
    held.offers.set(key, {
      specification,
      distance: specification.distance ?? defaultDistances[specification.source],
      since: this.kernel.now,
      hops,
      nextHopGroupId: this.groups.acquire(ownerOf(specification.source), hops, this.kernel.now),
      selected: false,
      installed: false,
    });
    this.enqueue(specification.prefix);
  }

  withdraw(source: GivenSource, prefix: Ipv4Prefix): void {
    this.withdrawKey(source, prefix);
  }

  withdrawConnected(interfaceIndex: number, prefix: Ipv4Prefix): void {
    this.withdrawKey(`connected ${interfaceIndex}`, prefix);
  }

  withdrawAll(source: GivenSource): void {
    for (const held of this.prefixes.values()) this.withdraw(source, held.prefix);
  }

  /** The kernel dropped what used this interface; zebra learns of it and looks at every route again. */
  interfaceLost(interfaceIndex: number): void {
    for (const held of this.prefixes.values()) {
      for (const offer of held.offers.values()) {
        const { source } = offer.specification;
        if (!offer.installed || !writesKernel(source)) continue;
        this.groups.memberLost(ownerOf(source), offer.hops, interfaceIndex);
      }
    }
    this.enqueueAll();
  }

  enqueueAll(): void {
    for (const held of this.prefixes.values()) this.enqueue(held.prefix);
  }

  timerExpired(timer: number): void {
    if (timer === this.queueTimer) this.processQueue();
    else this.writeKernel();
  }

  /** By prefix; within one the newest offer first, as zebra keeps them. */
  entries(): RibEntry[] {
    const all: RibEntry[] = [];
    const ordered = [...this.prefixes.values()].sort((left, right) =>
      comparePrefixes(left.prefix, right.prefix),
    );
    for (const held of ordered) {
      for (const offer of [...held.offers.values()].reverse()) all.push(entryOf(offer));
    }
    return all;
  }

  /** What zebra has made in the kernel for its routes and the connected ones, by number. */
  nextHopObjects(): ZebraNextHop[] {
    const byId = new Map<number, ZebraNextHop>();
    if (!this.kernel.profile.nextHopObjects) return [];
    for (const held of this.prefixes.values()) {
      for (const offer of held.offers.values()) {
        const { source } = offer.specification;
        if (!offer.installed || source === 'kernel') continue;
        const owner = ownerOf(source);
        const ids = this.groups.memberIds(owner, offer.hops);
        this.groups.inKernelOrder(owner, offer.hops).forEach((hop, position) => {
          byId.set(ids[position]!, { id: ids[position]!, hop, memberIds: [] });
        });
        if (ids.length > 1) byId.set(offer.nextHopGroupId, { id: offer.nextHopGroupId, memberIds: ids });
      }
    }
    return [...byId.values()].sort((left, right) => left.id - right.id);
  }

  private processQueue(): void {
    const at = after(this.kernel.now, this.kernel.profile.zebraInstall);
    // FRR: zebra/zebra_rib.c, rib_meta_queue_add, 8.4: prefixes with a connected route before those that have at best a static one.
    for (const sources of queueOrder) {
      for (const [key, prefix] of this.queued) {
        const held = this.prefixes.get(key);
        if (held !== undefined && !hasOfferOf(held, sources)) continue;
        if (held !== undefined) this.select(held);
        this.writes.push({ at, prefix });
        this.queued.delete(key);
      }
    }
    if (this.writes.length > 0) this.kernel.timers.set(this.writeTimer, this.writes[0]!.at);
  }

  private select(held: PrefixOffers): void {
    let best: Offer | undefined;
    for (const offer of held.offers.values()) {
      this.setHops(offer, this.resolve(offer.specification));
      offer.selected = false;
      if (!isActive(offer)) continue;
      if (best === undefined || this.isBetter(offer, best)) best = offer;
    }
    if (best !== undefined) best.selected = true;
  }

  private setHops(offer: Offer, hops: readonly RibHop[]): void {
    const owner = ownerOf(offer.specification.source);
    if (!sameHops(offer.hops, hops)) {
      this.groups.release(owner, offer.hops, this.kernel.now);
      offer.nextHopGroupId = this.groups.acquire(owner, hops, this.kernel.now);
    }
    offer.hops = hops;
  }

  private writeKernel(): void {
    const due = this.writes.filter((write) => write.at <= this.kernel.now);
    this.writes = this.writes.filter((write) => write.at > this.kernel.now);
    for (const write of due) this.writePrefix(write.prefix);
    if (this.writes.length > 0) this.kernel.timers.set(this.writeTimer, this.writes[0]!.at);
  }

  private writePrefix(prefix: Ipv4Prefix): void {
    const held = this.prefixes.get(keyOf(prefix));
    for (const source of kernelWriters) {
      const offer = held?.offers.get(source);
      const wanted = offer?.selected === true ? this.kernelRouteOf(offer) : undefined;
      this.kernel.kernelRoutes.replaceFromZebra(source, prefix, wanted);
    }
    for (const offer of held?.offers.values() ?? []) offer.installed = offer.selected;
    // Who imports routes learns only now of one that zebra watches and does not write.
    if (!kernelWriters.some((source) => held?.offers.has(source))) {
      this.kernel.sink({ kind: 'fibChanged', prefix });
    }
    if (held?.offers.size === 0) this.prefixes.delete(keyOf(prefix));
  }

  private kernelRouteOf(offer: Offer): FibRoute | undefined {
    const { specification } = offer;
    const profile = this.kernel.profile;
    const owner = ownerOf(specification.source);
    const hops: FibHop[] = [];
    for (const hop of this.groups.inKernelOrder(owner, offer.hops)) {
      if (!hop.active) continue;
      if (!profile.groupRestoredAfterLinkLoss && this.groups.lacks(owner, offer.hops, hop)) continue;
      hops.push({
        interfaceIndex: hop.interfaceIndex,
        gateway: hop.gateway,
        weight: hop.weight,
        dead: false,
        linkDown: false,
      });
    }
    const type = specification.type ?? 'unicast';
    if (type === 'unicast' && hops.length === 0) return undefined;
    return new FibRoute({
      prefix: specification.prefix,
      source: specification.source,
      metric: profile.zebraKernelMetric,
      type,
      preferredSource: specification.preferredSource,
      nextHopGroupId: profile.nextHopObjects ? offer.nextHopGroupId : 0,
      hops,
    });
  }

  /** In zebra's order: by gateway, then interface. */
  private resolve(specification: RouteSpecification): readonly RibHop[] {
    const denied =
      specification.source === 'ospf' &&
      this.kernel.config.ospfRouteMap !== undefined &&
      !this.filter.permits(this.kernel.config.ospfRouteMap, specification.prefix);
    const hops: RibHop[] = [];
    for (const given of specification.nextHops) {
      const interfaceIndex =
        given.interfaceIndex ??
        (given.address === undefined ? 0 : this.kernel.kernelRoutes.linkOf(given.address));
      const holder = this.kernel.interfaces.at(interfaceIndex);
      const active =
        holder?.operational === true && !denied && this.isUsable(specification, given.address, holder);
      hops.push({ interfaceIndex, gateway: given.address, weight: given.weight ?? 1, active });
    }
    return hops.sort(
      (left, right) =>
        (left.gateway ?? -1) - (right.gateway ?? -1) || left.interfaceIndex - right.interfaceIndex,
    );
  }

  // FRR: zebra/zebra_nhg.c, nexthop_active, 8.4: a route to a host of an attached subnet cannot have that host as gateway. Where no
  // subnet holds the gateway (unnumbered links), it is on the link because the daemon says so.
  private isUsable(
    { source, prefix }: RouteSpecification,
    gateway: Ipv4Address | undefined,
    holder: NetworkInterface,
  ): boolean {
    if (gateway === undefined || !holder.isOnLink(gateway)) return true;
    if (prefix.length === 32 && gateway === prefix.address) return false;
    return source !== 'ospf' || this.isConnectedThrough(gateway, holder);
  }

  /** The most specific route to the gateway is the connected one of that interface. On a point-to-multipoint link it may be another's. */
  private isConnectedThrough(gateway: Ipv4Address, holder: NetworkInterface): boolean {
    for (let length = 32; length > 0; length--) {
      const selected = this.selectedOf(prefixOf(gateway, length));
      if (selected === undefined) continue;
      const { source } = selected.specification;
      return source === 'connected' && selected.hops[0]?.interfaceIndex === holder.index;
    }
    return false;
  }

  private selectedOf(prefix: Ipv4Prefix): Offer | undefined {
    const held = this.prefixes.get(keyOf(prefix));
    if (held === undefined) return undefined;
    for (const offer of held.offers.values()) if (offer.selected) return offer;
    return undefined;
  }

  // FRR: zebra/zebra_rib.c, rib_choose_best, 8.4: of connected routes that of a loopback, then the first.
  private isBetter(offer: Offer, other: Offer): boolean {
    if (offer.distance !== other.distance) return offer.distance < other.distance;
    if (offer.specification.source === 'connected') {
      return (
        other.specification.source !== 'connected' || (this.isOfLoopback(offer) && !this.isOfLoopback(other))
      );
    }
    return (offer.specification.metric ?? 0) < (other.specification.metric ?? 0);
  }

  private isOfLoopback({ hops }: Offer): boolean {
    return hops.some(({ interfaceIndex }) => this.kernel.interfaces.at(interfaceIndex)?.loopback === true);
  }

  private withdrawKey(key: OfferKey, prefix: Ipv4Prefix): void {
    const held = this.prefixes.get(keyOf(prefix));
    if (held === undefined || !held.offers.has(key)) return;
    this.withdrawOffer(held, key);
    this.enqueue(prefix);
  }

  private withdrawOffer(held: PrefixOffers, key: OfferKey): void {
    const offer = held.offers.get(key);
    if (offer === undefined) return;
    this.groups.release(ownerOf(offer.specification.source), offer.hops, this.kernel.now);
    held.offers.delete(key);
  }

  private offersOf(prefix: Ipv4Prefix): PrefixOffers {
    const key = keyOf(prefix);
    let held = this.prefixes.get(key);
    if (held === undefined) {
      held = { prefix, offers: new Map() };
      this.prefixes.set(key, held);
    }
    return held;
  }

  private enqueue(prefix: Ipv4Prefix): void {
    this.queued.set(keyOf(prefix), prefix);
    const timers = this.kernel.timers;
    if (timers.isArmed(this.queueTimer)) return;
    timers.set(this.queueTimer, after(this.kernel.now, this.kernel.profile.zebraHold));
  }
}

/** The sources whose routes zebra writes; the others are in the kernel already. */
const kernelWriters: readonly GivenSource[] = ['static', 'ospf'];

const queueOrder: readonly (readonly RouteSource[])[] = [
  ['connected'],
  ['kernel'],
  ['static'],
  ['connected', 'kernel', 'static', 'ospf'],
];

/** True when nothing is offered any more, too. */
function hasOfferOf({ offers }: PrefixOffers, sources: readonly RouteSource[]): boolean {
  if (offers.size === 0) return true;
  for (const { specification } of offers.values()) if (sources.includes(specification.source)) return true;
  return false;
}

function writesKernel(source: RouteSource): boolean {
  return kernelWriters.some((writer) => writer === source);
}

function isActive(offer: Offer): boolean {
  if ((offer.specification.type ?? 'unicast') !== 'unicast') return true;
  return offer.hops.some((hop) => hop.active);
}

function offerKeyOf({ source, nextHops }: RouteSpecification): OfferKey {
  return source === 'connected' ? `connected ${nextHops[0]?.interfaceIndex ?? 0}` : source;
}

function ownerOf(source: RouteSource): string {
  return writesKernel(source) ? 'zebra' : 'kernel';
}

function sameHops(left: readonly RibHop[], right: readonly RibHop[]): boolean {
  if (left.length !== right.length) return false;
  return left.every((hop, position) => {
    const other = right[position]!;
    return (
      hop.interfaceIndex === other.interfaceIndex &&
      hop.gateway === other.gateway &&
      hop.weight === other.weight
    );
  });
}

function keyOf({ address, length }: Ipv4Prefix): number {
  return address * 64 + length;
}

function entryOf(offer: Offer): RibEntry {
  const { specification } = offer;
  return {
    source: specification.source,
    prefix: specification.prefix,
    distance: offer.distance,
    metric: specification.metric ?? 0,
    type: specification.type ?? 'unicast',
    preferredSource: specification.preferredSource,
    since: offer.since,
    nextHopGroupId: offer.nextHopGroupId,
    hops: offer.hops,
    selected: offer.selected,
    installed: offer.installed,
  };
}
