// The model of ospfd.conf, zebra.conf or an integrated frr.conf: what the statements say, before anything is started.
// A setting that the file does not mention is absent; defaults belong to the profile of the daemon.

import type { Ipv4Address, Ipv4Prefix } from '@ospflab/net';
import type { CalendarSecond } from '../../calendar.ts';
import type { Position } from '../diagnostic.ts';

/** Which program reads the file. They differ in what they do with a line they do not understand. */
export type FrrDialect = 'frr' | 'quagga';
/** Which daemons read it: `integrated` is frr.conf, offered to all of them. */
export type FrrDaemon = 'ospfd' | 'zebra' | 'integrated';

export interface FrrConfig {
  readonly hostname: string | undefined;
  /** `ip router-id`: used by OSPF when `router ospf` names none. */
  readonly routerId: Ipv4Address | undefined;
  /** In the order of first mention. */
  readonly interfaces: readonly FrrInterface[];
  readonly ospf: FrrOspf | undefined;
  readonly prefixLists: readonly FrrPrefixList[];
  readonly accessLists: readonly FrrAccessList[];
  readonly routeMaps: readonly FrrRouteMap[];
  /** `ip protocol ospf route-map NAME`; protocol `any` too. */
  readonly protocolRouteMaps: readonly FrrProtocolRouteMap[];
  readonly staticRoutes: readonly FrrStaticRoute[];
  /** `ip forwarding` / `no ip forwarding`. */
  readonly ipForwarding: boolean | undefined;
  /** In the order of first mention. */
  readonly bfdProfiles: readonly FrrBfdProfile[];
  readonly bfdPeers: readonly FrrBfdPeer[];
  /** In the order of first mention. */
  readonly keyChains: readonly FrrKeyChain[];
  /** `no zebra nexthop kernel enable`: routes go to the kernel with their next hops instead of a next-hop group. */
  readonly nextHopGroups: boolean | undefined;
}

/** `profile NAME` in the `bfd` block; what it does not mention is bfdd's default. */
export interface FrrBfdProfile {
  readonly name: string;
  readonly at: Position;
  readonly detectMultiplier: number | undefined;
  readonly receiveMs: number | undefined;
  readonly transmitMs: number | undefined;
  readonly passive: boolean;
  readonly shutdown: boolean;
}

/** `peer A.B.C.D` in the `bfd` block; what it does not mention is its profile's or bfdd's default. */
export interface FrrBfdPeer {
  readonly address: Ipv4Address;
  readonly local: Ipv4Address | undefined;
  readonly interfaceName: string | undefined;
  readonly at: Position;
  readonly profile: string | undefined;
  readonly detectMultiplier: number | undefined;
  readonly receiveMs: number | undefined;
  readonly transmitMs: number | undefined;
  readonly passive: boolean;
  readonly shutdown: boolean;
}

/** `ip ospf bfd`: the settings without a profile, and the profile that replaces them. */
export interface FrrInterfaceBfd {
  readonly detectMultiplier: number;
  readonly receiveMs: number;
  readonly transmitMs: number;
  readonly profile: { readonly name: string; readonly at: Position } | undefined;
}

export interface FrrInterface {
  readonly name: string;
  readonly at: Position;
  readonly description: string | undefined;
  readonly shutdown: boolean;
  /** Mbit/s, as `bandwidth` counts in FRR (kbit/s in Quagga are converted). */
  readonly bandwidthMbps: number | undefined;
  readonly addresses: readonly FrrInterfaceAddress[];
  readonly ospf: FrrInterfaceOspf;
}

export interface FrrInterfaceAddress {
  readonly address: Ipv4Address;
  readonly length: number;
  readonly label: string | undefined;
  readonly at: Position;
}

export type FrrNetworkType = 'broadcast' | 'non-broadcast' | 'point-to-multipoint' | 'point-to-point';
export type FrrAuthenticationMode = 'none' | 'simple' | 'messageDigest' | 'keyChain';

export const frrKeyAlgorithms = [
  'md5',
  'hmac-sha-1',
  'hmac-sha-256',
  'hmac-sha-384',
  'hmac-sha-512',
] as const;
export type FrrKeyAlgorithm = (typeof frrKeyAlgorithms)[number];

/** `key chain NAME`. Keys without secret or algorithm are not used. */
export interface FrrKeyChain {
  readonly name: string;
  /** In the order of first mention. */
  readonly keys: readonly FrrChainedKey[];
}

export interface FrrChainedKey {
  readonly at: Position;
  readonly keyId: number;
  readonly secret: string | undefined;
  readonly algorithm: FrrKeyAlgorithm | undefined;
  /** `accept-lifetime` and `send-lifetime`; undefined: always. */
  readonly accepts: FrrKeyLifetime | undefined;
  readonly sends: FrrKeyLifetime | undefined;
}

export interface FrrKeyLifetime {
  readonly start: CalendarSecond;
  /** The last second of it; undefined: infinite. */
  readonly end: CalendarSecond | undefined;
}

export interface FrrMessageDigestKey {
  /** 1 … 255 */
  readonly keyId: number;
  readonly key: string;
  readonly at: Position;
}

/** How packets of an interface or a virtual link are signed. */
export interface FrrAuthentication {
  /** Undefined: as the area says. */
  readonly authentication: FrrAuthenticationMode | undefined;
  readonly authenticationKey: string | undefined;
  /** Of `authentication: 'keyChain'`. */
  readonly keyChain: { readonly name: string; readonly at: Position } | undefined;
  /** In the order in which they were typed. */
  readonly messageDigestKeys: readonly FrrMessageDigestKey[];
}

export interface FrrInterfaceOspf extends FrrAuthentication {
  readonly area: Ipv4Address | undefined;
  readonly areaAt: Position | undefined;
  readonly cost: number | undefined;
  /** Seconds. */
  readonly helloInterval: number | undefined;
  /** Seconds; 1 with a hello multiplier. */
  readonly deadInterval: number | undefined;
  /** `ip ospf dead-interval minimal hello-multiplier N`: N hellos a second, HelloInterval 0 on the wire. */
  readonly helloMultiplier: number | undefined;
  readonly priority: number | undefined;
  readonly networkType: FrrNetworkType | undefined;
  /** Seconds. */
  readonly retransmitInterval: number | undefined;
  /** Seconds. */
  readonly transmitDelay: number | undefined;
  readonly mtuIgnore: boolean | undefined;
  readonly passive: boolean | undefined;
  readonly bfd: FrrInterfaceBfd | undefined;
}

export interface FrrOspfNetwork {
  /** Host bits cleared, as ospfd does: 192.168.28.0/8 is 192.0.0.0/8. */
  readonly prefix: Ipv4Prefix;
  /** As it stands in the file. */
  readonly written: string;
  readonly area: Ipv4Address;
  readonly at: Position;
}

/** Milliseconds. */
export interface FrrSpfThrottle {
  readonly delayMs: number;
  readonly holdMs: number;
  readonly maxHoldMs: number;
}

export interface FrrMaxMetric {
  readonly administrative: boolean;
  /** Seconds after the start, 5 … 86400. */
  readonly onStartup: number | undefined;
  /** Seconds, 5 … 100. */
  readonly onShutdown: number | undefined;
}

/** What the `area` statements say of one area. */
export interface FrrArea {
  readonly area: Ipv4Address;
  readonly kind: 'normal' | 'stub' | 'nssa';
  /** `area X authentication [message-digest]`: of interfaces that do not say themselves. */
  readonly authentication: 'simple' | 'messageDigest' | undefined;
  readonly noSummary: boolean;
  /** `area X nssa translate-…`. */
  readonly translator: 'always' | 'candidate' | 'never' | undefined;
  readonly defaultCost: number | undefined;
  /** `area X nssa suppress-fa`. */
  readonly suppressForwardingAddress: boolean;
  /** `area X nssa default-information-originate`. */
  readonly externalDefault: { readonly metric: number; readonly metricType: 1 | 2 } | undefined;
  readonly ranges: readonly FrrAreaRange[];
  /** `area X nssa range`. */
  readonly externalRanges: readonly FrrAreaRange[];
  /** `area X filter-list prefix NAME in|out`. */
  readonly prefixListIn: string | undefined;
  readonly prefixListOut: string | undefined;
  /** `area X import-list NAME`, `area X export-list NAME`. */
  readonly importList: string | undefined;
  readonly exportList: string | undefined;
  readonly virtualLinks: readonly FrrVirtualLink[];
}

export interface FrrAreaRange {
  readonly prefix: Ipv4Prefix;
  readonly advertise: boolean;
  readonly cost: number | undefined;
  /** Told in place of the prefix. */
  readonly substitute: Ipv4Prefix | undefined;
}

/** `area X virtual-link R`: X is the transit area. Seconds. */
export interface FrrVirtualLink extends FrrAuthentication {
  readonly neighborId: Ipv4Address;
  readonly helloInterval: number | undefined;
  readonly deadInterval: number | undefined;
  readonly retransmitInterval: number | undefined;
  readonly transmitDelay: number | undefined;
}

export type FrrImportSource = 'connected' | 'static' | 'kernel';

/** `redistribute …`; what is absent comes from the defaults of ospfd. */
export interface FrrRedistribution {
  readonly source: FrrImportSource;
  readonly metric: number | undefined;
  readonly metricType: 1 | 2 | undefined;
  readonly routeMap: string | undefined;
}

/** `default-information originate …`. */
export interface FrrDefaultInformation extends Omit<FrrRedistribution, 'source'> {
  readonly always: boolean;
}

/** `neighbor A.B.C.D`; what is absent comes from the defaults of ospfd. */
export interface FrrNeighbor {
  readonly address: Ipv4Address;
  readonly priority: number | undefined;
  readonly pollSeconds: number | undefined;
  readonly at: Position;
}

/** `summary-address`. */
export interface FrrSummaryAddress {
  readonly prefix: Ipv4Prefix;
  readonly advertise: boolean;
  readonly tag: number;
}

/** `distance N`, `distance ospf …`. */
export interface FrrDistances {
  readonly all: number | undefined;
  readonly intraArea: number | undefined;
  readonly interArea: number | undefined;
  readonly external: number | undefined;
}

export interface FrrOspf {
  readonly at: Position;
  readonly routerId: Ipv4Address | undefined;
  readonly routerIdAt: Position | undefined;
  readonly networks: readonly FrrOspfNetwork[];
  readonly passiveDefault: boolean;
  /** `passive-interface NAME`. */
  readonly passiveInterfaces: readonly string[];
  /** `no passive-interface NAME`, which matters under `passive-interface default`. */
  readonly activeInterfaces: readonly string[];
  readonly spfThrottle: FrrSpfThrottle | undefined;
  /** `timers lsa min-arrival`. */
  readonly lsaMinArrivalMs: number | undefined;
  /** `timers throttle lsa all`. */
  readonly lsaThrottleMs: number | undefined;
  readonly maximumPaths: number | undefined;
  /** Mbit/s. */
  readonly referenceBandwidthMbps: number | undefined;
  readonly rfc1583Compatible: boolean | undefined;
  readonly abrType: 'cisco' | 'ibm' | 'shortcut' | 'standard' | undefined;
  readonly maxMetric: FrrMaxMetric | undefined;
  readonly redistributions: readonly FrrRedistribution[];
  readonly defaultInformation: FrrDefaultInformation | undefined;
  /** `default-metric`. */
  readonly defaultMetric: number | undefined;
  /** `distribute-list NAME out SOURCE`. */
  readonly distributeLists: readonly { readonly list: string; readonly source: FrrImportSource }[];
  readonly summaryAddresses: readonly FrrSummaryAddress[];
  /** `aggregation timer`: seconds until new ones take effect. */
  readonly aggregationSeconds: number | undefined;
  /** `log-adjacency-changes`, which the show commands repeat. */
  readonly logsAdjacencyChanges: boolean | 'all';
  readonly distances: FrrDistances;
  /** In the order of first mention. */
  readonly areas: readonly FrrArea[];
  readonly neighbors: readonly FrrNeighbor[];
  /** `capability opaque`. */
  readonly opaqueCapable: boolean;
  readonly gracefulRestart: FrrGracefulRestart;
}

/** `graceful-restart …`. */
export interface FrrGracefulRestart {
  /** Of the own restarts; undefined: they are not graceful. */
  readonly gracePeriodSeconds: number | undefined;
  readonly gracePeriodAt: Position | undefined;
  readonly helpsEverybody: boolean;
  readonly helpsRouters: readonly Ipv4Address[];
  readonly strictLsaChecking: boolean;
  readonly supportedGraceSeconds: number;
  readonly plannedOnly: boolean;
}

export interface FrrPrefixListEntry {
  readonly sequence: number;
  readonly permit: boolean;
  readonly prefix: Ipv4Prefix;
  readonly ge: number | undefined;
  readonly le: number | undefined;
  readonly at: Position;
}

export interface FrrPrefixList {
  readonly name: string;
  /** By sequence number. */
  readonly entries: readonly FrrPrefixListEntry[];
}

export interface FrrAccessListEntry {
  readonly permit: boolean;
  readonly prefix: Ipv4Prefix;
  readonly exact: boolean;
  readonly at: Position;
}

export interface FrrAccessList {
  readonly name: string;
  /** In file order. */
  readonly entries: readonly FrrAccessListEntry[];
}

/** `match ip address …` and `match ip next-hop …` name a list; the others carry what they compare with. */
export type FrrRouteMapMatch =
  | { readonly kind: 'prefixList'; readonly name: string; readonly at: Position }
  | { readonly kind: 'accessList'; readonly name: string; readonly at: Position }
  | { readonly kind: 'prefixLength'; readonly length: number; readonly at: Position }
  | { readonly kind: 'nextHopPrefixList'; readonly name: string; readonly at: Position }
  | { readonly kind: 'nextHopAccessList'; readonly name: string; readonly at: Position }
  | { readonly kind: 'nextHopAddress'; readonly address: Ipv4Address; readonly at: Position }
  | { readonly kind: 'nextHopBlackhole'; readonly at: Position }
  | { readonly kind: 'tag'; readonly tag: number; readonly at: Position }
  | { readonly kind: 'interface'; readonly name: string; readonly at: Position };

/** `set metric N`, `+N`, `-N`. */
export interface FrrSetMetric {
  readonly change: 'set' | 'plus' | 'minus';
  readonly amount: number;
}

export interface FrrRouteMapEntry {
  readonly sequence: number;
  readonly permit: boolean;
  readonly matches: readonly FrrRouteMapMatch[];
  /** `set src A.B.C.D`: the preferred source address of the kernel route. */
  readonly setSource: Ipv4Address | undefined;
  readonly setMetric: FrrSetMetric | undefined;
  readonly setMetricType: 1 | 2 | undefined;
  readonly setTag: number | undefined;
  /** Another map, asked about what this entry permits. */
  readonly call: string | undefined;
  /** After a match the map is left, goes on with the next entry, or with the first one from that sequence number on. */
  readonly onMatch: 'exit' | 'next' | number;
  readonly at: Position;
}

export interface FrrRouteMap {
  readonly name: string;
  /** By sequence number. */
  readonly entries: readonly FrrRouteMapEntry[];
}

export interface FrrProtocolRouteMap {
  readonly protocol: string;
  readonly routeMap: string;
  readonly at: Position;
}

export interface FrrStaticRoute {
  readonly prefix: Ipv4Prefix;
  readonly via: Ipv4Address | undefined;
  readonly interface: string | undefined;
  readonly blackhole: boolean;
  readonly distance: number;
  readonly tag: number;
  readonly at: Position;
}
