// Area address ranges, RFC 2328 §3.5 and appendix C.2.

import { prefixContains, type Ipv4Prefix } from '@ospflab/net';
import type { OspfAreaRange } from '../config.ts';
import type { AreaId } from '../lsa/lsa.ts';
import type { RouterState } from '../router-state.ts';
import type { OspfRoute } from '../spf/ospf-route.ts';
import { condenses, tellsOf } from './told-areas.ts';
import { isTransitArea } from './transit-areas.ts';

export interface ActiveRange {
  readonly prefix: Ipv4Prefix;
  /** What other areas are told. */
  readonly shownPrefix: Ipv4Prefix;
  readonly areaId: AreaId;
  readonly advertise: boolean;
  /** The configured one, or the largest of what lies inside. */
  readonly cost: number;
}

/** The ranges that hold a network of their area which another area is told of. `routes`: the best, those inside areas at least. */
export function activeRanges(router: RouterState, routes: Iterable<OspfRoute>): ActiveRange[] {
  const { areas } = router;
  if (areas.every(({ config }) => (config.ranges ?? []).length === 0)) return [];
  const transit = new Set(areas.filter(isTransitArea));
  const costs = new Map<OspfAreaRange, number>();
  for (const route of routes) {
    if (route.pathType !== 'intraArea') continue;
    const range = rangeAround(router.area(route.areaId).config.ranges ?? [], route.prefix);
    if (
      range !== undefined &&
      areas.some((area) => tellsOf(router, area, route) && condenses(router, transit.has(area), route.areaId))
    )
      costs.set(range, Math.max(route.cost, costs.get(range) ?? 0));
  }
  return areas.flatMap(({ areaId, config }) =>
    (config.ranges ?? [])
      .filter((range) => costs.has(range))
      .map((range) => ({
        prefix: range.prefix,
        shownPrefix: range.substitute ?? range.prefix,
        areaId,
        advertise: range.advertise,
        cost: range.cost ?? costs.get(range)!,
      })),
  );
}

/** The most specific range that holds the prefix. */
export function rangeAround(
  ranges: readonly OspfAreaRange[],
  { address, length }: Ipv4Prefix,
): OspfAreaRange | undefined {
  let found: OspfAreaRange | undefined;
  for (const range of ranges) {
    if (range.prefix.length > length || !prefixContains(range.prefix, address)) continue;
    if (found === undefined || range.prefix.length > found.prefix.length) found = range;
  }
  return found;
}
