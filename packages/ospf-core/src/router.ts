// An OSPFv2 router as a value: inputs and the current instant go in, effects come out. Everything else in this package serves it.

import { after, type Instant } from '@ospflab/sim';
import { checkBorderStatus } from './border-status.ts';
import type { OspfInterfaceConfig, OspfRouterConfig } from './config.ts';
import { ageDatabase } from './database/aging.ts';
import { removeMaxAgeLsas, watchRemoval } from './database/install.ts';
import type { OspfEffect } from './effect.ts';
import { sendDelayedAcknowledgements } from './flooding/acknowledgement.ts';
import { flushOutput } from './flooding/output-queue.ts';
import { retransmit } from './flooding/retransmission.ts';
import type {
  ExternalRouteAdded,
  ExternalRouteRemoved,
  OspfInput,
  OspfProcessSettings,
  Started,
} from './input.ts';
import { endHelp } from './graceful-restart/end-help.ts';
import { prepareRestart } from './graceful-restart/prepare-restart.ts';
import { beginRestart, followRestart } from './graceful-restart/restart.ts';
import { greetAlone } from './interface/configured-neighbors.ts';
import { bringUp, takeDown } from './interface/device-state.ts';
import { leaveGroups } from './interface/interface-changed.ts';
import { fireInterfaceEvent } from './interface/interface-machine.ts';
import { OspfInterface, type InterfaceTimerHandlers } from './interface/ospf-interface.ts';
import { reconfigureInterface } from './interface/reconfigure.ts';
import { helloTick } from './interface/send-hello.ts';
import { databaseDescriptionTick, restartInactivityTimer } from './neighbor/database-exchange.ts';
import { resendLinkStateRequest } from './neighbor/link-state-request.ts';
import type { RouterId } from './lsa/lsa.ts';
import type { Neighbor, NeighborTimerHandlers } from './neighbor/neighbor.ts';
import { fireNeighborEvent } from './neighbor/neighbor-machine.ts';
import { endBfd } from './neighbor/follow-bfd.ts';
import { loseBfdSession } from './neighbor/lose-bfd-session.ts';
import { flushLsa, runDeferredOriginations } from './origination/originate.ts';
import { refreshOwnLsas, repeatNssaExternals, restartWrappedLsa } from './origination/refresh.ts';
import { receivePacket } from './receive-packet.ts';
import { adoptExternalSummaries, originateAllRouterLsas, reconfigureRouter } from './reconfigure-router.ts';
import { RouterState, type RouterTimerHandlers } from './router-state.ts';
import { TimerRegistry } from './router-timer.ts';
import { makeRouterView } from './router-view.ts';
import { withdrawAllRoutes } from './routing/announce-routes.ts';
import { expectForgottenRanges, forgetRanges } from './routing/forget-ranges.ts';
import { prefixNumber } from './routing/route-book.ts';
import { runExternalRoutes, runSpf } from './run-spf.ts';
import { scheduleExternalRoutes } from './spf-schedule.ts';
import type { OspfView } from './show/ospf-view.ts';
import { addVirtualLink } from './virtual-link/add-virtual-link.ts';
import { adoptVirtualLinks } from './virtual-link/adopt-virtual-links.ts';

/** No chain of events within one input is longer; reaching it is a defect of this package. */
const raisedEventsMax = 1_000_000;

const neighborTimers: NeighborTimerHandlers = {
  inactivity: deadTimerExpired,
  greeting: greetAlone,
  description: databaseDescriptionTick,
  request: resendLinkStateRequest,
  retransmission: retransmit,
};

const routerTimers: RouterTimerHandlers = {
  spf: runSpf,
  aging: ageDatabase,
  refresh: refreshOwnLsas,
  origination: runDeferredOriginations,
  maxAgeRemoval: removeExpired,
  externalRoutes: runExternalRoutes,
  externalSummaries: adoptExternalSummaries,
  forgottenRanges: forgetRanges,
  nssaRepetition: repeatNssaExternals,
  maxMetric: maxMetricEnds,
  neighbor: neighborTimers,
};

const interfaceTimers: InterfaceTimerHandlers = {
  hello: helloTick,
  wait: (ospfInterface) => fireInterfaceEvent(ospfInterface, 'waitTimer'),
  acknowledgement: sendDelayedAcknowledgements,
};

export class OspfRouter {
  readonly #random: () => number;
  readonly #sink: (effect: OspfEffect) => void;
  readonly #timers: TimerRegistry;
  #config: OspfRouterConfig;
  #state: RouterState;
  readonly #devicesDown = new Set<number>();

  /** `random` in [0, 1) seeds sequence numbers of database descriptions and the jitter of refreshes. */
  constructor(config: OspfRouterConfig, random: () => number, sink: (effect: OspfEffect) => void) {
    this.#config = config;
    this.#random = random;
    this.#sink = sink;
    this.#timers = new TimerRegistry(sink);
    this.#state = this.#emptyState();
  }

  /** The whole protocol: everything that happens to the router comes in here, in order of time. */
  handle(input: OspfInput, now: Instant): void {
    const state = this.#state;
    state.now = now;
    switch (input.kind) {
      case 'packetReceived':
        if (state.running) receivePacket(state, input);
        break;
      case 'timerExpired':
        this.#timers.expire(input.timer, now);
        if (state.shutdownDue) this.#stop(true);
        break;
      default:
        this.#handleRare(input);
    }
    settle(this.#state);
  }

  get running(): boolean {
    return this.#state.running;
  }

  /** What the show commands print, at that instant. */
  view(now: Instant): OspfView {
    this.#state.now = now;
    return makeRouterView(this.#state);
  }

  #handleRare(input: Exclude<OspfInput, { kind: 'packetReceived' | 'timerExpired' }>): void {
    switch (input.kind) {
      case 'started':
        this.#start(input);
        return;
      case 'stopped':
        this.#stop(input.graceful && !this.#deferralIsLost());
        return;
      case 'shutdownRequested':
        this.#shutDown();
        return;
      case 'interfaceUp':
        this.#devicesDown.delete(input.interfaceIndex);
        for (const one of this.#interfacesOf(input.interfaceIndex)) bringUp(one);
        return;
      case 'interfaceDown':
        this.#devicesDown.add(input.interfaceIndex);
        for (const one of this.#interfacesOf(input.interfaceIndex)) takeDown(one);
        return;
      case 'interfaceAdded':
        this.#addConfigured(input.config, input.down === true);
        return;
      case 'interfaceRemoved':
        this.#removeConfigured(input.interfaceIndex, input.address);
        return;
      case 'interfaceReconfigured':
        this.#reconfigure(input.config);
        return;
      case 'neighborsCleared':
        clearNeighbors(this.#state, input.neighborId);
        return;
      case 'interfacesCleared':
        clearInterfaces(this.#state, input.interfaceIndex);
        return;
      case 'bfdSessionDown':
        for (const one of this.#interfacesOf(input.interfaceIndex)) {
          const neighbor = one.neighborWithAddress(input.neighborAddress);
          if (neighbor?.bfdRequested !== undefined) loseBfdSession(neighbor);
        }
        return;
      case 'processCleared':
        this.#clear();
        return;
      case 'restartPrepared':
        if (this.#state.running) prepareRestart(this.#state);
        return;
      case 'routerReconfigured':
        this.#reconfigureRouter(input.settings);
        return;
      case 'externalRouteAdded':
        this.#state.imported.set(importKey(input), input);
        if (this.#state.externalSummariesTimer.at !== undefined) this.#state.lateImports.add(input);
        if (this.#state.running) scheduleExternalRoutes(this.#state);
        return;
      case 'externalRouteRemoved':
        this.#state.imported.delete(importKey(input));
        if (this.#state.running) scheduleExternalRoutes(this.#state);
    }
  }

  #emptyState(): RouterState {
    return new RouterState(this.#config, this.#random, this.#sink, this.#timers, routerTimers);
  }

  #start(input: Started): void {
    if (this.#state.running) return;
    for (const index of input.interfacesDown ?? []) this.#devicesDown.add(index);
    const { graceUntil, bootCount } = input;
    if (bootCount !== undefined) this.#state.packetCounter = this.#state.packetsSince(bootCount);
    if (graceUntil !== undefined && graceUntil > this.#state.now) beginRestart(this.#state, graceUntil);
    this.#begin();
  }

  #begin(): void {
    const state = this.#state;
    state.running = true;
    state.startedAt = state.now;
    const { maxMetricOnStartup } = this.#config;
    if (maxMetricOnStartup !== undefined) state.maxMetricTimer.set(after(state.now, maxMetricOnStartup));
    // Their order decides how LSAs read, that of their indices how they come up.
    for (const config of this.#config.interfaces) this.#makeInterface(config);
    for (const added of byDevice(state.interfaces)) this.#bringUpUnlessDown(added);
    for (const config of this.#config.virtualLinks ?? []) addVirtualLink(state, config, interfaceTimers);
    if (state.areas.some(({ isNssa }) => isNssa)) this.#beginNssas();
    checkBorderStatus(state);
  }

  #beginNssas(): void {
    const state = this.#state;
    const { nssaRepeatedAfter } = state.profile;
    expectForgottenRanges(state);
    if (nssaRepeatedAfter !== undefined) state.nssaRepetitionTimer.set(after(state.now, nssaRepeatedAfter));
  }

  #stop(graceful: boolean): void {
    const state = this.#state;
    if (!state.running) return;
    const flushes = state.profile.flushesOnStop && !state.restartPrepared;
    if (graceful && flushes) this.#flushOwnLsas();
    this.#end();
  }

  // A process that ends has forgotten everything; its memberships and routes go with it, however it ended.
  #end(): void {
    const state = this.#state;
    state.running = false;
    for (const one of state.interfaces) {
      leaveGroups(one);
      for (const neighbor of one.neighbors) endBfd(neighbor);
    }
    if (!state.restartPrepared) withdrawAllRoutes(state);
    this.#timers.releaseAll();
    const fresh = this.#emptyState();
    fresh.now = state.now;
    this.#state = fresh;
  }

  // RFC 6987 §2: others find ways around this router before it goes.
  #shutDown(): void {
    const state = this.#state;
    const { maxMetricOnShutdown } = this.#config;
    if (!state.running || state.shuttingDown) return;
    if (maxMetricOnShutdown === undefined) {
      this.#stop(true);
      return;
    }
    state.shuttingDown = true;
    state.maxMetricTimer.set(after(state.now, maxMetricOnShutdown));
    originateAllRouterLsas(state);
  }

  // FRR: ospfd/ospfd.c, ospf_process_reset, 8.4: own LSAs are flushed, databases emptied, interfaces taken down and up again.
  #clear(): void {
    const { running, imported, packetCounter } = this.#state;
    if (!running) return;
    this.#state.preparedUntil = undefined;
    this.#flushOwnLsas();
    this.#end();
    this.#state.packetCounter = packetCounter;
    for (const [key, route] of imported) this.#state.imported.set(key, route);
    this.#begin();
    if (imported.size > 0) scheduleExternalRoutes(this.#state);
  }

  #flushOwnLsas(): void {
    const state = this.#state;
    for (const { database } of state.scopes) {
      for (const entry of database.sorted()) {
        if (entry.selfOriginated) flushLsa(state, entry, 'stopped');
      }
    }
    settle(state);
  }

  // FRR: ospfd/ospf_vty.c, ospf_router_id, 8.4: while there are full neighbours, a new id waits for `clear ip ospf process`.
  #reconfigureRouter(settings: OspfProcessSettings): void {
    this.#config = { ...settings, interfaces: this.#config.interfaces };
    const state = this.#state;
    if (!state.running) {
      this.#state = this.#emptyState();
      return;
    }
    adoptVirtualLinks(state, this.#config.virtualLinks ?? [], interfaceTimers);
    reconfigureRouter(state, this.#config);
    const adjacent = state.interfaces.some(({ fullNeighbors }) => fullNeighbors > 0);
    if (settings.routerId !== state.routerId && !adjacent) this.#clear();
  }

  #deferralIsLost(): boolean {
    return this.#config.maxMetricOnShutdown !== undefined && this.#state.profile.stopLosesDeferral;
  }

  #interfacesOf(interfaceIndex: number): readonly OspfInterface[] {
    return this.#state.interfacesOfDevice(interfaceIndex);
  }

  #addConfigured(config: OspfInterfaceConfig, down: boolean): void {
    if (this.#interfaceNamed(config.interfaceIndex, config.address) !== undefined) return;
    this.#config = withInterfaces(this.#config, [...this.#config.interfaces, config]);
    if (down) this.#devicesDown.add(config.interfaceIndex);
    if (this.#state.running) this.#addInterface(config);
  }

  #removeConfigured(interfaceIndex: number, address: number): void {
    const kept = this.#config.interfaces.filter(
      (config) => config.interfaceIndex !== interfaceIndex || config.address !== address,
    );
    this.#config = withInterfaces(this.#config, kept);
    const gone = this.#interfaceNamed(interfaceIndex, address);
    if (gone !== undefined) this.#dropInterface(gone);
  }

  #dropInterface(gone: OspfInterface): void {
    takeDown(gone);
    this.#state.removeInterface(gone);
    remove(gone.area.interfaces, gone);
    gone.release();
    checkBorderStatus(this.#state);
  }

  // Another network type, area or mask: the interface goes and comes anew.
  #replaceInterface(old: OspfInterface, config: OspfInterfaceConfig): void {
    this.#dropInterface(old);
    this.#addInterface(config);
  }

  #reconfigure(config: OspfInterfaceConfig): void {
    const interfaces = this.#config.interfaces.map((old) =>
      old.interfaceIndex === config.interfaceIndex && old.address === config.address ? config : old,
    );
    this.#config = withInterfaces(this.#config, interfaces);
    const changed = this.#interfaceNamed(config.interfaceIndex, config.address);
    if (changed === undefined) return;
    const { networkType, areaId, prefixLength } = changed.config;
    const sameNetwork =
      config.networkType === networkType && config.areaId === areaId && config.prefixLength === prefixLength;
    if (sameNetwork) reconfigureInterface(changed, config);
    else this.#replaceInterface(changed, config);
  }

  #interfaceNamed(interfaceIndex: number, address: number): OspfInterface | undefined {
    return this.#interfacesOf(interfaceIndex).find(({ config }) => config.address === address);
  }

  #addInterface(config: OspfInterfaceConfig): void {
    this.#bringUpUnlessDown(this.#makeInterface(config));
  }

  #makeInterface(config: OspfInterfaceConfig): OspfInterface {
    const state = this.#state;
    const area = state.area(config.areaId);
    const added = new OspfInterface(state, area, config, interfaceTimers);
    state.addInterface(added);
    area.interfaces.push(added);
    checkBorderStatus(state);
    return added;
  }

  #bringUpUnlessDown(added: OspfInterface): void {
    if (!this.#devicesDown.has(added.config.interfaceIndex)) bringUp(added);
  }
}

function byDevice(interfaces: readonly OspfInterface[]): readonly OspfInterface[] {
  return interfaces.toSorted((left, right) => left.config.interfaceIndex - right.config.interfaceIndex);
}

// The period after the start or before the end is over.
function maxMetricEnds(state: RouterState): void {
  if (state.shuttingDown) state.shutdownDue = true;
  else originateAllRouterLsas(state);
}

function importKey({ source, prefix }: ExternalRouteAdded | ExternalRouteRemoved): string {
  return `${source} ${prefixNumber(prefix)}`;
}

/** Undefined: all of them. */
function clearNeighbors({ interfaces }: RouterState, neighborId: RouterId | undefined): void {
  for (const { neighbors } of interfaces) {
    for (const neighbor of [...neighbors]) {
      if (neighborId === undefined || neighbor.routerId === neighborId) {
        fireNeighborEvent(neighbor, 'killNeighbor');
      }
    }
  }
}

/** Undefined: all of them. */
function clearInterfaces({ interfaces }: RouterState, interfaceIndex: number | undefined): void {
  for (const one of interfaces) {
    if (!one.deviceUp) continue;
    if (interfaceIndex !== undefined && one.config.interfaceIndex !== interfaceIndex) continue;
    takeDown(one);
    bringUp(one);
  }
}

// RFC 2328 §10.3: nothing was heard for RouterDeadInterval.
function deadTimerExpired(neighbor: Neighbor): void {
  const { router, config } = neighbor.ospfInterface;
  // RFC 3623 §3.1: its silence is expected.
  if (neighbor.help !== undefined) {
    restartInactivityTimer(neighbor);
    return;
  }
  router.record({
    kind: 'deadTimerExpired',
    interfaceIndex: config.interfaceIndex,
    neighborId: neighbor.routerId,
    neighborAddress: neighbor.address,
  });
  fireNeighborEvent(neighbor, 'inactivityTimer');
}

/** Delivers what handlers raised for each other, then sends what waits. */
function settle(state: RouterState): void {
  if (state.raised.length > 0) deliverRaised(state);
  if (state.restarting) followRestart(state);
  if (state.maxAgeEntries.size > 0 && state.profile.maxAgeRemovalDelay === 0) removeExpired(state);
  flushOutput(state);
}

function deliverRaised({ raised }: RouterState): void {
  for (let index = 0; index < raised.length; index++) {
    if (index === raisedEventsMax) throw new Error('the events raised within one input do not end');
    const event = raised[index]!;
    if ('helped' in event) endHelp(event.helped, 'topologyChanged');
    else if ('neighbor' in event) fireNeighborEvent(event.neighbor, event.event);
    else fireInterfaceEvent(event.ospfInterface, event.event);
  }
  raised.length = 0;
}

function removeExpired(state: RouterState): void {
  for (const entry of removeMaxAgeLsas(state)) restartWrappedLsa(state, entry);
  watchRemoval(state);
}

function withInterfaces(
  config: OspfRouterConfig,
  interfaces: readonly OspfInterfaceConfig[],
): OspfRouterConfig {
  return { ...config, interfaces };
}

function remove<Item>(items: Item[], item: Item): void {
  const index = items.indexOf(item);
  if (index >= 0) items.splice(index, 1);
}
