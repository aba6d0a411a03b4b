// Sets of small integers, each with a number of its own; 0 is the empty set. Unions of pairs are remembered.

const pairScale = 0x4000000;

export class InternedSets {
  readonly #members: number[][] = [[]];
  readonly #numberOf = new Map<string, number>([['', 0]]);
  readonly #unions = new Map<number, number>();

  /** `members` in ascending order. */
  numberOf(members: number[]): number {
    const key = members.join(' ');
    const known = this.#numberOf.get(key);
    if (known !== undefined) return known;
    const set = this.#members.push(members) - 1;
    this.#numberOf.set(key, set);
    return set;
  }

  /** In ascending order. */
  members(set: number): readonly number[] {
    return this.#members[set] ?? [];
  }

  union(left: number, right: number): number {
    if (left === right || right === 0) return left;
    if (left === 0) return right;
    const pair = left < right ? left * pairScale + right : right * pairScale + left;
    const known = this.#unions.get(pair);
    if (known !== undefined) return known;
    const merged = [...new Set([...this.members(left), ...this.members(right)])];
    const set = this.numberOf(merged.sort((one, other) => one - other));
    this.#unions.set(pair, set);
    return set;
  }
}
