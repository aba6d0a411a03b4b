// Prefix lists, access lists and route maps of FRR, asked about a route.

import { maskOfLength, prefixContains, type Ipv4Address, type Ipv4Prefix } from '@ospflab/net';
import type { OspfPrefixFilter, OspfPrefixRule } from '@ospflab/ospf-core';
import type {
  FrrAccessList,
  FrrAccessListEntry,
  FrrConfig,
  FrrPrefixList,
  FrrPrefixListEntry,
  FrrRouteMapEntry,
  FrrRouteMapMatch,
} from '../readers/frr/frr-config.ts';

/** What the clauses of a route map look at. */
export interface MatchedRoute {
  readonly prefix: Ipv4Prefix;
  readonly tag: number;
  readonly nextHop?: Ipv4Address;
  /** Of the first next hop. */
  readonly interfaceName?: string;
}

/** The first entry of which all clauses hold; undefined when there is none, or no such map. */
export function matchingEntry(
  frr: FrrConfig,
  routeMap: string,
  route: MatchedRoute,
): FrrRouteMapEntry | undefined {
  const map = frr.routeMaps.find(({ name }) => name === routeMap);
  return map?.entries.find(({ matches }) => matches.every((clause) => holds(frr, clause, route)));
}

function holds(frr: FrrConfig, clause: FrrRouteMapMatch, route: MatchedRoute): boolean {
  const { prefix, nextHop } = route;
  switch (clause.kind) {
    case 'prefixList':
      return permits(prefixListNamed(frr, clause.name), prefix);
    case 'accessList':
      return permits(accessListNamed(frr, clause.name), prefix);
    case 'prefixLength':
      return prefix.length === clause.length;
    case 'nextHopPrefixList':
      return nextHop !== undefined && permits(prefixListNamed(frr, clause.name), hostPrefix(nextHop));
    case 'nextHopAccessList':
      return nextHop !== undefined && permits(accessListNamed(frr, clause.name), hostPrefix(nextHop));
    case 'nextHopAddress':
      return nextHop === clause.address;
    case 'tag':
      return route.tag === clause.tag;
    case 'interface':
      return route.interfaceName === clause.name;
  }
}

/** Undefined when no list has the name. */
export function accessListNamed(frr: FrrConfig, name: string): OspfPrefixFilter | undefined {
  const list: FrrAccessList | undefined = frr.accessLists.find((candidate) => candidate.name === name);
  return list?.entries.map(ruleOfAccess);
}

export function prefixListNamed(frr: FrrConfig, name: string): OspfPrefixFilter | undefined {
  const list: FrrPrefixList | undefined = frr.prefixLists.find((candidate) => candidate.name === name);
  return list?.entries.map(ruleOfPrefix);
}

function ruleOfAccess({ permit, prefix, exact }: FrrAccessListEntry): OspfPrefixRule {
  return { permit, prefix, lengthMin: prefix.length, lengthMax: exact ? prefix.length : 32 };
}

function ruleOfPrefix({ permit, prefix, ge, le }: FrrPrefixListEntry): OspfPrefixRule {
  const lengthMax = le ?? (ge === undefined ? prefix.length : 32);
  return { permit, prefix, lengthMin: ge ?? prefix.length, lengthMax };
}

/** A list that does not exist, or has no line for the prefix, denies. */
export function permits(list: OspfPrefixFilter | undefined, prefix: Ipv4Prefix): boolean {
  const rule = list?.find(
    ({ prefix: outer, lengthMin, lengthMax }) =>
      isInside(outer, prefix) && prefix.length >= lengthMin && prefix.length <= lengthMax,
  );
  return rule?.permit === true;
}

function isInside(outer: Ipv4Prefix, inner: Ipv4Prefix): boolean {
  return (
    inner.length >= outer.length &&
    prefixContains(outer, inner.address) &&
    (inner.address & ~maskOfLength(inner.length)) === 0
  );
}

function hostPrefix(address: Ipv4Address): Ipv4Prefix {
  return { address, length: 32 };
}
