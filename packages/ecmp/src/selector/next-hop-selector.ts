// How a hash becomes a member. A selector prepares a table once per change of the group and asks it once per packet.

export interface NextHopSelector {
  /** As users write it. */
  readonly name: string;
  /** One sentence for listings. */
  readonly about: string;
  /**
   * Weights are positive integers in member order; a weight of 0 is a dead member, which keeps its place. `ids` names the
   * members (by default their places) for selectors that place a member by what it is and not by where it stands.
   */
  readonly prepare: (weights: readonly number[], ids?: readonly number[]) => SelectionTable;
  /**
   * For selectors with a memory: the table after a change, of which members are known by their ids. Left out where the
   * table follows from the members alone.
   */
  readonly change?: (
    before: SelectionTable,
    weights: readonly number[],
    ids: readonly number[],
  ) => SelectionTable;
  /** Weights above 0 all count the same. */
  readonly ignoresWeights?: boolean;
  /**
   * The part of equally weighted flows that moves when one of `members` is removed, `position` counted from 0. `share` is
   * what the member had. Undefined where nobody knows a closed form.
   */
  readonly removalDisruption: ((members: number, position: number, share: number) => number) | undefined;
}

export interface SelectionTable {
  /**
   * The index of a member for a hash of 0 … 2³¹ − 1; −1 when all are dead. `failed` marks members (1) whose neighbour
   * does not answer: they are passed over although they keep their share.
   */
  readonly select: (hash: number, failed?: Uint8Array) => number;
  /** The part of all hashes that each member gets, adding up to 1 (or all 0). */
  readonly shares: () => readonly number[];
  /**
   * The member that a packet is passed on to when the selected one does not know its connection, where there is such a second
   * chance.
   */
  readonly secondChance?: (hash: number) => number;
}

/** The table after a change of members, whether the selector has a memory or not. */
export function changedTable(
  selector: NextHopSelector,
  before: SelectionTable,
  weights: readonly number[],
  ids: readonly number[],
): SelectionTable {
  return selector.change === undefined
    ? selector.prepare(weights, ids)
    : selector.change(before, weights, ids);
}
