// The kernel's next-hop objects: made, replaced and deleted by `ip nexthop`, and lost with their interface. Routes that name one follow
// every change. Linux: net/ipv4/nexthop.c. zebra's own groups are not here but in next-hop-groups.ts.

import { ResilientGroup, resilientTimersDefault, type ResilientTimers } from '@ospflab/ecmp';
import type { Instant } from '@ospflab/sim';
import type { Kernel } from '../kernel.ts';
import type { TimerOwner } from '../timer-pool.ts';
import type { FibHop } from './fib-route.ts';
import type { NextHopMember, NextHopRefusal, NextHopSpecification } from './next-hop-object.ts';
import type { RouteType } from './route.ts';

type Hop = NextHopSpecification & { kind: 'hop' | 'blackhole' };
type GroupSpecification = NextHopSpecification & { kind: 'group' };

export interface NextHopGroupObject {
  readonly kind: 'group';
  readonly id: number;
  members: readonly NextHopMember[];
  /** Members of it are the ids above, in their order. */
  readonly resilient: ResilientState | undefined;
}

export interface ResilientState {
  readonly buckets: ResilientGroup<number>;
  timers: ResilientTimers;
  readonly upkeepTimer: number;
}

export type NextHopObject = Hop | NextHopGroupObject;

/** What a route that names an object is made of. */
export interface ResolvedNextHop {
  readonly type: RouteType;
  readonly hops: readonly FibHop[];
  readonly resilient: ResilientGroup<number> | undefined;
}

const objectsMax = 65_536;

export class NextHopObjects implements TimerOwner {
  private readonly kernel: Kernel;
  private readonly byId = new Map<number, NextHopObject>();
  private readonly byTimer = new Map<number, NextHopGroupObject>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** By id. */
  list(): readonly NextHopObject[] {
    return [...this.byId.values()].sort((left, right) => left.id - right.id);
  }

  set(specification: NextHopSpecification, replace: boolean): void {
    const refusal = this.refusalOf(specification, replace);
    if (refusal !== undefined) {
      this.refuse(specification.id, refusal);
      return;
    }
    if (specification.kind === 'group') this.setGroup(specification);
    else this.byId.set(specification.id, specification);
    this.follow(specification.id);
  }

  remove(id: number): void {
    const held = this.byId.get(id);
    if (held === undefined) {
      this.refuse(id, 'notFound');
      return;
    }
    this.forget(held);
  }

  /** Admin down or no carrier: the hops through it are deleted, and do not return. Linux: nexthop_flush_dev. */
  interfaceLost(interfaceIndex: number): void {
    for (const held of this.list()) {
      if (held.kind === 'hop' && held.interfaceIndex === interfaceIndex) this.forget(held);
    }
  }

  /** Undefined when there is no such object. */
  resolve(id: number): ResolvedNextHop | undefined {
    const held = this.byId.get(id);
    if (held === undefined) return undefined;
    if (held.kind !== 'group') return resolvedHop(held, 1);
    const hops: FibHop[] = [];
    for (const member of held.members) {
      const hop = this.byId.get(member.id);
      if (hop === undefined || hop.kind === 'group') continue;
      const resolved = resolvedHop(hop, member.weight);
      if (resolved.type === 'blackhole') return resolved;
      hops.push(...resolved.hops);
    }
    return { type: 'unicast', hops, resilient: held.resilient?.buckets };
  }

  timerExpired(timer: number): void {
    const group = this.byTimer.get(timer);
    if (group?.resilient === undefined) return;
    const before = group.resilient.buckets.movedBuckets;
    group.resilient.buckets.upkeep(this.kernel.now);
    this.settle(group.id, group.resilient, before);
  }

  private setGroup(specification: GroupSpecification): void {
    const held = this.byId.get(specification.id);
    if (held?.kind === 'group') {
      this.replaceMembers(held, specification);
      return;
    }
    const { id, members } = specification;
    const resilient = specification.resilient === undefined ? undefined : this.newBuckets(specification);
    const group: NextHopGroupObject = { kind: 'group', id, members, resilient };
    this.byId.set(id, group);
    if (resilient !== undefined) {
      this.byTimer.set(resilient.upkeepTimer, group);
      this.settle(id, resilient, 0);
    }
  }

  private newBuckets({ members, resilient }: GroupSpecification): ResilientState {
    const timers = {
      idleTimer: resilient?.idleTimer ?? resilientTimersDefault.idleTimer,
      unbalancedTimer: resilient?.unbalancedTimer ?? resilientTimersDefault.unbalancedTimer,
    };
    const buckets = new ResilientGroup(
      members.map(({ id, weight }) => ({ id, nextHop: id, weight })),
      resilient?.buckets ?? 1,
      this.kernel.now,
      timers,
    );
    return { buckets, timers, upkeepTimer: this.kernel.timers.allocate(this) };
  }

  private replaceMembers(held: NextHopGroupObject, { members, resilient }: GroupSpecification): void {
    held.members = members;
    const state = held.resilient;
    if (state === undefined) return;
    state.timers = {
      idleTimer: resilient?.idleTimer ?? state.timers.idleTimer,
      unbalancedTimer: resilient?.unbalancedTimer ?? state.timers.unbalancedTimer,
    };
    const before = state.buckets.movedBuckets;
    state.buckets.replace(
      members.map(({ id, weight }) => ({ id, nextHop: id, weight })),
      this.kernel.now,
      state.timers,
    );
    this.settle(held.id, state, before);
  }

  /** After buckets may have moved: says so, and looks again when the group wants it. */
  private settle(id: number, state: ResilientState, movedBefore: number): void {
    const moved = state.buckets.movedBuckets - movedBefore;
    if (moved > 0) this.kernel.record({ kind: 'bucketsMoved', nextHopId: id, buckets: moved });
    const at = state.buckets.upkeepAt;
    if (at === undefined) this.kernel.timers.cancel(state.upkeepTimer);
    else this.kernel.timers.set(state.upkeepTimer, at as Instant);
  }

  private forget(held: NextHopObject): void {
    this.byId.delete(held.id);
    if (held.kind === 'group') {
      if (held.resilient !== undefined) {
        this.byTimer.delete(held.resilient.upkeepTimer);
        this.kernel.timers.release(held.resilient.upkeepTimer);
      }
    } else {
      for (const group of this.groupsOf(held.id)) this.leave(group, held.id);
    }
    this.follow(held.id);
  }

  /** A group without members goes too. */
  private leave(group: NextHopGroupObject, id: number): void {
    const members = group.members.filter((member) => member.id !== id);
    if (members.length === 0) {
      this.forget(group);
      return;
    }
    this.replaceMembers(group, { kind: 'group', id: group.id, members });
    this.follow(group.id);
  }

  /** Routes take what the object is now; those of a group do when a member of it changes. */
  private follow(id: number): void {
    this.kernel.kernelRoutes.nextHopChanged(id);
    for (const group of this.groupsOf(id)) this.kernel.kernelRoutes.nextHopChanged(group.id);
  }

  private groupsOf(memberId: number): NextHopGroupObject[] {
    return this.list().filter(
      (held): held is NextHopGroupObject =>
        held.kind === 'group' && held.members.some((member) => member.id === memberId),
    );
  }

  private refusalOf(specification: NextHopSpecification, replace: boolean): NextHopRefusal | undefined {
    const held = this.byId.get(specification.id);
    const kinds = this.kernel.profile.forwarding.nextHopGroups;
    if (kinds === 'none' || this.byId.size >= objectsMax) return 'notInThisKernel';
    if (held !== undefined && !replace) return 'exists';
    if (held !== undefined && (held.kind === 'group') !== (specification.kind === 'group'))
      return 'otherType';
    if (specification.kind === 'hop') return this.refusalOfHop(specification);
    if (specification.kind === 'blackhole') {
      const shared = this.groupsOf(specification.id).some((group) => group.members.length > 1);
      return shared ? 'blackholeInGroup' : undefined;
    }
    if (specification.resilient !== undefined && kinds !== 'resilient') return 'notInThisKernel';
    return (
      this.refusalOfMembers(specification.members) ??
      refusalOfBuckets(specification, held?.kind === 'group' ? held : undefined)
    );
  }

  private refusalOfHop(specification: NextHopSpecification & { kind: 'hop' }): NextHopRefusal | undefined {
    const holder = this.kernel.interfaces.at(specification.interfaceIndex);
    if (holder?.operational !== true) return 'interfaceDown';
    const { address } = specification;
    if (address === undefined) return undefined;
    const isOwn = this.kernel.interfaces.holderOf(address) !== undefined;
    return isOwn || this.kernel.kernelRoutes.linkOf(address) !== holder.index ? 'invalidGateway' : undefined;
  }

  private refusalOfMembers(members: readonly NextHopMember[]): NextHopRefusal | undefined {
    if (members.length === 0) return 'memberNotFound';
    if (new Set(members.map(({ id }) => id)).size < members.length) return 'memberTwice';
    for (const { id } of members) {
      const member = this.byId.get(id);
      if (member === undefined) return 'memberNotFound';
      if (member.kind === 'group') return 'groupInGroup';
      if (member.kind === 'blackhole' && members.length > 1) return 'blackholeInGroup';
    }
    return undefined;
  }

  private refuse(id: number, reason: NextHopRefusal): void {
    this.kernel.record({ kind: 'nextHopRefused', nextHopId: id, reason });
  }
}

function refusalOfBuckets(
  { resilient }: GroupSpecification,
  held: NextHopGroupObject | undefined,
): NextHopRefusal | undefined {
  if (held === undefined) {
    return resilient === undefined || resilient.buckets !== undefined ? undefined : 'withoutBuckets';
  }
  if ((held.resilient !== undefined) !== (resilient !== undefined)) return 'otherType';
  const wanted = resilient?.buckets;
  if (wanted !== undefined && wanted !== held.resilient?.buckets.bucketMembers().length)
    return 'otherBuckets';
  return undefined;
}

function resolvedHop(hop: Hop, weight: number): ResolvedNextHop {
  if (hop.kind === 'blackhole') return { type: 'blackhole', hops: [], resilient: undefined };
  const { interfaceIndex, address } = hop;
  return {
    type: 'unicast',
    hops: [{ interfaceIndex, gateway: address, weight, dead: false, linkDown: false }],
    resilient: undefined,
  };
}
