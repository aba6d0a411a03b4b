// Next hops that exist by themselves and are named by a number: `ip nexthop`. Routes refer to them with `nhid`.

import type { Ipv4Address } from '@ospflab/net';
import type { Duration } from '@ospflab/sim';

export type NextHopSpecification =
  | {
      readonly kind: 'hop';
      readonly id: number;
      readonly interfaceIndex: number;
      /** Without it the destination is on the link. */
      readonly address?: Ipv4Address;
    }
  | { readonly kind: 'blackhole'; readonly id: number }
  | {
      readonly kind: 'group';
      readonly id: number;
      readonly members: readonly NextHopMember[];
      /** Buckets between hash and member; without it, regions of the hash. */
      readonly resilient?: ResilientSettings;
    };

export interface NextHopMember {
  readonly id: number;
  /** 1 … 256 */
  readonly weight: number;
}

/** What is left out stays as it is; a new group has 120 s and 0. */
export interface ResilientSettings {
  /** Of a new group; cannot change later. */
  readonly buckets?: number;
  readonly idleTimer?: Duration;
  readonly unbalancedTimer?: Duration;
}

/** Why `ip nexthop` fails. */
export type NextHopRefusal =
  | 'exists'
  | 'notFound'
  | 'invalidGateway'
  | 'interfaceDown'
  | 'memberNotFound'
  | 'memberTwice'
  | 'groupInGroup'
  | 'blackholeInGroup'
  | 'otherType'
  | 'otherBuckets'
  | 'withoutBuckets'
  | 'notInThisKernel';
