// What implementations do differently, as data. Protocol code asks a profile for a value and never for a vendor's name.

import type { Duration } from '@ospflab/sim';

export interface OspfProfile {
  readonly name: string;
  /** Cost of an interface = round(this ÷ bandwidth), at least 1. Mbit/s. */
  readonly referenceBandwidthMbit: number;
  /** What interfaces count as that report no bandwidth, virtual Ethernet among them. Mbit/s. */
  readonly assumedBandwidthMbit: number;
  /** Cost of an interface that has none configured; undefined: from its bandwidth. */
  readonly interfaceCost: number | undefined;
  /** Of the default route that border routers tell stub areas. */
  readonly stubDefaultCost: number;
  /** Cost of a loopback stub that has none configured. */
  readonly loopbackCost: number;
  /** From entering Waiting or Point-to-point to the first hello. */
  readonly firstHelloDelay: Duration;
  /** A router of priority 0 enters DR Other directly: its first hello comes after `firstHelloDelay` or after a whole HelloInterval. */
  readonly firstHelloOfIneligibleRouter: 'firstHelloDelay' | 'helloInterval';
  /**
   * On non-broadcast networks an eligible router tries all its configured neighbours until the first election, or only those
   * configured as eligible. RFC 2328 §9.3, §9.5.1.
   */
  readonly attemptsAllNeighbors: boolean;
  /** On non-broadcast networks an ineligible router answers the hello of an eligible neighbour that much later, RFC 2328 §9.5.1. */
  readonly helloReplyDelay: Duration;
  /** RFC 2328 §13.6: each LSA has its own deadline, or one timer per neighbour ticks freely from Exchange on. */
  readonly retransmission: 'perLsa' | 'neighborTick';
  /** What a neighbour asks for goes to it alone (RFC 2328 §10.7), or to where floods go: others on a LAN hear it, too. */
  readonly requestAnswers: 'unicast' | 'asFlooded';
  /** Delayed acknowledgements, RFC 2328 §13.5: at most this long after the LSA came. */
  readonly acknowledgementDelay: Duration;
  /** Delayed acknowledgements leave at the ticks of a timer that runs freely since the interface came up, or that long after the first one waits. */
  readonly acknowledgementTimer: 'freeRunning' | 'onDemand';
  /** RFC 2328 §13 (5a): which database copies make a newer instance wait for MinLSArrival. */
  readonly minLsArrivalAppliesTo: 'floodedCopies' | 'everyCopy';
  /** An own LSA of the initial sequence number and age 0 never delays the acceptance of the copy the network still holds. */
  readonly initialInstanceAcceptsOldCopy: boolean;
  readonly minLsArrival: Duration;
  /** RFC 2328 §12.4: two instances of one LSA are originated at least this far apart. */
  readonly minLsInterval: Duration;
  /** False: changes make new instances at once, without regard to `minLsInterval`; `timers throttle lsa all` is shown and no more. */
  readonly minLsIntervalEnforced: boolean;
  /** A change in the neighbourhood makes a new instance of an own LSA even when its content stays the same. */
  readonly originatesUnchanged: boolean;
  /** An own LSA is originated again at a random age between these. */
  readonly refreshAgeMin: Duration;
  readonly refreshAgeMax: Duration;
  /** Age at which databases are looked through for LSAs that reached MaxAge; 0 means at the exact instant. */
  readonly agingWalkInterval: Duration;
  /** A MaxAge LSA leaves the database this long after it came, when it is on no retransmission list. */
  readonly maxAgeRemovalDelay: Duration;
  /** RFC 2328 §14: a MaxAge LSA stays while any neighbour is in Exchange or Loading. */
  readonly maxAgeWaitsForExchange: boolean;
  /** An LSA of the own database that is not newer than described by the neighbour is not described again (draft-ogier-ospf-dbex-opt). */
  readonly summaryListShrinks: boolean;
  /**
   * What makes an area border router: interfaces that are up in several areas (RFC 2328 §3.3), that and a backbone which need not be up
   * (IBM in RFC 3509 §2.1), or areas beside a backbone in which an interface is up (Cisco, §2.2).
   */
  readonly areaBorderRouter: 'severalAreas' | 'backboneConfigured' | 'backboneAttached';
  /** After SPF, external routes follow that much later. A changed external LSA is looked at at once. */
  readonly externalRoutesDelay: Duration;
  /** New summaries of imported routes take effect that much later. */
  readonly externalSummaryDelay: Duration;
  /** The metrics of type 5 LSAs translated from type 7; undefined: that of the type 7 LSA, RFC 3101 §3.2. */
  readonly nssaTranslatedMetrics: { readonly network: number; readonly defaultRoute: number } | undefined;
  /** How border routers tell an NSSA that keeps its summaries of their default route: as type 7 (RFC 3101 §2.7), or as type 3. */
  readonly nssaDefault: 'external' | 'summary';
  /** The forwarding address of type 7 LSAs, RFC 3101 §2.3: of the first interface in the area, or of a network before a loopback. */
  readonly nssaAddress: 'first' | 'network';
  /** RFC 3101 §3.1: border routers of an NSSA say that they are boundary routers, whether they translate or not. */
  readonly nssaBorderIsBoundary: boolean;
  /**
   * The best way to a router is taken before it is asked whether the router is a boundary router there: one through an area without
   * AS-external-LSAs hides others, from other areas too. An NSSA's type 7 LSAs may lead out of it. RFC 3101 §2.5 (3) has the ways along
   * which an LSA is flooded alone count.
   */
  readonly boundariesThroughAnyArea: boolean;
  /**
   * NSSA: border routers that are not within reach are elected, and type 7 LSAs translated whose routers and forwarding addresses are not.
   * RFC 3101 §3.1, §3.2 has all of them within reach.
   */
  readonly translatesUnreached: boolean;
  /** NSSA: a prefix that several routers tell is translated, the best of them. */
  readonly translatesSharedPrefixes: boolean;
  /** An active area range has a route that drops packets. */
  readonly rangeDropsPackets: boolean;
  /** Areas that take no summaries are told active ranges all the same. */
  readonly rangesReachEveryArea: boolean;
  /** Transit areas are told the networks of all areas one by one, not of the backbone alone (RFC 2328 §12.4.3). */
  readonly transitAreasSeeNetworks: boolean;
  /** The metric of all summaries of networks of a router that keeps traffic away; undefined: RFC 6987 speaks of router-LSAs only. */
  readonly maxMetricSummary: number | undefined;
  /** A router that others tell of itself as a boundary router in another area takes that for a route, and tells it on. */
  readonly believesSummariesOfItself: boolean;
  /** A network that is in several areas belongs to the first that is calculated, also where another one leads there more cheaply. */
  readonly firstAreaKeepsNetwork: boolean;
  /**
   * NSSA border routers look at their type 7 LSAs that long after one came, and lose the routes of their area ranges by that until SPF runs
   * again; undefined: never.
   */
  readonly rangesForgottenAfter: Duration | undefined;
  /** A router in an NSSA tells its type 7 LSAs once more that long after its start; undefined: when they change and when they are due. */
  readonly nssaRepeatedAfter: Duration | undefined;
  /** A stub network of the router itself has no next hop where others hold the same network as a transit network. */
  readonly transitNetworksHideStubs: boolean;
  /** A host address of the router itself is not reached by what a neighbour says of it, however cheap. */
  readonly ownHostsIgnoreNeighbors: boolean;
  readonly spfDelay: Duration;
  readonly spfHold: Duration;
  readonly spfHoldMax: Duration;
  /** Equally good next hops that the routing table keeps. */
  readonly maximumPaths: number;
  /** Ways through the transit area that a virtual link itself uses; those that its summaries show come on top. */
  readonly virtualLinkPaths: number;
  /** The table of border routers lists the next hops of a path inside the backbone that leads through a transit area. */
  readonly listsHopsThroughTransit: boolean;
  /** Sequence numbers of signed packets are seconds of the clock; several within a second count on, or share one. */
  readonly cryptographicSequence: 'increasing' | 'nonDecreasing';
  /** Of several message-digest keys those signed with are believed (RFC 2328 appendix D.3), or only what the last one signed is. */
  readonly believedDigestKeys: 'all' | 'last';
  /** RFC 2328 appendix D.3: when every key has expired, the one that did so last goes on. */
  readonly lastKeyLivesOn: boolean;
  /** The end of a neighbour's grace period, RFC 3623 §3.1: when its grace-LSA is as old as the period, or that long after it came. */
  readonly gracePeriodCountsFrom: 'origination' | 'reception';
  /**
   * BFD loses a neighbour that restarts and is helped: that is left out of account (RFC 5882 §4.3), or the neighbour is forgotten while the
   * own LSAs stay as they are.
   */
  readonly bfdLossOfHelped: 'ignored' | 'forgotten';
  /** Own LSAs are flushed when the process is told to stop. */
  readonly flushesOnStop: boolean;
  /** A process that would keep traffic away before it ends (`maxMetricOnShutdown`) ends without a word when it is told to stop. */
  readonly stopLosesDeferral: boolean;
}
