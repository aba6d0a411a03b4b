// zebra's next-hop groups: one number per distinct set of next hops, kept for a while after the last route has left it.
// The kernel sees the members of a group in the order of the members' own numbers, hence in the order in which zebra met them.

import type { Duration, Instant } from '@ospflab/sim';
import type { RibHop } from './rib-entry.ts';

interface NextHopGroup {
  readonly id: number;
  readonly members: readonly NextHopGroup[];
  users: number;
  unusedSince: Instant;
  /** Members the kernel dropped with their interface and zebra believes to be there. */
  readonly lost: Set<string>;
}

/** zebra's first numbers go to the loopback and to IPv6 link-locals. */
const firstId = 3;
const groupsMax = 65_536;

export class NextHopGroups {
  private readonly groups = new Map<string, NextHopGroup>();
  private readonly keep: Duration;
  private nextId = firstId;

  constructor(keep: Duration) {
    this.keep = keep;
  }

  /** Counts one more route on the set and gives its number. */
  acquire(owner: string, hops: readonly RibHop[], now: Instant): number {
    const group = this.groupOf(owner, hops, now);
    for (const member of group.members) member.users++;
    group.users++;
    return group.id;
  }

  release(owner: string, hops: readonly RibHop[], now: Instant): void {
    const group = this.groups.get(keyOf(owner, hops));
    if (group === undefined) return;
    for (const member of group.members) this.leave(member, now);
    this.leave(group, now);
  }

  memberLost(owner: string, hops: readonly RibHop[], interfaceIndex: number): void {
    const group = hops.length > 1 ? this.groups.get(keyOf(owner, hops)) : undefined;
    if (group === undefined) return;
    for (const hop of hops) if (hop.interfaceIndex === interfaceIndex) group.lost.add(memberOf(hop));
    // A group without members is deleted by the kernel, so the next one is a new one.
    if (group.lost.size >= hops.length) group.lost.clear();
  }

  /** Whether the kernel's copy of the group still lacks this member. */
  lacks(owner: string, hops: readonly RibHop[], hop: RibHop): boolean {
    return this.groups.get(keyOf(owner, hops))?.lost.has(memberOf(hop)) ?? false;
  }

  /** The number of each hop, in the kernel's order. */
  memberIds(owner: string, hops: readonly RibHop[]): number[] {
    return hops.map((hop) => this.idOfMember(owner, hop)).sort((left, right) => left - right);
  }

  inKernelOrder(owner: string, hops: readonly RibHop[]): RibHop[] {
    return hops.toSorted((left, right) => this.idOfMember(owner, left) - this.idOfMember(owner, right));
  }

  private idOfMember(owner: string, hop: RibHop): number {
    return this.groups.get(keyOf(owner, [hop]))?.id ?? 0;
  }

  private leave(group: NextHopGroup, now: Instant): void {
    group.users = Math.max(0, group.users - 1);
    if (group.users === 0) group.unusedSince = now;
  }

  private groupOf(owner: string, hops: readonly RibHop[], now: Instant): NextHopGroup {
    const key = keyOf(owner, hops);
    const known = this.groups.get(key);
    if (known !== undefined && (known.users > 0 || now - known.unusedSince <= this.keep)) return known;
    if (this.groups.size >= groupsMax) this.forgetUnused(now);
    const members = hops.length > 1 ? hops.map((hop) => this.groupOf(owner, [hop], now)) : [];
    const group: NextHopGroup = { id: this.nextId++, members, users: 0, unusedSince: now, lost: new Set() };
    this.groups.set(key, group);
    return group;
  }

  private forgetUnused(now: Instant): void {
    for (const [key, group] of this.groups) {
      if (group.users === 0 && now - group.unusedSince > this.keep) this.groups.delete(key);
    }
  }
}

function memberOf(hop: RibHop): string {
  return `${hop.interfaceIndex}/${hop.gateway ?? 'link'}`;
}

/** Connected next hops carry no weight in zebra and are numbered apart from those of a protocol. */
function keyOf(owner: string, hops: readonly RibHop[]): string {
  return `${owner}:${hops.map((hop) => `${memberOf(hop)}*${hop.weight}`).join(',')}`;
}
