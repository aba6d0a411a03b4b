// Which areas a border router tells of a route inside the AS, one by one or within a range: RFC 2328 §12.4.3.

import { backboneId, type Area } from '../area.ts';
import { lsInfinity } from '../lsa/age.ts';
import type { RouterState } from '../router-state.ts';
import type { AreaId } from '../lsa/lsa.ts';
import type { OspfNextHop, OspfRoute } from '../spf/ospf-route.ts';
import { permittedByAll } from './prefix-filter.ts';

export function tellsOf(router: RouterState, area: Area, route: OspfRoute): boolean {
  const { prefix, cost, nextHops, areaId, pathType } = route;
  if (areaId === area.areaId || cost >= lsInfinity || nextHops.length === 0) return false;
  if (area.config.noSummary === true || (!area.takesExternals && prefix.length === 0)) return false;
  // Routes between areas are never told to the backbone, from which they came.
  if (pathType === 'interArea' && (area.isBackbone || areaId !== backboneId)) return false;
  if (leadsInto(router, area, nextHops)) return false;
  // FRR: ospfd/ospf_abr.c, ospf_abr_process_network_rt, 8.4: what an area lets out is about its own networks.
  if (pathType === 'intraArea' && !permittedByAll(router.area(areaId).config.announces, prefix)) return false;
  return permittedByAll(area.config.accepts, prefix);
}

/** Whether an area is told of the networks of another one by range. RFC 2328 §12.4.3: a transit area sees those of the backbone. */
export function condenses({ profile }: RouterState, intoTransitArea: boolean, ofArea: AreaId): boolean {
  return !intoTransitArea || (ofArea !== backboneId && !profile.transitAreasSeeNetworks);
}

/** The routers of the area know the way themselves. */
export function leadsInto(router: RouterState, area: Area, nextHops: readonly OspfNextHop[]): boolean {
  return nextHops.some(({ interfaceIndex }) =>
    router.interfacesOfDevice(interfaceIndex).some((outgoing) => outgoing.area === area),
  );
}
