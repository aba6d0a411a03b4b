// Running the calculations of routes: the shortest-path tree of each area that changed, the routes that follow from all of them, and
// what this router tells others because of that. RFC 2328 §16.

import { between } from '@ospflab/sim';
import type { Area } from './area.ts';
import { interfaceState } from './interface/interface-state.ts';
import type { Lsa } from './lsa/lsa.ts';
import { lsTypes } from './lsa/lsa.ts';
import { spfVirtualLinkOf, trackVirtualLinks } from './virtual-link/track-virtual-links.ts';
import type { RouterState } from './router-state.ts';
import { advertiseExternals } from './origination/external-lsas.ts';
import { electTranslators } from './origination/nssa-translation.ts';
import { summarizeAreas } from './origination/summary-lsas.ts';
import { announceRoutes } from './routing/announce-routes.ts';
import { computeExternalRoutes } from './routing/external-routes.ts';
import { computeInternalRoutes } from './routing/internal-routes.ts';
import { graphOf } from './shared-graph.ts';
import { computeIntraAreaRoutes } from './spf/intra-area-routes.ts';
import type { SpfInterface } from './spf/ospf-route.ts';
import { computeShortestPaths } from './spf/shortest-paths.ts';
import { delayExternalRoutes } from './spf-schedule.ts';

/** The SPF timer expired. */
export function runSpf(router: RouterState): void {
  router.spf.ran(router.now);
  let vertices = 0;
  for (const area of router.calculationOrder) {
    // The backbone is the last of several.
    if (area.isBackbone && trackVirtualLinks(router)) area.spfWanted = true;
    if (area.spfWanted) vertices += calculate(router, area);
  }
  router.routerRoutes = undefined;
  router.routes = computeInternalRoutes(router);
  const routesChanged = announceRoutes(router);
  router.record({ kind: 'spfRun', vertices, routes: router.routes.length, routesChanged });
  // RFC 2328 §16.7
  if (router.areas.length > 1) summarizeAreas(router);
  if (router.externalRoutes.length > 0 || knowsExternals(router)) {
    delayExternalRoutes(router, router.profile.externalRoutesDelay);
  }
}

/** The timer of external routes expired, RFC 2328 §16.4. */
export function runExternalRoutes(router: RouterState): void {
  const translatorEnds = electTranslators(router);
  router.externalRoutes = computeExternalRoutes(router);
  announceRoutes(router);
  advertiseExternals(router);
  if (translatorEnds !== undefined) delayExternalRoutes(router, between(router.now, translatorEnds));
}

function knowsExternals(router: RouterState): boolean {
  return router.asScope.database.size > 0 || router.areas.some((area) => area.isNssa);
}

function calculate(router: RouterState, area: Area): number {
  area.spfWanted = false;
  area.spfRuns++;
  const graph = graphOf(topologyOf(router, area), area.paths?.graph);
  const paths = computeShortestPaths(graph, router.routerId, spfInterfacesOf(area), area.paths);
  const earlier = area.paths === undefined ? undefined : { paths: area.paths, routes: area.routes };
  area.routes = computeIntraAreaRoutes(paths, area.areaId, router.profile.maximumPaths, earlier);
  area.paths = paths;
  return paths.reachedCount;
}

function topologyOf(router: RouterState, area: Area): Lsa[] {
  const lsas: Lsa[] = [];
  for (const entry of area.database.sorted()) {
    if (entry.lsa.type > lsTypes.network || entry.isMaxAge(router.now)) continue;
    lsas.push(entry.lsa);
  }
  return lsas;
}

function spfInterfacesOf(area: Area): SpfInterface[] {
  const interfaces: SpfInterface[] = [];
  for (const ospfInterface of area.interfaces) {
    const { state, config, neighbors, multiAccess, virtualEnds } = ospfInterface;
    if (state === interfaceState.down) continue;
    const full = neighbors.find(({ advertisedFull }) => advertisedFull);
    interfaces.push({
      interfaceIndex: config.interfaceIndex,
      name: config.name,
      networkType: config.networkType,
      address: config.address,
      prefixLength: virtualEnds === undefined ? config.prefixLength : 32,
      unnumbered: config.unnumbered,
      neighborAddress: multiAccess ? undefined : full?.address,
      virtualLink: virtualEnds === undefined ? undefined : spfVirtualLinkOf(ospfInterface),
    });
  }
  return interfaces;
}
