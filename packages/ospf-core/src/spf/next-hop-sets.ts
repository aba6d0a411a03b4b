// Sets of a root's first hops as small integers: a bit mask while there are at most 31 of them, the number of an interned set beyond.
// 0 is the empty set in both forms, and no set is negative.

import { InternedSets } from './interned-sets.ts';
import { sameNextHops, type OspfNextHop } from './ospf-route.ts';

const masksMax = 31;
/** Sets whose next hops are remembered before all of them are forgotten. */
const resolvedMax = 4096;

export class NextHopSets {
  /** In canonical order; a member of a set is an index into it. */
  readonly candidates: readonly OspfNextHop[];
  /** Undefined while masks suffice. */
  readonly #interned: InternedSets | undefined;
  #resolvedFor = 0;
  readonly #resolved = new Map<number, readonly OspfNextHop[]>();

  constructor(candidates: readonly OspfNextHop[]) {
    this.candidates = candidates;
    this.#interned = candidates.length <= masksMax ? undefined : new InternedSets();
  }

  /** For later runs with the same candidates: masks stay what they are, interned sets would pile up. */
  isReusableFor(candidates: readonly OspfNextHop[]): boolean {
    return this.#interned === undefined && sameNextHops(this.candidates, candidates);
  }

  single(candidate: number): number {
    return this.#interned === undefined ? 1 << candidate : this.#interned.numberOf([candidate]);
  }

  union(left: number, right: number): number {
    return this.#interned === undefined ? left | right : this.#interned.union(left, right);
  }

  /** Candidate indices in ascending, hence canonical, order. */
  members(set: number): readonly number[] {
    if (this.#interned !== undefined) return this.#interned.members(set);
    const members: number[] = [];
    for (let rest = set; rest !== 0; rest &= rest - 1) members.push(31 - Math.clz32(rest & -rest));
    return members;
  }

  /** The next hops of a set, cut after the canonical order; the same array for the same set. */
  nextHops(set: number, maximumPaths: number): readonly OspfNextHop[] {
    if (this.#resolvedFor !== maximumPaths) {
      this.#resolved.clear();
      this.#resolvedFor = maximumPaths;
    }
    const known = this.#resolved.get(set);
    if (known !== undefined) return known;
    const resolved: OspfNextHop[] = [];
    for (const member of this.members(set)) {
      if (resolved.length < maximumPaths) resolved.push(this.candidates[member]!);
    }
    if (this.#resolved.size >= resolvedMax) this.#resolved.clear();
    this.#resolved.set(set, resolved);
    return resolved;
  }
}
