// What the show commands read: plain values that the router fills at one instant. Times are durations relative to that instant.

import type { Ipv4Address, Ipv4Prefix } from '@ospflab/net';
import type { Duration } from '@ospflab/sim';
import type { OspfKey } from '../authentication/ospf-key.ts';
import type { OspfBfdConfig, OspfExternalSummary, OspfHelperConfig, OspfNetworkType } from '../config.ts';
import type { HelpEnd, HelpRefusal } from '../event.ts';
import type { PacketTraffic } from '../interface/packet-traffic.ts';
import type { RestartReason } from '../graceful-restart/grace-lsa.ts';
import type { AreaId, Lsa, RouterId } from '../lsa/lsa.ts';
import type { OspfExternalRoute, OspfRoute, OspfRouterRoute } from '../spf/ospf-route.ts';

/** One router at one instant. Every list is in the order in which it is printed. */
export interface OspfView {
  readonly routerId: RouterId;
  readonly spfInitialDelay: Duration;
  readonly spfHoldMinimum: Duration;
  readonly spfHoldMaximum: Duration;
  /** FRR's multiplier of the minimum hold time; 1 when SPF has been quiet. */
  readonly spfHoldMultiplier: number;
  /** undefined: SPF never ran. */
  readonly sinceLastSpf: Duration | undefined;
  /** Wall time of the last run in microseconds; a simulated SPF takes no time, so 0 unless somebody measures. */
  readonly lastSpfMicroseconds: number;
  /** Until the scheduled SPF run; undefined when none is scheduled. */
  readonly spfDue: Duration | undefined;
  readonly lsaMinInterval: Duration;
  readonly lsaMinArrival: Duration;
  readonly refreshTimer: Duration;
  readonly maximumPaths: number;
  readonly administrativeDistance: number;
  readonly areaBorderRouter: boolean;
  /** Absent: `backboneAttached`. */
  readonly borderRouterRule?: 'severalAreas' | 'backboneConfigured' | 'backboneAttached';
  readonly asBoundaryRouter: boolean;
  readonly opaqueCapability: boolean;
  readonly rfc1583Compatibility: boolean;
  readonly adjacencyChangesLogged: boolean | 'all';
  /** RFC 6987; absent: never. */
  readonly maxMetric?: OspfMaxMetricView;
  /** Whom this router helps to restart, and how; absent: nobody. */
  readonly helper?: OspfHelperConfig | undefined;
  /** How the last help to anybody ended. */
  readonly lastHelpEnd?: HelpEnd | undefined;
  /** In order of area id. */
  readonly areas: readonly OspfAreaView[];
  /** In the order of interface names. */
  readonly interfaces: readonly OspfInterfaceView[];
  /** AS-external-LSAs, in order of link state id and advertising router. */
  readonly externalLsas: readonly OspfLsaView[];
  /** In the same order; absent: none. */
  readonly opaqueAsLsas?: readonly OspfLsaView[];
  /** In order of prefix. */
  readonly routes: readonly OspfRoute[];
  /** In order of router id. */
  readonly routerRoutes: readonly OspfRouterRoute[];
  /** In order of prefix. */
  readonly externalRoutes: readonly OspfExternalRoute[];
  /** Of imported routes, in order of prefix; absent: none. */
  readonly externalSummaries?: readonly OspfSummaryView[];
  /** From a new summary to its effect. */
  readonly externalSummaryDelay?: Duration;
  readonly interfaceName: (interfaceIndex: number) => string;
}

export interface OspfMaxMetricView {
  /** For how long after the start, and before the end. */
  readonly onStartup: Duration | undefined;
  readonly onShutdown: Duration | undefined;
  /** Why it is in force now. */
  readonly administrative: boolean;
  /** Until the time after the start is over. */
  readonly startupRest: Duration | undefined;
}

export interface OspfSummaryView {
  readonly summary: OspfExternalSummary;
  /** The imported prefixes that it stands for, in order. */
  readonly covers: readonly Ipv4Prefix[];
}

export interface OspfAreaView {
  readonly areaId: AreaId;
  /** Absent: normal. */
  readonly kind?: 'normal' | 'stub' | 'nssa';
  readonly noSummary?: boolean;
  /** Of an NSSA, at a border router. */
  readonly translator?: { readonly role: 'always' | 'candidate' | 'never'; readonly translates: boolean };
  /** Virtual links through the area that are Full; absent: none. */
  readonly virtualAdjacencies?: number;
  readonly authentication: 'none' | 'simple' | 'messageDigest';
  readonly spfRuns: number;
  /** Nobody else is within reach who would have to say that it knows shortcuts (the S-bit); absent: somebody is. */
  readonly aloneInTree?: boolean;
  /** In order of type, link state id, advertising router; those of link scope follow, interface by interface. */
  readonly lsas: readonly OspfLsaView[];
}

export interface OspfLsaView {
  readonly lsa: Lsa;
  readonly ageSeconds: number;
  readonly selfOriginated: boolean;
  /** Received through flooding or exchange, from any neighbour. */
  readonly received: boolean;
  /** Type 5, made here from a type 7. */
  readonly translated?: boolean;
}

export type OspfInterfaceStateName =
  'Down' | 'Loopback' | 'Waiting' | 'Point-To-Point' | 'DROther' | 'Backup' | 'DR';

export type OspfNeighborStateName =
  'Down' | 'Attempt' | 'Init' | '2-Way' | 'ExStart' | 'Exchange' | 'Loading' | 'Full';

export interface OspfInterfaceView {
  readonly interfaceIndex: number;
  readonly name: string;
  readonly up: boolean;
  readonly mtu: number;
  readonly bandwidthMbit: number;
  readonly address: Ipv4Address;
  readonly prefixLength: number;
  readonly areaId: AreaId;
  readonly networkType: OspfNetworkType;
  /** The address is borrowed; absent: it is not. */
  readonly unnumbered?: boolean;
  /** The other end of a virtual link. */
  readonly virtualPeer?: Ipv4Address | undefined;
  readonly cost: number;
  readonly priority: number;
  readonly state: OspfInterfaceStateName;
  readonly mtuIgnore: boolean;
  readonly passive: boolean;
  readonly bfd?: OspfBfdConfig | undefined;
  /** What the interface itself says of how packets are signed; absent: nothing. */
  readonly authentication?: OspfSigningView | undefined;
  readonly traffic: PacketTraffic;
  readonly transmitDelay: Duration;
  readonly helloInterval: Duration;
  readonly deadInterval: Duration;
  readonly retransmitInterval: Duration;
  /** Interface addresses, 0 when there is none; router ids beside them are undefined when the router is not known as a neighbour. */
  readonly designatedRouter: Ipv4Address;
  readonly designatedRouterId: RouterId | undefined;
  readonly backupDesignatedRouter: Ipv4Address;
  readonly backupDesignatedRouterId: RouterId | undefined;
  /** Of the network-LSA that this router originates or originated for the segment. */
  readonly networkLsaSequence: number | undefined;
  readonly memberOfAllSpfRouters: boolean;
  readonly memberOfAllDRouters: boolean;
  /** undefined: no hello is due. */
  readonly helloDue: Duration | undefined;
  /** In order of router id; the router itself is not among them. */
  readonly neighbors: readonly OspfNeighborView[];
  /** Configured on a non-broadcast network and down, in the order of the configuration; absent: none. */
  readonly silentNeighbors?: readonly OspfSilentNeighborView[];
}

export type OspfSigningView =
  | { readonly kind: 'null' | 'simple' }
  | { readonly kind: 'messageDigest'; readonly hasKeys: boolean }
  /** `key`: the one that signs now. */
  | { readonly kind: 'keyChain'; readonly name: string; readonly key: OspfKey | undefined };

export interface OspfSilentNeighborView {
  readonly address: Ipv4Address;
  /** As configured. */
  readonly priority: number;
  /** The last one, to Down, does not count. */
  readonly stateChanges: number;
  readonly pollInterval: Duration;
  /** Until the next hello to it; undefined when none is due. */
  readonly pollDue: Duration | undefined;
}

export interface OspfNeighborView {
  readonly routerId: RouterId;
  readonly address: Ipv4Address;
  readonly priority: number;
  readonly state: OspfNeighborStateName;
  /** As the neighbour's last hello declared them. */
  readonly designatedRouter: Ipv4Address;
  readonly backupDesignatedRouter: Ipv4Address;
  readonly options: number;
  readonly stateChanges: number;
  /** Since the last change to a higher and to a lower state; undefined when there was none. */
  readonly sinceProgressiveChange: Duration | undefined;
  readonly sinceRegressiveChange: Duration | undefined;
  /** What caused the last change to a lower state, in FRR's words (`InactivityTimer`). */
  readonly regressiveReason: string | undefined;
  /** Until the inactivity timer expires; undefined when it is off. */
  readonly deadDue: Duration | undefined;
  readonly databaseSummaryCount: number;
  readonly linkStateRequestCount: number;
  readonly linkStateRetransmissionCount: number;
  readonly databaseDescriptionTimerOn: boolean;
  readonly linkStateRequestTimerOn: boolean;
  readonly linkStateUpdateTimerOn: boolean;
  /** It restarts, and this router helps it. */
  readonly help?: OspfHelpView | undefined;
  /** Why the last grace-LSA of the neighbour was not answered by help; undefined when it was. */
  readonly lastHelpRefusal?: HelpRefusal | undefined;
  readonly lastHelpEnd?: HelpEnd | undefined;
}

export interface OspfHelpView {
  /** As the neighbour asked for it, and what it was granted. */
  readonly graceSeconds: number;
  readonly grantedSeconds: number;
  readonly due: Duration;
  readonly reason: RestartReason;
}
