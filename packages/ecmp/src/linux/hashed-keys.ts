// The one or two records that a policy hashes for a packet, and how their hashes become one.

import { jhash2Words } from '../hash/jhash.ts';
import { FlowKeys } from './flow-keys.ts';
import { linuxKeysHash } from './linux-record-hash.ts';

export class HashedKeys {
  readonly outer = new FlowKeys();
  readonly inner = new FlowKeys();
  outerUsed = true;
  innerUsed = false;
  /** Policy 3: the hashes of both records go through jhash, a record that is not used counts as 0. */
  mixed = false;

  /** A single record; the caller fills `outer`. */
  useOuterOnly(): FlowKeys {
    this.outerUsed = true;
    this.innerUsed = false;
    this.mixed = false;
    return this.outer;
  }
}

/** 0 … 2³¹ − 1. */
export function hashOfKeys(seed: number, keys: HashedKeys): number {
  if (!keys.mixed) return linuxKeysHash(seed, keys.outer) >>> 1;
  const outer = keys.outerUsed ? linuxKeysHash(seed, keys.outer) : 0;
  const inner = keys.innerUsed ? linuxKeysHash(seed, keys.inner) : 0;
  return jhash2Words(outer, inner, 0) >>> 1;
}
