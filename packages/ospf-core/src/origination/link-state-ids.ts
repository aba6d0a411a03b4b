// Names for LSAs of several networks with one address and different masks, RFC 2328 appendix E.

import { comparePrefixes, maskOfLength, type Ipv4Prefix } from '@ospflab/net';
import type { LinkStateId } from '../lsa/lsa.ts';

/**
 * A link state id for each prefix, in their order; undefined for one whose names are all taken. The shortest prefix of an address is named
 * by it and longer ones have their host bits set. A host has no such bits: it takes the address and the shortest one gives way.
 */
export function assignLinkStateIds(prefixes: readonly Ipv4Prefix[]): readonly (LinkStateId | undefined)[] {
  const hosts = new Set<number>(prefixes.filter(({ length }) => length === 32).map(({ address }) => address));
  const taken = new Set<number>();
  const ids = new Map<Ipv4Prefix, number>();
  for (const prefix of [...prefixes].sort(comparePrefixes)) {
    const withHostBits = (prefix.address | ~maskOfLength(prefix.length)) >>> 0;
    const candidates: number[] =
      prefix.length < 32 && hosts.has(prefix.address) ? [withHostBits] : [prefix.address, withHostBits];
    const id = candidates.find((candidate) => !taken.has(candidate));
    if (id === undefined) continue;
    taken.add(id);
    ids.set(prefix, id);
  }
  return prefixes.map((prefix) => ids.get(prefix) as LinkStateId | undefined);
}
