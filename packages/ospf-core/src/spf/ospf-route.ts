// What SPF hands out: routes of RFC 2328 §11 and the interfaces of the calculating router that it starts from.

import type { Ipv4Address, Ipv4Prefix } from '@ospflab/net';
import type { OspfNetworkType } from '../config.ts';
import type { AreaId, RouterId } from '../lsa/lsa.ts';

/** Where packets leave: through the interface to that neighbour, or straight to the destination when `address` is undefined. */
export interface OspfNextHop {
  readonly interfaceIndex: number;
  readonly address: Ipv4Address | undefined;
}

/** RFC 2328 §11, in order of preference. */
export type OspfPathType = 'intraArea' | 'interArea';
export type OspfExternalPathType = 'external1' | 'external2';

export interface OspfRoute {
  readonly prefix: Ipv4Prefix;
  readonly cost: number;
  /**
   * In canonical order: by address (directly attached first), then by interface index; at most `maximumPaths`. Empty only for an area
   * range of this router: packets for what is in the range but nowhere else are dropped.
   */
  readonly nextHops: readonly OspfNextHop[];
  readonly areaId: AreaId;
  readonly pathType: OspfPathType;
}

/** A route out of the AS, RFC 2328 §16.4. */
export interface OspfExternalRoute {
  readonly prefix: Ipv4Prefix;
  /** To the boundary router or forwarding address, with the external metric added for type 1. */
  readonly cost: number;
  /** The external metric of a type 2 path. */
  readonly type2Cost: number | undefined;
  readonly tag: number;
  /** As in `OspfRoute`; never empty. */
  readonly nextHops: readonly OspfNextHop[];
  readonly pathType: OspfExternalPathType;
}

/** A route to a router that is an area border router or AS boundary router. */
export interface OspfRouterRoute {
  readonly routerId: RouterId;
  readonly cost: number;
  readonly nextHops: readonly OspfNextHop[];
  readonly areaId: AreaId;
  readonly pathType: OspfPathType;
  readonly areaBorderRouter: boolean;
  readonly asBoundaryRouter: boolean;
}

/**
 * An interface of the calculating router that its own router-LSA describes. One entry per address: an interface with two addresses
 * is listed twice with the same index.
 */
export interface SpfInterface {
  readonly interfaceIndex: number;
  readonly name: string;
  readonly networkType: OspfNetworkType;
  readonly address: Ipv4Address;
  readonly prefixLength: number;
  /** The interface index stands for it in the router-LSA, since its address is another one's. */
  readonly unnumbered?: boolean | undefined;
  /** Of the one neighbour on a point-to-point link, from its hellos; absent while there is none. */
  readonly neighborAddress?: Ipv4Address | undefined;
  /** A virtual link: the other end and the ways there through the transit area, RFC 2328 §16.1.1. */
  readonly virtualLink?:
    { readonly neighborId: RouterId; readonly nextHops: readonly OspfNextHop[] } | undefined;
}

/** Canonical order of next hops, the one in which truncation at the maximum number of paths cuts. */
export function compareNextHops(left: OspfNextHop, right: OspfNextHop): number {
  return (left.address ?? -1) - (right.address ?? -1) || left.interfaceIndex - right.interfaceIndex;
}

export function sameNextHops(left: readonly OspfNextHop[], right: readonly OspfNextHop[]): boolean {
  if (left === right) return true;
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) {
    const hop = left[index]!;
    const other = right[index]!;
    if (hop.address !== other.address || hop.interfaceIndex !== other.interfaceIndex) return false;
  }
  return true;
}
