// Everything a router wants from the outside. With input.ts the whole contract of `OspfRouter`.

import type { Ipv4Address, Ipv4Prefix } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { OspfBfdConfig } from './config.ts';
import type { OspfEvent } from './event.ts';
import type { OspfPacket } from './packet/ospf-packet.ts';
import type { OspfExternalRoute, OspfRoute } from './spf/ospf-route.ts';

export type OspfEffect =
  | SendPacket
  | SetTimer
  | CancelTimer
  | JoinGroup
  | LeaveGroup
  | InstallRoute
  | WithdrawRoute
  | RequestBfdSession
  | ReleaseBfdSession
  | RememberRestart
  | FinishRestart
  | RememberBootCount
  | RecordEvent;

/** IP protocol 89, TTL 1 unless `routed`, type of service 0xc0. Wrap the packet as payload with `makeOspfPayload`. */
export interface SendPacket {
  readonly kind: 'sendPacket';
  readonly interfaceIndex: number;
  readonly source: Ipv4Address;
  /** 224.0.0.5, 224.0.0.6, or a neighbour. */
  readonly destination: Ipv4Address;
  /** Over a virtual link: the host sends it where its routes lead, and others forward it. `interfaceIndex` is where that is expected. */
  readonly routed?: true;
  readonly packet: OspfPacket;
}

/** Arms the timer; a deadline that is already set is replaced. */
export interface SetTimer {
  readonly kind: 'setTimer';
  readonly timer: number;
  readonly at: Instant;
}

export interface CancelTimer {
  readonly kind: 'cancelTimer';
  readonly timer: number;
}

/** The host shall accept packets to this group on this device. */
export interface JoinGroup {
  readonly kind: 'joinGroup';
  readonly interfaceIndex: number;
  readonly group: Ipv4Address;
}

export interface LeaveGroup {
  readonly kind: 'leaveGroup';
  readonly interfaceIndex: number;
  readonly group: Ipv4Address;
}

/** A new route, or new next hops or cost of one; replaces what was installed for the prefix. Only differences to the last run are sent. */
export interface InstallRoute {
  readonly kind: 'installRoute';
  readonly route: OspfRoute | OspfExternalRoute;
}

export interface WithdrawRoute {
  readonly kind: 'withdrawRoute';
  readonly prefix: Ipv4Prefix;
}

/** The host's BFD shall watch the neighbour and tell by `bfdSessionDown`; again with other settings for a session that it has. */
export interface RequestBfdSession {
  readonly kind: 'requestBfdSession';
  readonly interfaceIndex: number;
  readonly peer: Ipv4Address;
  readonly local: Ipv4Address;
  readonly settings: OspfBfdConfig;
}

export interface ReleaseBfdSession {
  readonly kind: 'releaseBfdSession';
  readonly interfaceIndex: number;
  readonly peer: Ipv4Address;
}

/** The host shall keep this beyond the end of the process, and its routes until then; `started` takes it back. */
export interface RememberRestart {
  readonly kind: 'rememberRestart';
  readonly until: Instant;
}

/** All routes of the restarted process are installed: what is left over from before it shall go. */
export interface FinishRestart {
  readonly kind: 'finishRestart';
}

/** The host shall keep this for as long as the router lives, whatever happens to it; `started` takes it back. RFC 7474 §2. */
export interface RememberBootCount {
  readonly kind: 'rememberBootCount';
  readonly bootCount: number;
}

export interface RecordEvent {
  readonly kind: 'record';
  readonly event: OspfEvent;
}

export const allSpfRouters = 0xe0000005 as Ipv4Address;
export const allDRouters = 0xe0000006 as Ipv4Address;
