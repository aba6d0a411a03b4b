// Which of several ways to an AS boundary router is taken, RFC 2328 §16.4 (3) and §16.4.1.

import { backboneId } from '../area.ts';
import type { AreaId } from '../lsa/lsa.ts';
import type { RouterState } from '../router-state.ts';
import type { OspfPathType } from '../spf/ospf-route.ts';

interface InnerWay {
  readonly pathType: OspfPathType;
  readonly areaId: AreaId;
}

/** RFC 2328 §16.4.1: intra-area and not through the backbone; always false with RFC1583Compatibility. */
export function isPreferredWay(router: RouterState, { pathType, areaId }: InnerWay): boolean {
  return !router.rfc1583Compatibility && pathType === 'intraArea' && areaId !== backboneId;
}

/** Preferred, then cheaper, then through the area with the larger id. */
export function bestBoundaryPath<Way extends InnerWay & { readonly cost: number }>(
  router: RouterState,
  ways: Iterable<Way>,
): Way | undefined {
  let best: Way | undefined;
  for (const way of ways) {
    const order =
      best === undefined
        ? -1
        : Number(isPreferredWay(router, best)) - Number(isPreferredWay(router, way)) ||
          way.cost - best.cost ||
          best.areaId - way.areaId;
    if (order < 0) best = way;
  }
  return best;
}
