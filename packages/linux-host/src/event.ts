// What a Linux host tells the trace: few events per packet, since each is folded into the digest. Flat primitives only.

import type { Ipv4Address } from '@ospflab/net';
import type { NextHopRefusal } from './routing/next-hop-object.ts';

export type HostEvent =
  | PacketDropped
  | {
      readonly kind: 'arpStateChanged';
      readonly interfaceIndex: number;
      readonly address: Ipv4Address;
      readonly from: NeighborState;
      readonly to: NeighborState;
      readonly mac: number | undefined;
    }
  | {
      readonly kind: 'fibChanged';
      readonly prefix: Ipv4Address;
      readonly prefixLength: number;
      /** `none`, or next hops as `address%index` joined by a comma, in the kernel's order. */
      readonly nextHops: string;
    }
  | {
      readonly kind: 'redirectSent';
      readonly to: Ipv4Address;
      readonly destination: Ipv4Address;
      readonly gateway: Ipv4Address;
    }
  | { readonly kind: 'redirectAccepted'; readonly destination: Ipv4Address; readonly gateway: Ipv4Address }
  | { readonly kind: 'pathMtuLearned'; readonly destination: Ipv4Address; readonly mtu: number }
  | {
      readonly kind: 'redirectIgnored';
      readonly destination: Ipv4Address;
      readonly reason: RedirectIgnoredReason;
    }
  | {
      readonly kind: 'tcpResetSent';
      readonly source: Ipv4Address;
      readonly destination: Ipv4Address;
      readonly sourcePort: number;
      readonly destinationPort: number;
      readonly reason: TcpResetReason;
    }
  | {
      readonly kind: 'tcpResetReceived';
      readonly source: Ipv4Address;
      readonly destination: Ipv4Address;
      readonly sourcePort: number;
      readonly destinationPort: number;
    }
  | {
      readonly kind: 'linkStateChanged';
      readonly interfaceIndex: number;
      readonly adminUp: boolean;
      readonly carrier: boolean;
    }
  | {
      readonly kind: 'addressChanged';
      readonly interfaceIndex: number;
      readonly address: Ipv4Address;
      readonly prefixLength: number;
      readonly present: boolean;
    }
  | { readonly kind: 'sysctlRefused'; readonly key: string }
  | { readonly kind: 'nextHopRefused'; readonly nextHopId: number; readonly reason: NextHopRefusal }
  /** Of a resilient group: flows in them go another way from now on. */
  | { readonly kind: 'bucketsMoved'; readonly nextHopId: number; readonly buckets: number }
  | { readonly kind: 'hostBooted' }
  | { readonly kind: 'hostCrashed' };

/** The 5-tuple of the packet in question; ports are 0 where the protocol has none. */
export interface PacketDropped {
  readonly kind: 'packetDropped';
  readonly reason: DropReason;
  readonly interfaceIndex: number;
  readonly source: Ipv4Address;
  readonly destination: Ipv4Address;
  readonly protocol: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

export type DropReason =
  | 'interfaceDown'
  | 'martianSource'
  | 'martianDestination'
  | 'reversePathFailed'
  | 'notForUs'
  | 'forwardingOff'
  | 'ttlExceeded'
  | 'noRoute'
  | 'blackhole'
  | 'prohibited'
  | 'fragmentationNeeded'
  | 'neighborFailed'
  | 'neighborQueueFull'
  | 'reassemblyTimeout'
  | 'reassemblyBound'
  | 'noSocket'
  | 'socketBound'
  | 'malformed'
  | LocalInDropReason;

/** Reasons that the LOCAL_IN hook gives; names are the balancer's. */
export type LocalInDropReason = `localIn${string}`;

export type NeighborState =
  'none' | 'incomplete' | 'reachable' | 'stale' | 'delay' | 'probe' | 'failed' | 'noarp';

export type RedirectIgnoredReason =
  'notAccepted' | 'notFromGateway' | 'gatewayNotOnLink' | 'gatewayLocal' | 'gatewayUnresolved';

export type TcpResetReason = 'noSocket' | 'portClosed' | 'badAcknowledgement' | 'aborted' | 'dataAfterClose';
