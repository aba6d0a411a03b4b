// Everything that can happen to a router. With effect.ts the whole contract of `OspfRouter`.

import type { Ipv4Address, Ipv4Payload, Ipv4Prefix } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { OspfInterfaceConfig, OspfRouterConfig } from './config.ts';
import type { RouterId } from './lsa/lsa.ts';

export type OspfInput =
  | Started
  | Stopped
  | ShutdownRequested
  | PacketReceived
  | TimerExpired
  | InterfaceUp
  | InterfaceDown
  | InterfaceAdded
  | InterfaceRemoved
  | InterfaceReconfigured
  | NeighborsCleared
  | InterfacesCleared
  | BfdSessionDown
  | ProcessCleared
  | RestartPrepared
  | RouterReconfigured
  | ExternalRouteAdded
  | ExternalRouteRemoved;

/** The process starts; interfaces given by the configuration and not reported down before are brought up. */
export interface Started {
  readonly kind: 'started';
  /** Devices that are down at the start. Loopbacks are up unless listed. */
  readonly interfacesDown?: readonly number[];
  /** The grace period of the restart that this start belongs to, as `rememberRestart` said; absent, or over: an ordinary start. */
  readonly graceUntil?: Instant;
  /** As `rememberBootCount` said last; absent: it never did. */
  readonly bootCount?: number;
}

/**
 * `graceful` (SIGTERM): what the profile flushes is sent before all state is gone. Otherwise (SIGKILL) nothing is sent. Either way the
 * groups are left and the routes withdrawn, as kernel and zebra do when the daemon's sockets close. May be started again.
 */
export interface Stopped {
  readonly kind: 'stopped';
  readonly graceful: boolean;
}

/**
 * `no router ospf`: the router keeps traffic away for as long as it is configured to, then flushes what the profile flushes and ends.
 * May be started again.
 */
export interface ShutdownRequested {
  readonly kind: 'shutdownRequested';
}

/** An IPv4 packet of protocol 89 that the host accepted on this device: to 224.0.0.5, 224.0.0.6 when joined, or one of its addresses. */
export interface PacketReceived {
  readonly kind: 'packetReceived';
  readonly interfaceIndex: number;
  readonly source: Ipv4Address;
  readonly destination: Ipv4Address;
  readonly payload: Ipv4Payload;
}

export interface TimerExpired {
  readonly kind: 'timerExpired';
  readonly timer: number;
}

export interface InterfaceUp {
  readonly kind: 'interfaceUp';
  readonly interfaceIndex: number;
}

/** The device lost its carrier or was set down. */
export interface InterfaceDown {
  readonly kind: 'interfaceDown';
  readonly interfaceIndex: number;
}

/** An address under OSPF appeared while running (a VIP on lo, say); it is up at once unless `down`. */
export interface InterfaceAdded {
  readonly kind: 'interfaceAdded';
  readonly config: OspfInterfaceConfig;
  readonly down?: boolean;
}

export interface InterfaceRemoved {
  readonly kind: 'interfaceRemoved';
  readonly interfaceIndex: number;
  readonly address: Ipv4Address;
}

/** Cost, priority, timers, authentication, passive, MTU. The same device, address, area and network type, else it is removed and added. */
export interface InterfaceReconfigured {
  readonly kind: 'interfaceReconfigured';
  readonly config: OspfInterfaceConfig;
}

/** The BFD session with that neighbour was up and is down, for a reason that says something of the path. */
export interface BfdSessionDown {
  readonly kind: 'bfdSessionDown';
  readonly interfaceIndex: number;
  readonly neighborAddress: Ipv4Address;
}

/** `clear ip ospf neighbor`: adjacencies start again from Down. */
export interface NeighborsCleared {
  readonly kind: 'neighborsCleared';
  /** Absent: all of them. */
  readonly neighborId?: RouterId;
}

/** `clear ip ospf interface`: what is up goes down and comes up again. */
export interface InterfacesCleared {
  readonly kind: 'interfacesCleared';
  /** Absent: all of them. */
  readonly interfaceIndex?: number;
}

/** `clear ip ospf process`: the router flushes what it originated and begins anew, with all it is configured with. */
export interface ProcessCleared {
  readonly kind: 'processCleared';
}

/** `graceful-restart prepare ip ospf`: the process is about to be stopped and started again, and its routes shall stay. RFC 3623 §2.1. */
export interface RestartPrepared {
  readonly kind: 'restartPrepared';
}

/** Settings of the process typed while it runs. A new router id waits for the next `processCleared` while there are full neighbours. */
export interface RouterReconfigured {
  readonly kind: 'routerReconfigured';
  readonly settings: OspfProcessSettings;
}

export type OspfProcessSettings = Omit<OspfRouterConfig, 'interfaces'>;

/** In order of preference, when several know the same prefix. `default` is `default-information originate`. */
export const importSources = ['default', 'connected', 'static', 'kernel'] as const;
export type ImportSource = (typeof importSources)[number];

/** A route of another protocol to be told to the AS, after filters and defaults were applied; replaces the source's last word. RFC 2328 §12.4.4. */
export interface ExternalRouteAdded {
  readonly kind: 'externalRouteAdded';
  readonly source: ImportSource;
  readonly prefix: Ipv4Prefix;
  readonly metric: number;
  readonly metricType: 1 | 2;
  readonly tag: number;
  /** Where this router sends packets to it; it becomes the forwarding address when it lies on a network of OSPF. */
  readonly nextHop?: Ipv4Address;
}

export interface ExternalRouteRemoved {
  readonly kind: 'externalRouteRemoved';
  readonly source: ImportSource;
  readonly prefix: Ipv4Prefix;
}
