// How a hash becomes a member. A selector prepares a table once per change of the group and asks it once per packet.

export interface NextHopSelector {
  /** As users write it. */
  readonly name: string;
  /** One sentence for listings. */
  readonly about: string;
  /** Weights are positive integers in member order; a weight of 0 is a dead member, which keeps its place. */
  readonly prepare: (weights: readonly number[]) => SelectionTable;
}

export interface SelectionTable {
  /**
   * The index of a member for a hash of 0 … 2³¹ − 1; −1 when all are dead. `failed` marks members (1) whose neighbour
   * does not answer: they are passed over although they keep their share.
   */
  readonly select: (hash: number, failed?: Uint8Array) => number;
  /** The part of all hashes that each member gets, adding up to 1 (or all 0). */
  readonly shares: () => readonly number[];
}
