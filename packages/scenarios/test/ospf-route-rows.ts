// `show ip ospf route json`, of FRR or of the simulation, as lines that can be compared.

interface OspfRouteEntry {
  readonly routeType: string;
  /** A discard entry has nothing but its type. */
  readonly cost?: number;
  readonly area?: string;
  readonly type2cost?: number;
  readonly tag?: number;
  readonly routerType?: string;
  readonly ia?: boolean;
  readonly nexthops?: readonly {
    /** Absent where FRR lists a next hop of a virtual link that is none. */
    readonly ip?: string;
    readonly via?: string;
    readonly directlyAttachedTo?: string;
  }[];
}
export type OspfRouteTable = Readonly<Record<string, OspfRouteEntry>>;

/** One line per route, next hops sorted and once each: the comparison is of sets. */
export function ospfRouteRows(table: OspfRouteTable): string[] {
  return Object.entries(table)
    .map(([destination, { routeType, cost, type2cost, area, tag, routerType, ia, nexthops }]) => {
      const hops = (nexthops ?? []).flatMap(({ ip, via, directlyAttachedTo }) =>
        ip === undefined ? [] : [`${ip.trim()}%${via ?? directlyAttachedTo}`],
      );
      const facts = [routeType, cost, type2cost, area, tag, routerType, ia].map((fact) => fact ?? '-');
      return `${destination} ${facts.join(' ')} ${sortedSet(hops).join(' ')}`;
    })
    .sort();
}

export function sortedSet(items: readonly string[]): string[] {
  return [...new Set(items)].sort();
}
