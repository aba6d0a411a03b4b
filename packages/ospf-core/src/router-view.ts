// Fills the read models of show/ from a running router.

import { comparePrefixes, type Ipv4Prefix } from '@ospflab/net';
import { between, seconds, type Duration, type Instant } from '@ospflab/sim';
import type { Area } from './area.ts';
import { signingKeyOf } from './authentication/sign-packet.ts';
import type { DatabaseEntry } from './database/link-state-database.ts';
import type { OspfInterface } from './interface/ospf-interface.ts';
import { lsaKeyOf } from './lsa/lsa-key.ts';
import { lsTypes, type RouterId } from './lsa/lsa.ts';
import type { Neighbor } from './neighbor/neighbor.ts';
import { neighborState, type NeighborEventName } from './neighbor/neighbor-state.ts';
import { bestImports } from './origination/best-imports.ts';
import { summaryAround } from './origination/external-summaries.ts';
import type { RouterState } from './router-state.ts';
import { routerRoutesOf } from './routing/router-routes.ts';
import type { OspfNextHop, OspfRouterRoute } from './spf/ospf-route.ts';
import type {
  OspfAreaView,
  OspfHelpView,
  OspfInterfaceStateName,
  OspfInterfaceView,
  OspfLsaView,
  OspfMaxMetricView,
  OspfNeighborStateName,
  OspfNeighborView,
  OspfSigningView,
  OspfSilentNeighborView,
  OspfSummaryView,
  OspfView,
} from './show/ospf-view.ts';

export function makeRouterView(router: RouterState): OspfView {
  const { areas, now, spf } = router;
  const names = new Map(router.interfaces.map(({ config }) => [config.interfaceIndex, config.name]));
  return {
    routerId: router.routerId,
    spfInitialDelay: spf.delay,
    spfHoldMinimum: spf.hold,
    spfHoldMaximum: spf.holdMax,
    spfHoldMultiplier: spf.multiplier,
    sinceLastSpf: since(spf.lastRunAt, now),
    lastSpfMicroseconds: 0,
    spfDue: until(router.spfTimer.at, now),
    lsaMinInterval: router.limits.minLsInterval,
    lsaMinArrival: router.limits.minLsArrival,
    refreshTimer: seconds(10),
    maximumPaths: router.maximumPaths,
    administrativeDistance: router.administrativeDistance,
    areaBorderRouter: router.areaBorderRouter,
    borderRouterRule: router.profile.areaBorderRouter,
    asBoundaryRouter: router.isAsBoundaryRouter,
    opaqueCapability: router.opaqueCapable,
    rfc1583Compatibility: router.rfc1583Compatibility,
    adjacencyChangesLogged: router.logsAdjacencyChanges,
    maxMetric: maxMetricView(router),
    helper: router.helper,
    lastHelpEnd: router.lastHelpEnd,
    areas: areas.map((area) => areaView(router, area, now)),
    interfaces: [...router.interfaces, ...router.virtualLinks].map(interfaceView),
    externalLsas: lsasOfTheAs(router, lsTypes.asExternal),
    opaqueAsLsas: lsasOfTheAs(router, lsTypes.opaqueAs),
    routes: router.routes,
    routerRoutes: shownRouterRoutes(router),
    externalRoutes: router.externalRoutes,
    externalSummaries: summaryViews(router),
    externalSummaryDelay: router.externalSummaryDelay,
    interfaceName: (interfaceIndex) => names.get(interfaceIndex) ?? String(interfaceIndex),
  };
}

function maxMetricView(router: RouterState): OspfMaxMetricView {
  return {
    onStartup: router.maxMetricOnStartup,
    onShutdown: router.maxMetricOnShutdown,
    administrative: router.maxMetricWanted,
    startupRest: router.shuttingDown ? undefined : until(router.maxMetricTimer.at, router.now),
  };
}

function lsasOfTheAs({ asScope, now }: RouterState, type: number): OspfLsaView[] {
  return asScope.database
    .sorted()
    .filter(({ lsa }) => lsa.type === type)
    .map((entry) => ({
      ...lsaView(entry, now),
      translated: asScope.wanted.get(entry.lsa.key)?.translated ?? false,
    }));
}

function shownRouterRoutes(router: RouterState): readonly OspfRouterRoute[] {
  const routes = routerRoutesOf(router);
  if (router.virtualLinks.length === 0 || router.profile.listsHopsThroughTransit) return routes;
  return routes.map((route) => {
    if (route.pathType === 'interArea') return route;
    const inside = ({ interfaceIndex }: OspfNextHop): boolean =>
      router.interfacesOfDevice(interfaceIndex).some(({ area }) => area.areaId === route.areaId);
    return { ...route, nextHops: route.nextHops.filter(inside) };
  });
}

function summaryViews(router: RouterState): OspfSummaryView[] {
  const { externalSummaries } = router;
  if (externalSummaries.length === 0) return [];
  const imports = bestImports(router).sort(byPrefix);
  return externalSummaries.toSorted(byPrefix).map((summary) => ({
    summary,
    covers: imports.flatMap((route) =>
      summaryAround(route, externalSummaries) === summary ? [route.prefix] : [],
    ),
  }));
}

function byPrefix(left: { readonly prefix: Ipv4Prefix }, right: { readonly prefix: Ipv4Prefix }): number {
  return comparePrefixes(left.prefix, right.prefix);
}

function areaView(router: RouterState, area: Area, now: Instant): OspfAreaView {
  return {
    areaId: area.areaId,
    kind: area.config.kind ?? 'normal',
    noSummary: area.config.noSummary ?? false,
    ...(area.isNssa && router.areaBorderRouter
      ? { translator: { role: area.config.translator ?? 'candidate', translates: area.translates } }
      : {}),
    virtualAdjacencies: router.virtualLinks.filter(
      ({ virtualEnds, fullNeighbors }) => fullNeighbors > 0 && virtualEnds?.transitArea === area,
    ).length,
    authentication: area.config.authentication ?? 'none',
    spfRuns: area.spfRuns,
    aloneInTree: area.paths?.reachedCount === 1,
    lsas: [area, ...area.interfaces.map(({ linkScope }) => linkScope)].flatMap(({ database }) =>
      database.sorted().map((entry) => lsaView(entry, now)),
    ),
  };
}

function lsaView(entry: DatabaseEntry, now: Instant): OspfLsaView {
  return {
    lsa: entry.lsa,
    ageSeconds: entry.ageSeconds(now),
    selfOriginated: entry.selfOriginated,
    received: entry.received,
  };
}

const interfaceStates: readonly OspfInterfaceStateName[] = [
  'Down',
  'Loopback',
  'Waiting',
  'Point-To-Point',
  'DROther',
  'Backup',
  'DR',
];

function interfaceView(ospfInterface: OspfInterface): OspfInterfaceView {
  const { config, router, area, state, traffic } = ospfInterface;
  const key = lsaKeyOf(lsTypes.network, config.address, router.routerId);
  const sequence = area.database.get(key)?.lsa.sequence ?? area.lastSequences.get(key);
  return {
    interfaceIndex: config.interfaceIndex,
    name: config.name,
    up: ospfInterface.deviceUp,
    mtu: config.mtu,
    bandwidthMbit: config.bandwidthMbit ?? 0,
    address: config.address,
    prefixLength: config.prefixLength,
    areaId: config.areaId,
    networkType: config.networkType,
    unnumbered: config.unnumbered ?? false,
    virtualPeer: ospfInterface.virtualEnds?.neighborAddress,
    cost: ospfInterface.cost,
    priority: config.priority,
    state: interfaceStates[state]!,
    mtuIgnore: config.mtuIgnore ?? false,
    passive: config.passive ?? false,
    bfd: config.bfd,
    authentication: signingView(ospfInterface),
    traffic: { received: { ...traffic.received }, sent: { ...traffic.sent } },
    transmitDelay: config.transmitDelay,
    helloInterval: config.helloInterval,
    deadInterval: config.deadInterval,
    retransmitInterval: config.retransmitInterval,
    designatedRouter: ospfInterface.designatedRouter,
    designatedRouterId: routerWithAddress(ospfInterface, ospfInterface.designatedRouter),
    backupDesignatedRouter: ospfInterface.backupDesignatedRouter,
    backupDesignatedRouterId: routerWithAddress(ospfInterface, ospfInterface.backupDesignatedRouter),
    networkLsaSequence: sequence,
    memberOfAllSpfRouters: ospfInterface.memberOfAllSpfRouters,
    memberOfAllDRouters: ospfInterface.memberOfAllDRouters,
    helloDue: until(ospfInterface.helloTimer.at, router.now),
    neighbors: ospfInterface.neighbors
      .filter(({ state }) => state > neighborState.down)
      .sort((left, right) => left.routerId - right.routerId)
      .map(neighborView),
    silentNeighbors: silentNeighborsOf(ospfInterface),
  };
}

function signingView(ospfInterface: OspfInterface): OspfSigningView | undefined {
  const { authentication, authenticationOfArea } = ospfInterface.config;
  if (authentication === undefined || authenticationOfArea === true) return undefined;
  switch (authentication.kind) {
    case 'null':
    case 'simple':
      return { kind: authentication.kind };
    case 'cryptographic':
    case 'extendedCryptographic': {
      const { keyChain: name, keys } = authentication;
      if (name === undefined) return { kind: 'messageDigest', hasKeys: keys.length > 0 };
      return { kind: 'keyChain', name, key: signingKeyOf(ospfInterface) };
    }
  }
}

function silentNeighborsOf(ospfInterface: OspfInterface): OspfSilentNeighborView[] {
  const { now } = ospfInterface.router;
  return (ospfInterface.config.neighbors ?? []).flatMap(({ address, priority, pollInterval }) => {
    const neighbor = ospfInterface.neighborWithAddress(address);
    if (neighbor?.state !== neighborState.down) return [];
    const stateChanges = Math.max(0, neighbor.stateChanges - 1);
    return { address, priority, stateChanges, pollInterval, pollDue: until(neighbor.greetingTimer.at, now) };
  });
}

function routerWithAddress(ospfInterface: OspfInterface, address: number): RouterId | undefined {
  if (address === 0) return undefined;
  if (address === ospfInterface.config.address) return ospfInterface.router.routerId;
  return ospfInterface.neighborWithAddress(address as typeof ospfInterface.config.address)?.routerId;
}

const neighborStates: readonly OspfNeighborStateName[] = [
  'Down',
  'Attempt',
  'Init',
  '2-Way',
  'ExStart',
  'Exchange',
  'Loading',
  'Full',
];

const frrEventNames: Readonly<Record<NeighborEventName, string>> = {
  helloReceived: 'HelloReceived',
  start: 'Start',
  twoWayReceived: '2-WayReceived',
  negotiationDone: 'NegotiationDone',
  exchangeDone: 'ExchangeDone',
  badLinkStateRequest: 'BadLSReq',
  loadingDone: 'LoadingDone',
  adjacencyOk: 'AdjOK?',
  sequenceNumberMismatch: 'SeqNumberMismatch',
  oneWayReceived: '1-WayReceived',
  killNeighbor: 'KillNbr',
  inactivityTimer: 'InactivityTimer',
  linkDown: 'LLDown',
};

function neighborView(neighbor: Neighbor): OspfNeighborView {
  const { now } = neighbor.ospfInterface.router;
  const { state, regressedBy } = neighbor;
  return {
    routerId: neighbor.routerId,
    address: neighbor.address,
    priority: neighbor.priority ?? 0,
    state: neighborStates[state]!,
    designatedRouter: neighbor.designatedRouter,
    backupDesignatedRouter: neighbor.backupDesignatedRouter,
    options: neighbor.options,
    stateChanges: neighbor.stateChanges,
    sinceProgressiveChange: since(neighbor.progressedAt, now),
    sinceRegressiveChange: since(neighbor.regressedAt, now),
    regressiveReason: regressedBy === undefined ? undefined : frrEventNames[regressedBy],
    deadDue: until(neighbor.inactivityTimer.at, now),
    databaseSummaryCount: neighbor.summary.size,
    linkStateRequestCount: neighbor.requests.size,
    linkStateRetransmissionCount: neighbor.unacknowledgedCount,
    databaseDescriptionTimerOn: neighbor.descriptionTimer.running,
    linkStateRequestTimerOn: neighbor.requestTimer.running,
    linkStateUpdateTimerOn: state >= neighborState.exchange,
    help: helpView(neighbor),
    lastHelpRefusal: neighbor.lastHelpRefusal,
    lastHelpEnd: neighbor.lastHelpEnd,
  };
}

function helpView({ help, ospfInterface }: Neighbor): OspfHelpView | undefined {
  if (help === undefined) return undefined;
  const { graceSeconds, grantedSeconds, reason } = help;
  return { graceSeconds, grantedSeconds, reason, due: between(ospfInterface.router.now, help.until) };
}

function since(instant: Instant | undefined, now: Instant): Duration | undefined {
  return instant === undefined ? undefined : between(instant, now);
}

function until(instant: Instant | undefined, now: Instant): Duration | undefined {
  return instant === undefined ? undefined : between(now, instant);
}
