// Telling the host what changed: the routes inside the AS and, for other prefixes, those out of it.

import { comparePrefixes, formatIpv4Address } from '@ospflab/net';
import type { RouterState } from '../router-state.ts';
import type { OspfExternalRoute, OspfNextHop, OspfRoute } from '../spf/ospf-route.ts';

type AnyRoute = OspfRoute | OspfExternalRoute;

/** Returns how many routes differ from what was announced last. */
export function announceRoutes(router: RouterState): number {
  // RFC 3623 §2.1: the host forwards by what it has until the restart is over.
  if (router.restarting) return 0;
  const before = router.announced;
  router.announced = withExternals(router.routes, router.externalRoutes);
  return announceDifferences(router, before, router.announced);
}

/** The process ends: whoever installed its routes takes them back. */
export function withdrawAllRoutes(router: RouterState): void {
  for (const route of router.announced) withdraw(router, route);
  router.announced = [];
}

/** Both are in prefix order, and so is the result. A route inside the AS hides one that leads out of it. */
function withExternals(
  inside: readonly OspfRoute[],
  externals: readonly OspfExternalRoute[],
): readonly AnyRoute[] {
  if (externals.length === 0) return inside;
  const merged: AnyRoute[] = [];
  let next = 0;
  for (const external of externals) {
    let order = -1;
    while (next < inside.length) {
      order = comparePrefixes(inside[next]!.prefix, external.prefix);
      if (order > 0) break;
      merged.push(inside[next++]!);
      if (order === 0) break;
    }
    if (order !== 0) merged.push(external);
  }
  while (next < inside.length) merged.push(inside[next++]!);
  return merged;
}

function announceDifferences(
  router: RouterState,
  before: readonly AnyRoute[],
  now: readonly AnyRoute[],
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

function sameRoute(left: AnyRoute, right: AnyRoute): boolean {
  if (left.cost !== right.cost || left.nextHops.length !== right.nextHops.length) return false;
  if (left.pathType !== right.pathType || type2CostOf(left) !== type2CostOf(right)) return false;
  for (let index = 0; index < left.nextHops.length; index++) {
    const hop = left.nextHops[index]!;
    const other = right.nextHops[index]!;
    if (hop.address !== other.address || hop.interfaceIndex !== other.interfaceIndex) return false;
  }
  return true;
}

function type2CostOf(route: AnyRoute): number | undefined {
  return 'type2Cost' in route ? route.type2Cost : undefined;
}

function install(router: RouterState, route: AnyRoute): void {
  router.record({
    kind: 'ospfRouteChanged',
    prefixAddress: route.prefix.address,
    prefixLength: route.prefix.length,
    cost: route.cost,
    nextHops: nextHopsText(route.nextHops),
  });
  router.sink({ kind: 'installRoute', route: withinMaximumPaths(router, route) });
}

function withinMaximumPaths({ maximumPaths }: RouterState, route: AnyRoute): AnyRoute {
  if (route.nextHops.length <= maximumPaths) return route;
  return { ...route, nextHops: route.nextHops.slice(0, maximumPaths) };
}

function withdraw(router: RouterState, route: AnyRoute): void {
  router.record({
    kind: 'ospfRouteRemoved',
    prefixAddress: route.prefix.address,
    prefixLength: route.prefix.length,
  });
  router.sink({ kind: 'withdrawRoute', prefix: route.prefix });
}

/** Many routes share their list of next hops. */
const knownTexts = new WeakMap<readonly OspfNextHop[], string>();

function nextHopsText(nextHops: readonly OspfNextHop[]): string {
  let text = knownTexts.get(nextHops);
  if (text === undefined) {
    text = nextHops.map(nextHopText).join(' ');
    knownTexts.set(nextHops, text);
  }
  return text;
}

function nextHopText(nextHop: OspfNextHop): string {
  const address = nextHop.address === undefined ? '' : formatIpv4Address(nextHop.address);
  return `${nextHop.interfaceIndex}:${address}`;
}
