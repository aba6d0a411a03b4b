// What a router is configured with. Everything is resolved: a reader of configuration files has already applied defaults of its program.

import type { Ipv4Address, Ipv4Prefix } from '@ospflab/net';
import type { Duration } from '@ospflab/sim';
import type { OspfHmacKey, OspfKey } from './authentication/ospf-key.ts';
import type { AreaId, RouterId } from './lsa/lsa.ts';
import type { OspfProfile } from './profile/ospf-profile.ts';

export interface OspfRouterConfig {
  readonly routerId: RouterId;
  readonly profile: OspfProfile;
  /** Areas named here exist even without an interface; an interface's area that is missing here is a normal area. */
  readonly areas: readonly OspfAreaConfig[];
  /** In the order in which the router-LSA shall describe them. */
  readonly interfaces: readonly OspfInterfaceConfig[];
  readonly virtualLinks?: readonly OspfVirtualLinkConfig[];
  /** What is absent comes from the profile. */
  readonly timers?: OspfTimersConfig;
  /** Next hops of a route that the host is given, the first of equally good ones; absent: all that the profile keeps. */
  readonly maximumPaths?: number;
  /** RFC 6987: transit links are advertised with 0xffff. */
  readonly maxMetric?: boolean;
  /** That long after the start, too. */
  readonly maxMetricOnStartup?: Duration;
  /** That long before a shutdown that is asked for. */
  readonly maxMetricOnShutdown?: Duration;
  /** Routes of others are imported (`redistribute`, `default-information originate`): the router is an AS boundary router, RFC 2328 §3.3. */
  readonly asBoundaryRouter?: boolean;
  /** RFC 5250: opaque LSAs of area and AS scope are taken and passed on; absent: false. */
  readonly opaqueCapable?: boolean;
  /** RFC 3623 §3: neighbours that restart are helped; absent: they are not. */
  readonly gracefulRestartHelper?: OspfHelperConfig;
  /** RFC 3623 §2: neighbours are asked to wait that long for this router when it restarts; absent: they are not asked. */
  readonly gracePeriod?: Duration;
  /** RFC 2328 §16.4.1; absent: false. */
  readonly rfc1583Compatibility?: boolean;
  /** For the show commands alone; absent: true. */
  readonly logsAdjacencyChanges?: boolean | 'all';
  /** Of the routes when they are installed, for the show commands alone; absent: 110. */
  readonly administrativeDistance?: number;
  /** What is told to the AS instead of the single imported routes inside. */
  readonly externalSummaries?: readonly OspfExternalSummary[];
  /** From a change of them until it takes effect, with all changes that follow meanwhile; absent: that of the profile. */
  readonly externalSummaryDelay?: Duration;
  /** RFC 1765; absent: the database has no limit. */
  readonly databaseOverflow?: OspfOverflowConfig;
}

/** RFC 1765 §2.1. All routers that hold AS-external-LSAs have to have the same limit. */
export interface OspfOverflowConfig {
  /** AS-external-LSAs beside that of the default route, at least 1. */
  readonly limit: number;
  /** After about that long the router tells its external routes again; 0: never. */
  readonly exitInterval: Duration;
}

export interface OspfHelperConfig {
  /** Whoever restarts; false: only those of `routers`. */
  readonly everybody: boolean;
  readonly routers: readonly RouterId[];
  /** Help ends when the topology changes. */
  readonly strictLsaChecking: boolean;
  /** Longer ones are cut to this. */
  readonly supportedGracePeriod: Duration;
  /** Those that say that they did not mean to are not helped. */
  readonly plannedOnly: boolean;
}

export interface OspfExternalSummary {
  readonly prefix: Ipv4Prefix;
  /** False: neither the summary nor what lies inside is advertised. */
  readonly advertise: boolean;
  readonly metric: number;
  readonly metricType: 1 | 2;
  readonly tag: number;
}

export interface OspfAreaConfig {
  readonly areaId: AreaId;
  /** Absent: normal. RFC 2328 §3.6, RFC 3101. */
  readonly kind?: 'normal' | 'stub' | 'nssa';
  /** For the show commands alone: what the area asks of its interfaces, whose own settings say how packets are signed. Absent: nothing. */
  readonly authentication?: 'simple' | 'messageDigest';
  /** Stub and NSSA: border routers advertise a default route alone (“totally stubby”). */
  readonly noSummary?: boolean;
  /** StubDefaultCost of RFC 2328 appendix C.2; absent: the profile's. */
  readonly defaultCost?: number;
  /** NSSA: whether this border router may carry externals on to the AS; absent: candidate. RFC 3101 appendix D. */
  readonly translator?: 'always' | 'candidate' | 'never';
  /** NSSA: translated externals lead to the translator instead of the forwarding address. */
  readonly suppressForwardingAddress?: boolean;
  /** NSSA: what the translator tells the AS instead of the single externals inside, RFC 3101 §3.2. */
  readonly externalRanges?: readonly OspfAreaRange[];
  /** NSSA: border routers tell the area of a default route in type 7, whatever the profile says. */
  readonly externalDefault?: { readonly metric: number; readonly metricType: 1 | 2 };
  readonly ranges?: readonly OspfAreaRange[];
  /** A border router tells other areas only of networks inside that all of these permit. Absent: of all. */
  readonly announces?: readonly OspfPrefixFilter[];
  /** A border router tells this area only of networks that all of these permit; ranges are not asked. Absent: of all. */
  readonly accepts?: readonly OspfPrefixFilter[];
}

/** The first rule that fits decides; what fits none is denied. */
export type OspfPrefixFilter = readonly OspfPrefixRule[];

export interface OspfPrefixRule {
  readonly permit: boolean;
  readonly prefix: Ipv4Prefix;
  readonly lengthMin: number;
  readonly lengthMax: number;
}

/** RFC 2328 appendix C.2: what a border router tells other areas instead of the single networks inside. */
export interface OspfAreaRange {
  readonly prefix: Ipv4Prefix;
  /** False: neither the range nor what lies inside is advertised. */
  readonly advertise: boolean;
  /** Absent: the largest cost of what lies inside. */
  readonly cost?: number;
  /** Advertised in place of the prefix. */
  readonly substitute?: Ipv4Prefix;
}

export interface OspfTimersConfig {
  readonly spfDelay?: Duration;
  readonly spfHold?: Duration;
  readonly spfHoldMax?: Duration;
  readonly minLsArrival?: Duration;
  readonly minLsInterval?: Duration;
  /** RFC 8405 instead of delay and hold time. Taken up when the router starts. */
  readonly spfBackoff?: OspfSpfBackoffConfig;
}

/** RFC 8405 §3. */
export interface OspfSpfBackoffConfig {
  /** From the first change after a quiet time to SPF. */
  readonly initialDelay: Duration;
  /** While it may still be one failure of which others tell, too. */
  readonly shortDelay: Duration;
  /** When changes go on for longer. */
  readonly longDelay: Duration;
  /** Without any change for that long it is quiet again. */
  readonly holdDown: Duration;
  /** From the first change on: what one failure needs to become known. */
  readonly timeToLearn: Duration;
}

/** RFC 2328 §9: the network types that differ in behaviour. */
export type OspfNetworkType =
  'broadcast' | 'nonBroadcast' | 'pointToPoint' | 'pointToMultipoint' | 'virtual' | 'loopback';

/** RFC 2328 appendix C.5: a neighbour on a non-broadcast network, where nobody can be found by multicast. */
export interface OspfConfiguredNeighbor {
  readonly address: Ipv4Address;
  /** Until its first hello says otherwise; 0 is not eligible to become designated router. */
  readonly priority: number;
  /** Between hellos to it while it is down. */
  readonly pollInterval: Duration;
}

/** One OSPF interface is one address of one device: two addresses on lo are two of these with the same `interfaceIndex`. */
export interface OspfInterfaceConfig {
  /** Of the device. With `address` it names the OSPF interface. */
  readonly interfaceIndex: number;
  readonly name: string;
  readonly address: Ipv4Address;
  readonly prefixLength: number;
  /** Bytes of an IP packet. */
  readonly mtu: number;
  /** Absent or 0: unknown. */
  readonly bandwidthMbit?: number;
  readonly networkType: OspfNetworkType;
  /** A point-to-point interface without a subnet of its own: the address is borrowed and the router-LSA names the interface index. */
  readonly unnumbered?: boolean;
  readonly areaId: AreaId;
  /** 1 … 65535; absent: from the bandwidth, or the profile's loopback cost. */
  readonly cost?: number;
  /** 0 … 255; 0 is not eligible to become designated router. */
  readonly priority: number;
  readonly helloInterval: Duration;
  readonly deadInterval: Duration;
  /** Hellos advertise interval 0 and the neighbours' interval is not compared (`dead-interval minimal hello-multiplier`). */
  readonly fastHello?: boolean;
  readonly retransmitInterval: Duration;
  readonly transmitDelay: Duration;
  readonly mtuIgnore?: boolean;
  /** Nothing is sent or accepted; the prefix is advertised as a stub. */
  readonly passive?: boolean;
  /** BFD is asked to watch the neighbours. */
  readonly bfd?: OspfBfdConfig;
  /** Of a non-broadcast network. Others are taken up when their hellos come. */
  readonly neighbors?: readonly OspfConfiguredNeighbor[];
  /** Absent: null authentication. */
  readonly authentication?: OspfAuthenticationConfig;
  /** For the show commands alone: it is the area that asks for it. */
  readonly authenticationOfArea?: boolean;
}

/** What BFD is asked for, RFC 5880 §6.8.1. */
export interface OspfBfdConfig {
  readonly detectMultiplier: number;
  readonly receiveInterval: Duration;
  readonly transmitInterval: Duration;
  readonly passive: boolean;
  readonly shutdown: boolean;
}

/** RFC 2328 §15 and appendix C.4: an adjacency of the backbone through another area, with the settings of a point-to-point link. */
export interface OspfVirtualLinkConfig {
  readonly transitAreaId: AreaId;
  /** Router id of the other end. */
  readonly neighborId: RouterId;
  readonly helloInterval: Duration;
  readonly deadInterval: Duration;
  readonly retransmitInterval: Duration;
  readonly transmitDelay: Duration;
  /** Absent: null authentication. */
  readonly authentication?: OspfAuthenticationConfig;
  /** For the show commands alone: it is the backbone that asks for it. */
  readonly authenticationOfArea?: boolean;
}

/** `keyChain`: the name of what the keys come from, for the show commands alone. */
export type OspfAuthenticationConfig =
  | { readonly kind: 'null' }
  | { readonly kind: 'simple'; readonly password: Uint8Array }
  /** The last key that is good signs what is sent; what is received may be signed with any that is. */
  | { readonly kind: 'cryptographic'; readonly keys: readonly OspfKey[]; readonly keyChain?: string }
  /** RFC 7474: the key that became good last signs; sequence numbers have 64 bits. */
  | {
      readonly kind: 'extendedCryptographic';
      readonly keys: readonly OspfHmacKey[];
      readonly keyChain?: string;
    };
