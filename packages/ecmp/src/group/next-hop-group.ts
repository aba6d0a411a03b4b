// The next hops of one route and the choice among them. A group never changes: a change makes a new one,
// so that a route may be shared and compared by reference.

import { hashThreshold } from '../selector/hash-threshold.ts';
import type { NextHopSelector, SelectionTable } from '../selector/next-hop-selector.ts';

export interface GroupMember<NextHop> {
  readonly nextHop: NextHop;
  /** A positive integer. */
  readonly weight: number;
  /** The route goes on without it (its link is down): it keeps its place but has no share. */
  readonly dead?: boolean;
}

export class NextHopGroup<NextHop> {
  readonly members: readonly GroupMember<NextHop>[];
  readonly selector: NextHopSelector;
  private readonly table: SelectionTable;

  /** Throws RangeError on a weight that is not a positive integer. */
  constructor(members: readonly GroupMember<NextHop>[], selector: NextHopSelector = hashThreshold) {
    for (const { weight } of members) {
      if (!Number.isInteger(weight) || weight < 1) throw new RangeError(`a next hop of weight ${weight}`);
    }
    this.members = members;
    this.selector = selector;
    this.table = selector.prepare(members.map(({ weight, dead }) => (dead === true ? 0 : weight)));
  }

  /** The index of the chosen member for a hash of 0 … 2³¹ − 1; −1 when none is alive. */
  selectIndex(hash: number, failed?: Uint8Array): number {
    return this.table.select(hash, failed);
  }

  /** The chosen next hop; undefined when none is alive. */
  select(hash: number, failed?: Uint8Array): NextHop | undefined {
    return this.members[this.table.select(hash, failed)]?.nextHop;
  }

  /** The part of all flows that each member is to get, adding up to 1 unless all are dead. */
  shares(): readonly number[] {
    return this.table.shares();
  }

  /** The group with one member marked dead or alive again. */
  withDead(index: number, dead: boolean): NextHopGroup<NextHop> {
    return new NextHopGroup(
      this.members.map((member, position) =>
        position === index ? { nextHop: member.nextHop, weight: member.weight, dead } : member,
      ),
      this.selector,
    );
  }

  /** The group without one member; those behind it move up. */
  without(index: number): NextHopGroup<NextHop> {
    return new NextHopGroup(
      this.members.filter((_, position) => position !== index),
      this.selector,
    );
  }
}
