// Finding routes inside the AS by destination.

import { prefixOf, type Ipv4Address } from '@ospflab/net';
import type { OspfRoute } from '../spf/ospf-route.ts';
import { prefixNumber } from './route-book.ts';

export type RoutesByPrefix = ReadonlyMap<number, OspfRoute>;

export function routesByPrefix(routes: readonly OspfRoute[]): RoutesByPrefix {
  return new Map(routes.map((route) => [prefixNumber(route.prefix), route]));
}

/** The most specific route to the address. */
export function longestMatch(routes: RoutesByPrefix, address: Ipv4Address): OspfRoute | undefined {
  for (let length = 32; length >= 0; length--) {
    const found = routes.get(prefixNumber(prefixOf(address, length)));
    if (found !== undefined) return found;
  }
  return undefined;
}
