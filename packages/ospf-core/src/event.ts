// What happened inside a router, for traces and reports. Fields are flat primitives; addresses and identifiers are branded numbers.

import type { Ipv4Address } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { AreaId, LinkStateId, RouterId, SequenceNumber } from './lsa/lsa.ts';
import type { InterfaceEventName, InterfaceStateName } from './interface/interface-state.ts';
import type { NeighborEventName, NeighborStateName } from './neighbor/neighbor-state.ts';

export type OspfEvent =
  | InterfaceStateChanged
  | NeighborStateChanged
  | DesignatedRouterElected
  | LsaOriginated
  | LsaInstalled
  | LsaFlushed
  | LsaRemoved
  | LsaDiscarded
  | LsaRetransmitted
  | DatabaseDescriptionRetransmitted
  | LinkStateRequestRetransmitted
  | PacketDropped
  | SigningKeyChanged
  | DeadTimerExpired
  | BfdSessionLost
  | HelpBegun
  | HelpRefused
  | HelpEnded
  | RestartAnnounced
  | RestartBegun
  | RestartEnded
  | OverflowEntered
  | OverflowLeft
  | SpfScheduled
  | SpfRun
  | OspfRouteChanged
  | OspfRouteRemoved;

export interface InterfaceStateChanged {
  readonly kind: 'interfaceStateChanged';
  readonly interfaceIndex: number;
  readonly address: Ipv4Address;
  readonly from: InterfaceStateName;
  readonly to: InterfaceStateName;
  readonly trigger: InterfaceEventName;
}

export interface NeighborStateChanged {
  readonly kind: 'neighborStateChanged';
  readonly interfaceIndex: number;
  readonly neighborId: RouterId;
  readonly neighborAddress: Ipv4Address;
  readonly from: NeighborStateName;
  readonly to: NeighborStateName;
  readonly trigger: NeighborEventName;
}

/** 0.0.0.0 stands for none. Recorded when either changed. */
export interface DesignatedRouterElected {
  readonly kind: 'designatedRouterElected';
  readonly interfaceIndex: number;
  readonly designatedRouter: Ipv4Address;
  readonly backupDesignatedRouter: Ipv4Address;
}

interface LsaNamed {
  /** Undefined: AS scope. */
  readonly areaId: AreaId | undefined;
  readonly lsType: number;
  readonly linkStateId: LinkStateId;
  readonly advertisingRouter: RouterId;
  readonly sequence: SequenceNumber;
}

export type OriginationReason =
  'topologyChanged' | 'refreshed' | 'receivedOwnLsa' | 'sequenceWrapped' | 'configurationChanged';

export interface LsaOriginated extends LsaNamed {
  readonly kind: 'lsaOriginated';
  readonly reason: OriginationReason;
}

/** An LSA that came from a neighbour was put into the database. */
export interface LsaInstalled extends LsaNamed {
  readonly kind: 'lsaInstalled';
  readonly ageSeconds: number;
  readonly neighborId: RouterId;
}

/** This router set the LSA to MaxAge and floods it. */
export interface LsaFlushed extends LsaNamed {
  readonly kind: 'lsaFlushed';
  readonly reason:
    'stopped' | 'noLongerNeeded' | 'receivedOwnLsa' | 'sequenceWrapped' | 'agedOut' | 'databaseOverflow';
}

/** A MaxAge LSA left the database. */
export interface LsaRemoved extends LsaNamed {
  readonly kind: 'lsaRemoved';
}

/** A received LSA was not installed although it is no plain duplicate. RFC 2328 §13. */
export interface LsaDiscarded extends LsaNamed {
  readonly kind: 'lsaDiscarded';
  readonly neighborId: RouterId;
  readonly reason: LsaDiscardReason;
}

export type LsaDiscardReason =
  | 'checksumMismatch'
  | 'malformedBody'
  | 'unknownType'
  | 'notFloodedHere'
  | 'maxAgeUnknown'
  | 'receivedTooSoon'
  | 'olderThanDatabase'
  | 'sequenceWrapping'
  | 'badRequest'
  | 'databaseOverflow';

export interface LsaRetransmitted extends LsaNamed {
  readonly kind: 'lsaRetransmitted';
  readonly neighborId: RouterId;
}

export interface DatabaseDescriptionRetransmitted {
  readonly kind: 'databaseDescriptionRetransmitted';
  readonly interfaceIndex: number;
  readonly neighborId: RouterId;
}

export interface LinkStateRequestRetransmitted {
  readonly kind: 'linkStateRequestRetransmitted';
  readonly interfaceIndex: number;
  readonly neighborId: RouterId;
}

export interface PacketDropped {
  readonly kind: 'packetDropped';
  readonly interfaceIndex: number;
  readonly source: Ipv4Address;
  readonly reason: OspfDropReason;
  /** What the codec or the check found, where there is more to say. */
  readonly detail?: string;
}

/** RFC 2328 §8.2, §10.5, §10.6, §10.7, §13, §13.7. */
export type OspfDropReason =
  | 'malformed'
  | 'interfaceUnknown'
  | 'interfaceDown'
  | 'interfacePassive'
  | 'areaMismatch'
  | 'sourceNotOnNetwork'
  | 'ownRouterId'
  | 'notDesignatedRouter'
  | 'authenticationTypeMismatch'
  | 'authenticationKeyUnknown'
  | 'authenticationKeyNotYetValid'
  | 'authenticationKeyExpired'
  | 'authenticationFailed'
  | 'packetReplayed'
  | 'networkMaskMismatch'
  | 'helloIntervalMismatch'
  | 'deadIntervalMismatch'
  | 'optionsMismatch'
  | 'neighborUnknown'
  | 'neighborStateTooLow'
  | 'mtuTooLarge'
  | 'negotiationFailed'
  | 'initialFromSlave'
  | 'duplicate';

/** Packets leave with another key than before; undefined: without any, as none is good for it. */
export interface SigningKeyChanged {
  readonly kind: 'signingKeyChanged';
  readonly interfaceIndex: number;
  readonly keyId: number | undefined;
  readonly keyIdBefore: number | undefined;
}

export interface DeadTimerExpired {
  readonly kind: 'deadTimerExpired';
  readonly interfaceIndex: number;
  readonly neighborId: RouterId;
  readonly neighborAddress: Ipv4Address;
}

/** BFD reported the neighbour dead. */
export interface BfdSessionLost {
  readonly kind: 'bfdSessionLost';
  readonly interfaceIndex: number;
  readonly neighborId: RouterId;
  readonly neighborAddress: Ipv4Address;
}

interface HelpNamed {
  readonly interfaceIndex: number;
  readonly neighborId: RouterId;
  readonly neighborAddress: Ipv4Address;
}

/** The neighbour restarts and stays a neighbour meanwhile; begun anew when its grace period is renewed. RFC 3623 §3.1. */
export interface HelpBegun extends HelpNamed {
  readonly kind: 'helpBegun';
  readonly until: Instant;
}

export interface HelpRefused extends HelpNamed {
  readonly kind: 'helpRefused';
  readonly reason: HelpRefusal;
}

export type HelpRefusal =
  'notEnabled' | 'notFull' | 'notPlanned' | 'changesUnacknowledged' | 'graceOver' | 'restarting';

export interface HelpEnded extends HelpNamed {
  readonly kind: 'helpEnded';
  readonly reason: HelpEnd;
}

/** RFC 3623 §3.2; `neighborLost`: its interface went down, or it was cleared. */
export type HelpEnd = 'completed' | 'graceOver' | 'topologyChanged' | 'neighborLost';

/** Neighbours were asked to wait until then. RFC 3623 §2.1. */
export interface RestartAnnounced {
  readonly kind: 'restartAnnounced';
  readonly until: Instant;
}

/** This router has started again within its grace period. */
export interface RestartBegun {
  readonly kind: 'restartBegun';
  readonly until: Instant;
}

export interface RestartEnded {
  readonly kind: 'restartEnded';
  readonly reason: RestartEnd;
}

/** RFC 3623 §2.2; `inconsistent`: a neighbour has given up the adjacency. */
export type RestartEnd = 'completed' | 'inconsistent' | 'graceOver';

/** The database holds as many external LSAs as it may: the router withdraws its own. RFC 1765 §2.2. */
export interface OverflowEntered {
  readonly kind: 'overflowEntered';
  readonly limit: number;
  /** Undefined: it does not leave this state by itself. */
  readonly until: Instant | undefined;
}

/** RFC 1765 §2.4 */
export interface OverflowLeft {
  readonly kind: 'overflowLeft';
}

export interface SpfScheduled {
  readonly kind: 'spfScheduled';
  readonly at: Instant;
}

export interface SpfRun {
  readonly kind: 'spfRun';
  /** Routers and transit networks that were reached. */
  readonly vertices: number;
  readonly routes: number;
  readonly routesChanged: number;
}

export interface OspfRouteChanged {
  readonly kind: 'ospfRouteChanged';
  readonly prefixAddress: Ipv4Address;
  readonly prefixLength: number;
  readonly cost: number;
  /** `interfaceIndex:address` of each next hop in canonical order, joined by blanks; `interfaceIndex:` when directly attached. */
  readonly nextHops: string;
}

export interface OspfRouteRemoved {
  readonly kind: 'ospfRouteRemoved';
  readonly prefixAddress: Ipv4Address;
  readonly prefixLength: number;
}
