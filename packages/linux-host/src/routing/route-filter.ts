// `ip protocol ospf route-map NAME`: which routes of a protocol may become active in zebra.

import { maskOfLength, prefixContains, type Ipv4Prefix } from '@ospflab/net';
import type { PrefixList, PrefixListEntry, RouteMap } from '../config.ts';

export class RouteFilter {
  private readonly prefixLists: ReadonlyMap<string, PrefixList>;
  private readonly routeMaps: ReadonlyMap<string, RouteMap>;

  constructor(prefixLists: readonly PrefixList[], routeMaps: readonly RouteMap[]) {
    this.prefixLists = new Map(prefixLists.map((list) => [list.name, list]));
    this.routeMaps = new Map(routeMaps.map((map) => [map.name, map]));
  }

  /** A map that does not exist denies: zebra treats the name as configured and finds nothing that permits. */
  permits(routeMapName: string, prefix: Ipv4Prefix): boolean {
    const map = this.routeMaps.get(routeMapName);
    if (map === undefined) return false;
    const entries = map.entries.toSorted((left, right) => left.sequence - right.sequence);
    for (const entry of entries) {
      if ((entry.matchPrefixLists ?? []).every((name) => this.prefixListPermits(name, prefix))) {
        return entry.action === 'permit';
      }
    }
    return false;
  }

  private prefixListPermits(name: string, prefix: Ipv4Prefix): boolean {
    const list = this.prefixLists.get(name);
    if (list === undefined) return false;
    const entries = list.entries.toSorted((left, right) => left.sequence - right.sequence);
    for (const entry of entries) if (entryMatches(entry, prefix)) return entry.action === 'permit';
    return false;
  }
}

/** Without ge and le the length must be equal; with only ge it may be up to 32; with only le, from the entry's own length. */
function entryMatches(entry: PrefixListEntry, prefix: Ipv4Prefix): boolean {
  if (prefix.length < entry.prefix.length || !prefixContains(entry.prefix, prefix.address)) return false;
  if ((prefix.address & ~maskOfLength(prefix.length)) !== 0) return false;
  if (entry.greaterOrEqual === undefined && entry.lessOrEqual === undefined) {
    return prefix.length === entry.prefix.length;
  }
  const shortest = entry.greaterOrEqual ?? entry.prefix.length;
  const longest = entry.lessOrEqual ?? 32;
  return prefix.length >= shortest && prefix.length <= longest;
}
