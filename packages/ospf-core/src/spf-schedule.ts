// Asking for an SPF run and running it: the shortest-path tree of each area that changed, and the differences of its routes.

import { comparePrefixes, formatIpv4Address } from '@ospflab/net';
import type { Area } from './area.ts';
import { interfaceState } from './interface/interface-state.ts';
import type { Lsa } from './lsa/lsa.ts';
import { lsTypes } from './lsa/lsa.ts';
import type { RouterState } from './router-state.ts';
import { graphOf } from './shared-graph.ts';
import { computeIntraAreaRoutes } from './spf/intra-area-routes.ts';
import type { OspfNextHop, OspfRoute, SpfInterface } from './spf/ospf-route.ts';
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
  let routes = 0;
  let routesChanged = 0;
  for (const area of router.areas) {
    if (area.spfWanted) {
      const before = area.routes;
      vertices += calculate(router, area);
      routesChanged += announceDifferences(router, before, area.routes);
    }
    routes += area.routes.length;
  }
  router.record({ kind: 'spfRun', vertices, routes, routesChanged });
}

/** The process ends: whoever installed its routes takes them back. */
export function withdrawAllRoutes(router: RouterState): void {
  for (const area of router.areas) {
    for (const route of area.routes) withdraw(router, route);
    area.routes = [];
  }
}

function calculate(router: RouterState, area: Area): number {
  area.spfWanted = false;
  area.spfRuns++;
  const graph = graphOf(topologyOf(router, area));
  const paths = computeShortestPaths(graph, router.routerId, spfInterfacesOf(area));
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
  for (const { state, config } of area.interfaces) {
    if (state === interfaceState.down) continue;
    interfaces.push({
      interfaceIndex: config.interfaceIndex,
      name: config.name,
      networkType: config.networkType,
      address: config.address,
      prefixLength: config.prefixLength,
    });
  }
  return interfaces;
}

/** Both lists are in prefix order. Returns how many routes differ. */
function announceDifferences(
  router: RouterState,
  before: readonly OspfRoute[],
  now: readonly OspfRoute[],
): number {
  if (before === now) return 0;
  let changed = 0;
  let old = 0;
  let fresh = 0;
  while (old < before.length || fresh < now.length) {
    const left = before[old];
    const right = now[fresh];
    if (left === right) {
      old++;
      fresh++;
      continue;
    }
    const order =
      left === undefined ? 1 : right === undefined ? -1 : comparePrefixes(left.prefix, right.prefix);
    if (order <= 0) old++;
    if (order >= 0) fresh++;
    if (order < 0) withdraw(router, left!);
    else if (order > 0 || !sameRoute(left!, right!)) install(router, right!);
    else continue;
    changed++;
  }
  return changed;
}

function sameRoute(left: OspfRoute, right: OspfRoute): boolean {
  if (left.cost !== right.cost || left.nextHops.length !== right.nextHops.length) return false;
  for (let index = 0; index < left.nextHops.length; index++) {
    const hop = left.nextHops[index]!;
    const other = right.nextHops[index]!;
    if (hop.address !== other.address || hop.interfaceIndex !== other.interfaceIndex) return false;
  }
  return true;
}

function install(router: RouterState, route: OspfRoute): void {
  router.record({
    kind: 'ospfRouteChanged',
    prefixAddress: route.prefix.address,
    prefixLength: route.prefix.length,
    cost: route.cost,
    nextHops: route.nextHops.map(nextHopText).join(' '),
  });
  router.sink({ kind: 'installRoute', route });
}

function withdraw(router: RouterState, route: OspfRoute): void {
  router.record({
    kind: 'ospfRouteRemoved',
    prefixAddress: route.prefix.address,
    prefixLength: route.prefix.length,
  });
  router.sink({ kind: 'withdrawRoute', prefix: route.prefix });
}

function nextHopText(nextHop: OspfNextHop): string {
  const address = nextHop.address === undefined ? '' : formatIpv4Address(nextHop.address);
  return `${nextHop.interfaceIndex}:${address}`;
}
