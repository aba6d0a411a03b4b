// What `ipvsadm` may read of a director.

import type { Ipv4Address } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { TrafficRates, TrafficTotals } from './traffic-counters.ts';
import type {
  DestinationKey,
  DestinationSettings,
  IpvsProtocol,
  VirtualServiceKey,
  VirtualServiceSettings,
} from './virtual-service.ts';

export interface VirtualServiceView {
  readonly key: VirtualServiceKey;
  readonly settings: VirtualServiceSettings;
  readonly totals: TrafficTotals;
  readonly rates: TrafficRates;
  /** In the scheduler's order: the one added last comes first. */
  readonly destinations: readonly DestinationView[];
}

export interface DestinationView {
  readonly key: DestinationKey;
  readonly settings: DestinationSettings;
  readonly activeConnections: number;
  readonly inactiveConnections: number;
  readonly persistentConnections: number;
  readonly overloaded: boolean;
  readonly totals: TrafficTotals;
  readonly rates: TrafficRates;
}

export interface ConnectionView {
  /** 'ip' in templates of firewall marks. */
  readonly protocol: IpvsProtocol | 'ip';
  /** A persistence template: client masked, client port 0. */
  readonly template: boolean;
  /** As ipvsadm prints it: a TCP state, UDP, or NONE and ASSURED for a template. */
  readonly state: string;
  readonly client: Ipv4Address;
  readonly clientPort: number;
  readonly virtualAddress: Ipv4Address;
  readonly virtualPort: number;
  readonly realServer: Ipv4Address;
  readonly realPort: number;
  readonly expiresAt: Instant;
}

/** In seconds, in the order of `ipvsadm --timeout`. */
export interface TimeoutsView {
  readonly tcpSeconds: number;
  readonly tcpFinSeconds: number;
  readonly udpSeconds: number;
}
