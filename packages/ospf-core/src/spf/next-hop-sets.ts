// Sets of a root's first hops as small integers: a bit mask while there are at most 32 of them, the number of an interned set beyond.
// 0 is the empty set in both forms.

import type { OspfNextHop } from './ospf-route.ts';

export class NextHopSets {
  /** In canonical order; a member of a set is an index into it. */
  readonly candidates: readonly OspfNextHop[];
  readonly #asMasks: boolean;
  readonly #interned: number[][] = [[]];
  readonly #numberOf = new Map<string, number>([['', 0]]);
  readonly #unions = new Map<number, number>();
  #resolvedFor = 0;
  readonly #resolved = new Map<number, readonly OspfNextHop[]>();

  constructor(candidates: readonly OspfNextHop[]) {
    this.candidates = candidates;
    this.#asMasks = candidates.length <= 32;
  }

  single(candidate: number): number {
    return this.#asMasks ? 1 << candidate : this.#intern([candidate]);
  }

  union(left: number, right: number): number {
    if (this.#asMasks) return left | right;
    if (left === right || right === 0) return left;
    if (left === 0) return right;
    return this.#unionOfInterned(Math.min(left, right), Math.max(left, right));
  }

  /** Candidate indices in ascending, hence canonical, order. */
  members(set: number): readonly number[] {
    if (!this.#asMasks) return this.#interned[set] ?? [];
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
    this.#resolved.set(set, resolved);
    return resolved;
  }

  #unionOfInterned(lower: number, higher: number): number {
    const pair = lower * 0x4000000 + higher;
    const known = this.#unions.get(pair);
    if (known !== undefined) return known;
    const merged = [...new Set([...this.members(lower), ...this.members(higher)])];
    const set = this.#intern(merged.sort((left, right) => left - right));
    this.#unions.set(pair, set);
    return set;
  }

  #intern(members: number[]): number {
    const key = members.join(' ');
    const known = this.#numberOf.get(key);
    if (known !== undefined) return known;
    const set = this.#interned.push(members) - 1;
    this.#numberOf.set(key, set);
    return set;
  }
}
