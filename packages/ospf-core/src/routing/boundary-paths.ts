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

/** Negative when `left` is the one to take: preferred, then cheaper, then through the area with the larger id. */
export function compareBoundaryPaths(
  router: RouterState,
  left: InnerWay & { readonly cost: number },
  right: InnerWay & { readonly cost: number },
): number {
  return (
    Number(isPreferredWay(router, right)) - Number(isPreferredWay(router, left)) ||
    left.cost - right.cost ||
    right.areaId - left.areaId
  );
}
