// From a shortest-path tree to the routes of one area: transit networks and stub links, RFC 2328 §16.1 (stage 2).

import type { AreaId } from '../lsa/lsa.ts';
import type { OspfRoute, OspfRouterRoute } from './ospf-route.ts';
import type { ShortestPaths } from './shortest-paths.ts';

/** All routes of the area in canonical prefix order. `maximumPaths` ≥ 1 cuts after the canonical sort of next hops. */
export function computeIntraAreaRoutes(
  paths: ShortestPaths,
  areaId: AreaId,
  maximumPaths: number,
): readonly OspfRoute[] {
  throw new Error(`not written yet ${paths.reachedCount} ${areaId} ${maximumPaths}`);
}

/** Routes to the area's border and boundary routers (B or E bit), the root itself left out, in order of router id. */
export function computeRouterRoutes(
  paths: ShortestPaths,
  areaId: AreaId,
  maximumPaths: number,
): readonly OspfRouterRoute[] {
  throw new Error(`not written yet ${paths.reachedCount} ${areaId} ${maximumPaths}`);
}
