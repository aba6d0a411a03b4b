// Summary-LSAs that lead somewhere, with the way to the border router that made them. RFC 2328 §16.2, §16.3.

import type { Area } from '../area.ts';
import { lsInfinity } from '../lsa/age.ts';
import { routerFlags, type Lsa, type SummaryLsaBody } from '../lsa/lsa.ts';
import type { RouterState } from '../router-state.ts';
import type { OspfNextHop } from '../spf/ospf-route.ts';
import { unreachedDistance } from '../spf/unreached-distance.ts';

/** RFC 2328 §16.2: a border router believes the backbone only, but RFC 3509 §2.2 all areas while it has no neighbour in the backbone. */
export function areasWithUsableSummaries(router: RouterState): readonly Area[] {
  const { areaBorderRouter, backbone, calculationOrder, profile } = router;
  if (!areaBorderRouter) return calculationOrder;
  if (profile.areaBorderRouter === 'severalAreas') return backbone === undefined ? [] : [backbone];
  const connected = backbone?.interfaces.some(({ fullNeighbors }) => fullNeighbors > 0) === true;
  return connected ? [backbone] : calculationOrder;
}

export interface ReachableSummary {
  readonly lsa: Lsa & { readonly body: SummaryLsaBody };
  /** To the border router and on from there. */
  readonly cost: number;
  readonly nextHops: readonly OspfNextHop[];
}

/** RFC 2328 §16.2 (1), (2) and (4): summaries of others that are no longer than usable, with the way to the router that made them. */
export function* reachableSummaries(
  router: RouterState,
  area: Area,
  lsType: number,
): Generator<ReachableSummary> {
  const { paths } = area;
  if (paths === undefined) return;
  for (const entry of area.database.sorted()) {
    const { lsa } = entry;
    if (lsa.type !== lsType || lsa.body.kind !== 'summary' || entry.isMaxAge(router.now)) continue;
    if (lsa.advertisingRouter === router.routerId || lsa.body.metric >= lsInfinity) continue;
    const vertex = paths.graph.routerIndex.get(lsa.advertisingRouter);
    if (vertex < 0 || paths.distances[vertex] === unreachedDistance) continue;
    if ((paths.graph.routers[vertex]!.body.flags & routerFlags.border) === 0) continue;
    const nextHops = paths.nextHopSets.nextHops(paths.sets[vertex]!, router.profile.maximumPaths);
    yield { lsa: lsa as ReachableSummary['lsa'], cost: paths.distances[vertex]! + lsa.body.metric, nextHops };
  }
}
