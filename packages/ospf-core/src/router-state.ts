// What all parts of a router share: configuration, the current instant, areas, interfaces, and the queue of events that handlers
// raise for other machines. Events are never delivered recursively; the router drains the queue before `handle` returns.

import type { Instant, Duration } from '@ospflab/sim';
import { Area, backboneId } from './area.ts';
import { FloodingScope } from './flooding-scope.ts';
import { PacketCounter } from './authentication/packet-counter.ts';
import type {
  OspfAreaConfig,
  OspfExternalSummary,
  OspfHelperConfig,
  OspfOverflowConfig,
  OspfRouterConfig,
} from './config.ts';
import { hasAsScope, hasLinkScope } from './flooding/flooded-types.ts';
import type { DatabaseEntry } from './database/link-state-database.ts';
import type { OspfEffect } from './effect.ts';
import type { HelpEnd, OspfEvent } from './event.ts';
import type { ExternalRouteAdded } from './input.ts';
import type { InterfaceEventName } from './interface/interface-state.ts';
import type { OspfInterface } from './interface/ospf-interface.ts';
import type { AreaId, RouterId } from './lsa/lsa.ts';
import type { Neighbor, NeighborTimerHandlers } from './neighbor/neighbor.ts';
import type { NeighborEventName } from './neighbor/neighbor-state.ts';
import type { OspfProfile } from './profile/ospf-profile.ts';
import type { TimerRegistry } from './router-timer.ts';
import { type RouterTimer } from './router-timer.ts';
import { SpfBackoff } from './spf-backoff.ts';
import { SpfThrottle } from './spf-throttle.ts';
import type { OspfExternalRoute, OspfRoute, OspfRouterRoute } from './spf/ospf-route.ts';

export type RaisedEvent =
  | { readonly neighbor: Neighbor; readonly event: NeighborEventName }
  | { readonly ospfInterface: OspfInterface; readonly event: InterfaceEventName }
  /** The topology changed under a neighbour that is helped. */
  | { readonly helped: Neighbor };

export interface ResolvedTimers {
  readonly minLsArrival: Duration;
  readonly minLsInterval: Duration;
}

export interface RouterTimerHandlers {
  readonly spf: (router: RouterState) => void;
  readonly aging: (router: RouterState) => void;
  readonly refresh: (router: RouterState) => void;
  readonly origination: (router: RouterState) => void;
  readonly maxAgeRemoval: (router: RouterState) => void;
  readonly externalRoutes: (router: RouterState) => void;
  readonly externalSummaries: (router: RouterState) => void;
  readonly forgottenRanges: (router: RouterState) => void;
  readonly nssaRepetition: (router: RouterState) => void;
  readonly maxMetric: (router: RouterState) => void;
  readonly neighbor: NeighborTimerHandlers;
}

const nothing: readonly OspfInterface[] = [];

export class RouterState {
  readonly routerId: RouterId;
  profile!: OspfProfile;
  limits!: ResolvedTimers;
  maximumPaths!: number;
  maxMetricWanted!: boolean;
  rfc1583Compatibility!: boolean;
  /** Those in force; those of the configuration follow after `externalSummaryDelay`. */
  externalSummaries: readonly OspfExternalSummary[];
  /** Imported while `externalSummariesTimer` runs. */
  readonly lateImports = new Set<ExternalRouteAdded>();
  wantedExternalSummaries!: readonly OspfExternalSummary[];
  externalSummaryDelay!: Duration;
  logsAdjacencyChanges: boolean | 'all' = true;
  administrativeDistance!: number;
  maxMetricOnStartup: Duration | undefined;
  maxMetricOnShutdown: Duration | undefined;
  helper: OspfHelperConfig | undefined;
  gracePeriod: Duration | undefined;
  overflow: OspfOverflowConfig | undefined;
  #importsRoutes = false;
  readonly opaqueCapable: boolean;
  readonly random: () => number;
  readonly sink: (effect: OspfEffect) => void;
  readonly timers: TimerRegistry;
  readonly neighborTimers: NeighborTimerHandlers;
  /** Of packets with extended sequence numbers, on all interfaces. */
  packetCounter: PacketCounter;
  now = 0 as Instant;
  startedAt = 0 as Instant;
  running = false;
  /** Traffic is kept away until `maxMetricTimer` expires; then the router ends. */
  shuttingDown = false;
  shutdownDue = false;

  #areaConfigs!: readonly OspfAreaConfig[];
  readonly #areas = new Map<AreaId, Area>();
  /** AS-external-LSAs, which belong to no area. */
  readonly asScope = new FloodingScope();
  /** In the order of configuration; those added while running follow. */
  readonly interfaces: OspfInterface[] = [];
  /** In the order of configuration. They are interfaces of the backbone but of no device, and not among `interfaces`. */
  readonly virtualLinks: OspfInterface[] = [];
  /** For their names, which are never given twice. */
  virtualLinksMade = 0;
  readonly #byDevice = new Map<number, OspfInterface[]>();
  /** Neighbours by slot; undefined slots are free. */
  readonly neighborSlots: (Neighbor | undefined)[] = [];
  /** Neighbours in Exchange or Loading, RFC 2328 §13 (4) and §14. */
  exchangingNeighbors = 0;
  /** Those that restart and are helped, in order of time. */
  readonly helpedNeighbors = new Set<Neighbor>();
  lastHelpEnd: HelpEnd | undefined = undefined;
  /** The next end of the process is the beginning of a graceful restart. */
  preparedUntil: Instant | undefined = undefined;
  /** Runs while the restart lasts. */
  restartTimer: RouterTimer | undefined = undefined;

  /** RFC 1765 §2.2: the database is full of external LSAs, and the router has withdrawn its own. */
  overflowing = false;
  /** Runs until the router leaves that state. */
  overflowTimer: RouterTimer | undefined = undefined;

  /** RFC 2328 §3.3: attached to several areas, as the profile understands it. */
  areaBorderRouter = false;
  /** Intra- and inter-area routes of the last SPF run, in prefix order. */
  routes: readonly OspfRoute[] = [];
  /** To border and boundary routers; undefined until somebody asks after an SPF run. */
  routerRoutes: readonly OspfRouterRoute[] | undefined = undefined;
  /** What is imported from other protocols, by source and prefix. */
  readonly imported = new Map<string, ExternalRouteAdded>();
  /** Of the last external calculation, in prefix order. */
  externalRoutes: readonly OspfExternalRoute[] = [];
  /** What the host was told, in prefix order. */
  announced: readonly (OspfRoute | OspfExternalRoute)[] = [];

  readonly raised: RaisedEvent[] = [];
  readonly interfacesToFlush: OspfInterface[] = [];
  /** MaxAge LSAs on their way out of a database, RFC 2328 §14. */
  readonly maxAgeEntries = new Set<DatabaseEntry>();

  readonly spf: SpfThrottle;
  /** In place of the throttle, when it is configured. */
  readonly spfBackoff: SpfBackoff | undefined;
  readonly spfTimer: RouterTimer;
  readonly agingTimer: RouterTimer;
  readonly refreshTimer: RouterTimer;
  readonly originationTimer: RouterTimer;
  readonly maxAgeTimer: RouterTimer;
  readonly externalRoutesTimer: RouterTimer;
  readonly externalSummariesTimer: RouterTimer;
  readonly forgottenRangesTimer: RouterTimer;
  readonly nssaRepetitionTimer: RouterTimer;
  /** Runs while a router that has just started, or is about to end, keeps traffic away, RFC 6987 §2. */
  readonly maxMetricTimer: RouterTimer;

  constructor(
    config: OspfRouterConfig,
    random: () => number,
    sink: (effect: OspfEffect) => void,
    timers: TimerRegistry,
    expired: RouterTimerHandlers,
  ) {
    const { profile } = config;
    this.routerId = config.routerId;
    this.opaqueCapable = config.opaqueCapable ?? false;
    this.random = random;
    this.sink = sink;
    this.timers = timers;
    this.neighborTimers = expired.neighbor;
    this.packetCounter = this.packetsSince(0);
    this.spf = new SpfThrottle(profile.spfDelay, profile.spfHold, profile.spfHoldMax);
    const backoff = config.timers?.spfBackoff;
    this.spfBackoff = backoff === undefined ? undefined : new SpfBackoff(backoff);
    this.adopt(config);
    this.externalSummaries = this.wantedExternalSummaries;
    this.spfTimer = timers.allocate(() => expired.spf(this));
    this.agingTimer = timers.allocate(() => expired.aging(this));
    this.refreshTimer = timers.allocate(() => expired.refresh(this));
    this.originationTimer = timers.allocate(() => expired.origination(this));
    this.maxAgeTimer = timers.allocate(() => expired.maxAgeRemoval(this));
    this.externalRoutesTimer = timers.allocate(() => expired.externalRoutes(this));
    this.externalSummariesTimer = timers.allocate(() => expired.externalSummaries(this));
    this.forgottenRangesTimer = timers.allocate(() => expired.forgottenRanges(this));
    this.nssaRepetitionTimer = timers.allocate(() => expired.nssaRepetition(this));
    this.maxMetricTimer = timers.allocate(() => expired.maxMetric(this));
    for (const area of config.areas) this.area(area.areaId);
  }

  /** The settings that may change while the router runs. */
  adopt(config: OspfRouterConfig): void {
    const { profile, timers: configured } = config;
    this.profile = profile;
    this.limits = {
      minLsArrival: configured?.minLsArrival ?? profile.minLsArrival,
      minLsInterval: configured?.minLsInterval ?? profile.minLsInterval,
    };
    this.spf.adopt(
      configured?.spfDelay ?? profile.spfDelay,
      configured?.spfHold ?? profile.spfHold,
      configured?.spfHoldMax ?? profile.spfHoldMax,
    );
    this.maximumPaths = config.maximumPaths ?? profile.maximumPaths;
    this.maxMetricWanted = config.maxMetric ?? false;
    this.rfc1583Compatibility = config.rfc1583Compatibility ?? false;
    this.#importsRoutes = config.asBoundaryRouter ?? false;
    this.wantedExternalSummaries = config.externalSummaries ?? [];
    this.externalSummaryDelay = config.externalSummaryDelay ?? profile.externalSummaryDelay;
    this.logsAdjacencyChanges = config.logsAdjacencyChanges ?? true;
    this.administrativeDistance = config.administrativeDistance ?? 110;
    this.maxMetricOnStartup = config.maxMetricOnStartup;
    this.maxMetricOnShutdown = config.maxMetricOnShutdown;
    this.helper = config.gracefulRestartHelper;
    this.gracePeriod = config.gracePeriod;
    this.overflow = config.databaseOverflow;
    this.#areaConfigs = config.areas;
  }

  /** RFC 7474 §2: `bootCount` is the last one that was remembered. */
  packetsSince(bootCount: number): PacketCounter {
    return new PacketCounter(bootCount, (next) => this.sink({ kind: 'rememberBootCount', bootCount: next }));
  }

  addInterface(ospfInterface: OspfInterface): void {
    const { interfaceIndex } = ospfInterface.config;
    this.interfaces.push(ospfInterface);
    this.#byDevice.set(interfaceIndex, [...this.interfacesOfDevice(interfaceIndex), ospfInterface]);
  }

  removeInterface(ospfInterface: OspfInterface): void {
    const { interfaceIndex } = ospfInterface.config;
    this.interfaces.splice(this.interfaces.indexOf(ospfInterface), 1);
    const rest = this.interfacesOfDevice(interfaceIndex).filter((other) => other !== ospfInterface);
    this.#byDevice.set(interfaceIndex, rest);
  }

  /** The OSPF interfaces of a device, in the order in which they were added. */
  interfacesOfDevice(interfaceIndex: number): readonly OspfInterface[] {
    return this.#byDevice.get(interfaceIndex) ?? nothing;
  }

  /** The area, made when it is new. */
  area(areaId: AreaId): Area {
    let area = this.#areas.get(areaId);
    if (area === undefined) {
      area = new Area(this.#areaConfigs.find((config) => config.areaId === areaId) ?? { areaId });
      area.opaqueCapable = this.opaqueCapable;
      this.#areas.set(areaId, area);
    }
    return area;
  }

  areaIfKnown(areaId: AreaId): Area | undefined {
    return this.#areas.get(areaId);
  }

  /** In order of area id. */
  get areas(): readonly Area[] {
    return [...this.#areas.values()].sort((left, right) => left.areaId - right.areaId);
  }

  /** RFC 2328 §3.3, RFC 3101 §3.1: imports routes itself, carries those of an NSSA on, or tells an NSSA of a route out. */
  get isAsBoundaryRouter(): boolean {
    if (this.#importsRoutes) return true;
    for (const area of this.#areas.values()) {
      if (area.translates) return true;
      if (!this.areaBorderRouter || !area.isNssa) continue;
      if (this.profile.nssaBorderIsBoundary || area.config.externalDefault !== undefined) return true;
    }
    return false;
  }

  get backbone(): Area | undefined {
    return this.#areas.get(backboneId);
  }

  /** The backbone last: what it says of virtual links needs the trees of the areas that they cross. */
  get calculationOrder(): readonly Area[] {
    const { areas, backbone } = this;
    if (backbone === undefined || areas.length === 1) return areas;
    return [...areas.filter((area) => area !== backbone), backbone];
  }

  /** Everything that holds LSAs: the areas in order of area id, the AS, then the links. */
  get scopes(): readonly FloodingScope[] {
    const links = [...this.interfaces, ...this.virtualLinks].map(({ linkScope }) => linkScope);
    return [...this.areas, this.asScope, ...links];
  }

  /** Where LSAs of that type which come in through the interface live. */
  scopeOf(ospfInterface: OspfInterface, lsType: number): FloodingScope {
    if (hasLinkScope(lsType)) return ospfInterface.linkScope;
    return hasAsScope(lsType) ? this.asScope : ospfInterface.area;
  }

  scopeHolding({ link, area }: DatabaseEntry): FloodingScope {
    return link?.linkScope ?? area ?? this.asScope;
  }

  /** RFC 6987 §2: transit links are advertised with MaxLinkMetric. */
  get maxMetric(): boolean {
    return this.maxMetricWanted || this.maxMetricTimer.at !== undefined;
  }

  record(event: OspfEvent): void {
    this.sink({ kind: 'record', event });
  }

  raiseNeighborEvent(neighbor: Neighbor, event: NeighborEventName): void {
    this.raised.push({ neighbor, event });
  }

  raiseInterfaceEvent(ospfInterface: OspfInterface, event: InterfaceEventName): void {
    this.raised.push({ ospfInterface, event });
  }

  /** RFC 3623 §2: it has started again, and its neighbours may not have noticed. */
  get restarting(): boolean {
    return this.restartTimer !== undefined;
  }

  /** Its end now would be a restart that the neighbours wait for. */
  get restartPrepared(): boolean {
    return this.preparedUntil !== undefined && this.preparedUntil > this.now;
  }

  raiseHelpEnd(helped: Neighbor): void {
    this.raised.push({ helped });
  }

  freeNeighborSlot(): number {
    const free = this.neighborSlots.indexOf(undefined);
    return free >= 0 ? free : this.neighborSlots.length;
  }
}
