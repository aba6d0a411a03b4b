// The kernel's main table: longest prefix first, then the lowest metric, then the oldest entry. One map per prefix length.

import { maskOfLength, type Ipv4Address, type Ipv4Prefix } from '@ospflab/net';
import type { FibRoute } from './fib-route.ts';

export class Fib {
  private readonly byLength: (Map<number, FibRoute[]> | undefined)[] = [];
  /** Lengths that are in use, longest first. */
  private lengths: readonly number[] = [];

  /** Replaces the entry of the same prefix, source and metric. */
  insert(route: FibRoute): void {
    const table = (this.byLength[route.prefix.length] ??= new Map<number, FibRoute[]>());
    const key = route.prefix.address | 0;
    const entries = table.get(key);
    if (entries === undefined) {
      table.set(key, [route]);
      if (table.size === 1) this.refreshLengths();
      return;
    }
    const position = entries.findIndex(
      (other) => other.source === route.source && other.metric === route.metric,
    );
    if (position >= 0) entries[position] = route;
    else {
      const after = entries.findIndex((other) => other.metric > route.metric);
      entries.splice(after < 0 ? entries.length : after, 0, route);
    }
  }

  remove(route: FibRoute): boolean {
    const table = this.byLength[route.prefix.length];
    const entries = table?.get(route.prefix.address | 0);
    const position = entries?.indexOf(route) ?? -1;
    if (table === undefined || entries === undefined || position < 0) return false;
    entries.splice(position, 1);
    if (entries.length === 0) {
      table.delete(route.prefix.address | 0);
      if (table.size === 0) this.refreshLengths();
    }
    return true;
  }

  find(prefix: Ipv4Prefix, source: RouteSourceName): FibRoute | undefined {
    return this.entriesOf(prefix).find((route) => route.source === source);
  }

  entriesOf(prefix: Ipv4Prefix): readonly FibRoute[] {
    return this.byLength[prefix.length]?.get(prefix.address | 0) ?? [];
  }

  lookup(address: Ipv4Address): FibRoute | undefined {
    for (const length of this.lengths) {
      const entries = this.byLength[length]?.get(address & maskOfLength(length));
      if (entries === undefined) continue;
      for (const route of entries) if (isUsable(route)) return route;
    }
    return undefined;
  }

  /** All entries by prefix address, then length, then metric. */
  routes(): FibRoute[] {
    const all: FibRoute[] = [];
    for (const length of this.lengths) {
      for (const entries of this.byLength[length]?.values() ?? []) all.push(...entries);
    }
    return all.sort(
      (left, right) =>
        left.prefix.address - right.prefix.address ||
        left.prefix.length - right.prefix.length ||
        left.metric - right.metric,
    );
  }

  private refreshLengths(): void {
    const lengths: number[] = [];
    for (let length = 32; length >= 0; length--) {
      if ((this.byLength[length]?.size ?? 0) > 0) lengths.push(length);
    }
    this.lengths = lengths;
  }
}

type RouteSourceName = FibRoute['source'];

/** A unicast route of which every next hop is dead is passed over. */
function isUsable(route: FibRoute): boolean {
  if (route.type !== 'unicast') return true;
  for (const hop of route.hops) if (!hop.dead) return true;
  return false;
}
