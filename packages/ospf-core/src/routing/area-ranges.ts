// Area address ranges, RFC 2328 §3.5 and appendix C.2.

import { prefixContains, type Ipv4Prefix } from '@ospflab/net';
import type { Area } from '../area.ts';
import type { OspfAreaRange } from '../config.ts';
import type { AreaId } from '../lsa/lsa.ts';
import { permittedByAll } from './prefix-filter.ts';

export interface ActiveRange {
  readonly prefix: Ipv4Prefix;
  /** What other areas are told. */
  readonly shownPrefix: Ipv4Prefix;
  readonly areaId: AreaId;
  readonly advertise: boolean;
  /** The configured one, or the largest of what lies inside. */
  readonly cost: number;
}

/** The ranges of the area that hold at least one reachable network of it. */
export function activeRanges(area: Area): ActiveRange[] {
  const costs = new Map<OspfAreaRange, number>();
  const { ranges, announces } = area.config;
  if (ranges === undefined) return [];
  for (const { prefix, cost } of area.routes) {
    const range = rangeAround(ranges, prefix);
    if (range !== undefined && permittedByAll(announces, prefix))
      costs.set(range, Math.max(cost, costs.get(range) ?? 0));
  }
  return ranges
    .filter((range) => costs.has(range))
    .map((range) => ({
      prefix: range.prefix,
      shownPrefix: range.substitute ?? range.prefix,
      areaId: area.areaId,
      advertise: range.advertise,
      cost: range.cost ?? costs.get(range)!,
    }));
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
