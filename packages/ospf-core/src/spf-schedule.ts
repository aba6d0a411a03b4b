// Asking for an SPF run and running it: the shortest-path tree of each area that changed, and the routes that follow from all of them.

import { after, between, type Duration } from '@ospflab/sim';
import type { Area } from './area.ts';
import { interfaceState } from './interface/interface-state.ts';
import type { Lsa } from './lsa/lsa.ts';
import { lsTypes } from './lsa/lsa.ts';
import { neighborState } from './neighbor/neighbor-state.ts';
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

/** RFC 2328 §13.2: a change in this area makes its routes stale. */
export function scheduleSpf(router: RouterState, area: Area): void {
  area.spfWanted = true;
  if (router.spfTimer.at !== undefined) return;
  const at = router.spf.schedule(router.now);
  router.spfTimer.set(at);
  router.record({ kind: 'spfScheduled', at });
}

/** The SPF timer expired. */
export function runSpf(router: RouterState): void {
  router.spf.ran(router.now);
  let vertices = 0;
  for (const area of router.calculationOrder) {
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

/** RFC 2328 §16.6: an external LSA, or what is imported, changed. What changes at one instant is looked at once. */
export function scheduleExternalRoutes(router: RouterState): void {
  delayExternalRoutes(router, 0 as Duration);
}

function delayExternalRoutes(router: RouterState, delay: Duration): void {
  const { externalRoutesTimer, now } = router;
  const at = after(now, delay);
  if (externalRoutesTimer.at === undefined || at < externalRoutesTimer.at) externalRoutesTimer.set(at);
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
  const graph = graphOf(topologyOf(router, area));
  const paths = computeShortestPaths(graph, router.routerId, spfInterfacesOf(area), area.paths);
  area.routes = computeIntraAreaRoutes(paths, area.areaId, router.maximumPaths, area.routes);
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
  for (const { state, config, neighbors, multiAccess } of area.interfaces) {
    if (state === interfaceState.down) continue;
    const full = neighbors.find((neighbor) => neighbor.state === neighborState.full);
    interfaces.push({
      interfaceIndex: config.interfaceIndex,
      name: config.name,
      networkType: config.networkType,
      address: config.address,
      prefixLength: config.prefixLength,
      ...(config.unnumbered === true ? { unnumbered: true } : {}),
      ...(full === undefined || multiAccess ? {} : { neighborAddress: full.address }),
    });
  }
  return interfaces;
}
