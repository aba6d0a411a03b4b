// ospfd on a node: hands packets and interface changes to the OSPF core, and its packets, timers and routes to the host.

import type { HostEffect } from '@ospflab/linux-host';
import {
  OspfRouter,
  makeOspfPayload,
  type ExternalRouteAdded,
  type OspfEffect,
  type OspfInput,
  type OspfInterfaceConfig,
  type OspfRouterConfig,
  type RouterId,
} from '@ospflab/ospf-core';
import { formatIpv4Prefix, ipProtocols, prefixContains, type Ipv4Prefix } from '@ospflab/net';
import { TimerTable, after, seconds, type Instant } from '@ospflab/sim';
import type { FrrConfig } from '../readers/frr/frr-config.ts';
import { readTypedLines } from '../readers/frr/read-typed-lines.ts';
import type { ClearedPart } from '../scenario/actions/clear-ospf.ts';
import type { LoadedNode } from '../scenario/scenario.ts';
import { ContendingInbox } from './contending-inbox.ts';
import { DaemonInbox } from './daemon-inbox.ts';
import { hostRouteOf } from './host-route-of.ts';
import { kernelInterfacesOf } from './kernel-interfaces.ts';
import { ospfConfigOf, ospfInterfaceOf } from './ospf-config-of.ts';
import { importedRoutes } from './redistribution.ts';
import type { BfdDaemon } from './bfd-daemon.ts';
import type { Processors } from './processors.ts';
import type { HostListener, SimulatedNode } from './simulated-node.ts';

/** Precedence "internetwork control"; neighbours are one hop away. RFC 2328 appendix A.1. */
const typeOfService = 0xc0;
const ttl = 1;
/** Over a virtual link others forward it. FRR: ospfd/ospfd.h, OSPF_VL_IP_TTL, 8.4. */
const routedTtl = 100;

/** zebra keeps what a restarted process has not installed so much longer than the restart. Read off FRR 8.4.4. */
const staleAfterRestart = seconds(1);

/** Sees what goes into a router and what comes out of it. */
export interface RouterWatcher {
  routerStarted(config: OspfRouterConfig): void;
  inputBegun(input: OspfInput, at: Instant): void;
  effectHappened(effect: OspfEffect): void;
  inputFinished(): void;
}

export class OspfDaemon implements HostListener {
  readonly #node: SimulatedNode;
  readonly #bfd: BfdDaemon;
  readonly #timers: TimerTable;
  /** The machine as configured, with what was typed since the daemon started. */
  #running: LoadedNode;
  readonly #inbox: DaemonInbox<OspfInput> | ContendingInbox<OspfInput>;
  #router: OspfRouter | undefined;
  /** What the router was told of other protocols. */
  #imported = new Map<string, ExternalRouteAdded>();
  #watcher: RouterWatcher | undefined;
  /** On disk beyond the end of the process: the end of the grace period of a restart that was prepared. */
  #graceUntil: Instant | undefined;
  /** On disk for as long as the machine lives, RFC 7474 §2. */
  #bootCount: number | undefined;
  /** zebra keeps the routes of a process that is gone for its grace period. */
  readonly #staleness: TimerTable;
  /** The prefixes that this process has given to zebra. */
  readonly #installed = new Set<string>();
  /** `ip ospf cost` typed while running, by interface name. */
  readonly #costs = new Map<string, number>();

  /** `processors`: shared with the daemons of other machines; enough for all when not given. */
  constructor(node: SimulatedNode, bfd: BfdDaemon, processors?: Processors) {
    this.#node = node;
    this.#bfd = bfd;
    bfd.onSessionChanged = ({ interfaceIndex, peer, from, to, peerAdministrative }) => {
      if (from !== 'up' || to !== 'down' || peerAdministrative) return;
      this.#input({ kind: 'bfdSessionDown', interfaceIndex, neighborAddress: peer });
    };
    this.#running = node.loaded;
    this.#timers = new TimerTable(node.simulation, (timer) =>
      this.#inbox.timerExpired({ kind: 'timerExpired', timer }),
    );
    this.#staleness = new TimerTable(node.simulation, () => this.#dropStaleRoutes());
    const random = node.simulation.stream(`${this.streamName} waking`);
    const deliver = (input: OspfInput) => this.#input(input);
    const nextDeadline = () => this.#timers.nextDeadline();
    this.#inbox =
      processors === undefined
        ? new DaemonInbox(node.simulation, random, deliver)
        : new ContendingInbox(node.simulation, random, processors, { deliver, nextDeadline });
    node.addListener(this);
  }

  /** The running core; undefined while the daemon is dead. */
  get router(): OspfRouter | undefined {
    return this.#router;
  }

  /** As its files and what was typed since ask for it now; undefined when that is no OSPF. */
  get config(): OspfRouterConfig | undefined {
    return ospfConfigOf(this.#running, kernelInterfacesOf(this.#node.host));
  }

  /** The same as it is written. */
  get statements(): FrrConfig | undefined {
    return this.#running.frr;
  }

  /** Of its random numbers. */
  get streamName(): string {
    return `${this.#node.name} ospfd`;
  }

  watch(watcher: RouterWatcher): void {
    this.#watcher = watcher;
  }

  start(): void {
    if (this.#router !== undefined || !this.#node.running) return;
    this.#running = this.#node.loaded;
    this.#launch();
  }

  /** Makes the router that the running configuration asks for, if it does. */
  #launch(): void {
    const interfaces = kernelInterfacesOf(this.#node.host);
    const { config } = this;
    if (config === undefined) return;
    this.#costs.clear();
    this.#node.toHost({ kind: 'rawOpened', protocol: ipProtocols.ospf });
    const random = this.#node.simulation.stream(this.streamName);
    this.#watcher?.routerStarted(config);
    this.#router = new OspfRouter(config, random.next, (effect) => this.#effect(effect));
    const interfacesDown = interfaces.filter(({ usable }) => !usable).map(({ index }) => index);
    const graceUntil = this.#graceUntil;
    const bootCount = this.#bootCount;
    this.#graceUntil = undefined;
    this.#input({
      kind: 'started',
      interfacesDown,
      ...(graceUntil === undefined ? {} : { graceUntil }),
      ...(bootCount === undefined ? {} : { bootCount }),
    });
    this.#redistribute();
  }

  /** SIGTERM when graceful, else SIGKILL. zebra drops the routes of a daemon that is gone, unless it has announced a restart. */
  stop(graceful: boolean): void {
    if (this.#router === undefined) return;
    this.#input({ kind: 'stopped', graceful });
    this.#endProcess();
    this.#node.toHost({ kind: 'rawClosed', protocol: ipProtocols.ospf });
    const { now } = this.#node.simulation;
    const period = this.#running.frr?.ospf?.gracefulRestart.gracePeriodSeconds;
    if (period !== undefined && this.#graceUntil !== undefined && this.#graceUntil > now) {
      this.#staleness.set(0, after(now, seconds(period)));
    } else {
      this.#node.toHost({ kind: 'routesFlushed', source: 'ospf' });
    }
  }

  /** The machine under it is gone. */
  forget(): void {
    this.#staleness.clear();
    this.#graceUntil = undefined;
    this.#endProcess();
  }

  /** `graceful-restart prepare ip ospf`. */
  prepareRestart(): void {
    this.#input({ kind: 'restartPrepared' });
  }

  #endProcess(): void {
    this.#installed.clear();
    this.#timers.clear();
    this.#inbox.clear();
    this.#imported.clear();
    this.#router = undefined;
  }

  /** Undefined: what the configuration says. */
  setCost(interfaceName: string, cost: number | undefined): void {
    if (cost === undefined) this.#costs.delete(interfaceName);
    else this.#costs.set(interfaceName, cost);
    for (const config of this.#interfaceConfigs(interfaceName)) {
      this.#input({ kind: 'interfaceReconfigured', config });
    }
  }

  /** Lines typed after `configure terminal`; the loader has checked them. */
  configure(lines: string): void {
    const { frr, ospfProfile, name } = this.#running;
    if (this.#router === undefined || frr === undefined) return;
    const before = this.#interfaceConfigs();
    const dialect = ospfProfile === 'quagga' ? 'quagga' : 'frr';
    this.#running = { ...this.#running, frr: readTypedLines(frr, name, lines, dialect).value };
    const settings = this.config;
    if (settings === undefined) {
      this.#input({ kind: 'shutdownRequested' });
      return;
    }
    if (!this.#router.running) {
      this.forget();
      this.#launch();
      return;
    }
    this.#input({ kind: 'routerReconfigured', settings });
    this.#adoptInterfaces(before, this.#interfaceConfigs());
    this.#redistribute();
  }

  /** `interfaceName`: the only interface that is meant. */
  clear(what: ClearedPart, interfaceName?: string): void {
    if (what.kind === 'process') this.#input({ kind: 'processCleared' });
    else if (what.kind === 'interfaces') this.#clearInterfaces(interfaceName);
    else if (what.neighborId === undefined) this.#input({ kind: 'neighborsCleared' });
    else this.#input({ kind: 'neighborsCleared', neighborId: what.neighborId as number as RouterId });
  }

  #clearInterfaces(name: string | undefined): void {
    if (name === undefined) {
      this.#input({ kind: 'interfacesCleared' });
      return;
    }
    const index = kernelInterfacesOf(this.#node.host).find((one) => one.name === name)?.index;
    if (index !== undefined) this.#input({ kind: 'interfacesCleared', interfaceIndex: index });
  }

  hostEffect(effect: HostEffect): void {
    switch (effect.kind) {
      case 'rawReceived': {
        const { source, destination, payload } = effect.packet;
        this.#inbox.receive({
          kind: 'packetReceived',
          interfaceIndex: effect.interfaceIndex,
          source,
          destination,
          payload,
        });
        return;
      }
      case 'linkChanged': {
        const usable = effect.adminUp && effect.carrier;
        const { interfaceIndex } = effect;
        this.#input({ kind: usable ? 'interfaceUp' : 'interfaceDown', interfaceIndex });
        return;
      }
      case 'addressChanged':
        this.#addressChanged(effect);
        return;
      case 'fibChanged':
        this.#redistribute();
        return;
      default:
        return;
    }
  }

  /** What the process of before had installed and that of now has not. */
  #dropStaleRoutes(): void {
    this.#staleness.clear();
    for (const { source, prefix } of [...this.#node.host.ribEntries()]) {
      if (source !== 'ospf' || this.#installed.has(formatIpv4Prefix(prefix))) continue;
      this.#node.toHost({ kind: 'routeRemoved', source: 'ospf', prefix });
    }
  }

  #addressChanged(effect: Extract<HostEffect, { kind: 'addressChanged' }>): void {
    const { interfaceIndex, address, present } = effect;
    if (!present) {
      this.#input({ kind: 'interfaceRemoved', interfaceIndex, address: address.address });
      return;
    }
    const attached = kernelInterfacesOf(this.#node.host).find(({ index }) => index === interfaceIndex);
    if (attached === undefined) return;
    const config = ospfInterfaceOf(this.#running, attached, address);
    if (config === undefined) return;
    this.#input({ kind: 'interfaceAdded', config: this.#withCost(config), down: !attached.usable });
  }

  /** Tells the router what zebra would: the routes that it imports, as far as they changed. */
  #redistribute(): void {
    const { frr } = this.#running;
    if (this.#router === undefined || frr?.ospf === undefined) return;
    const { redistributions, defaultInformation } = frr.ospf;
    const before = this.#imported;
    if (redistributions.length === 0 && defaultInformation === undefined && before.size === 0) return;
    this.#imported = new Map();
    const { host } = this.#node;
    const names = new Map(kernelInterfacesOf(host).map(({ index, name }) => [index, name]));
    const imported = importedRoutes(frr, {
      rib: host.ribEntries(),
      runsOspf: (prefix) => this.#runsOspf(prefix),
      interfaceName: (index) => names.get(index),
    });
    for (const route of imported) {
      this.#imported.set(`${route.source} ${formatIpv4Prefix(route.prefix)}`, route);
    }
    for (const [key, { source, prefix }] of before) {
      if (!this.#imported.has(key)) this.#input({ kind: 'externalRouteRemoved', source, prefix });
    }
    for (const [key, route] of this.#imported) {
      if (!isSameImport(before.get(key), route)) this.#input(route);
    }
  }

  #runsOspf(prefix: Ipv4Prefix): boolean {
    return kernelInterfacesOf(this.#node.host).some((attached) =>
      attached.addresses.some(
        (address) =>
          address.prefixLength === prefix.length &&
          prefixContains(prefix, address.address) &&
          ospfInterfaceOf(this.#running, attached, address) !== undefined,
      ),
    );
  }

  #adoptInterfaces(before: readonly OspfInterfaceConfig[], now: readonly OspfInterfaceConfig[]): void {
    const known = new Map(before.map((config) => [keyOf(config), config]));
    const wanted = new Set(now.map(keyOf));
    for (const config of before) {
      const { interfaceIndex, address } = config;
      if (!wanted.has(keyOf(config))) this.#input({ kind: 'interfaceRemoved', interfaceIndex, address });
    }
    const usable = new Set(
      kernelInterfacesOf(this.#node.host).flatMap((one) => (one.usable ? one.index : [])),
    );
    for (const config of now) {
      const old = known.get(keyOf(config));
      if (old === undefined) {
        this.#input({ kind: 'interfaceAdded', config, down: !usable.has(config.interfaceIndex) });
      } else if (JSON.stringify(old) !== JSON.stringify(config)) {
        this.#input({ kind: 'interfaceReconfigured', config });
      }
    }
  }

  /** Of all devices, or of one. */
  #interfaceConfigs(name?: string): OspfInterfaceConfig[] {
    return kernelInterfacesOf(this.#node.host)
      .filter((attached) => name === undefined || attached.name === name)
      .flatMap((attached) =>
        attached.addresses.flatMap((address) => ospfInterfaceOf(this.#running, attached, address) ?? []),
      )
      .map((config) => this.#withCost(config));
  }

  #withCost(config: OspfInterfaceConfig): OspfInterfaceConfig {
    const cost = this.#costs.get(config.name);
    return cost === undefined ? config : { ...config, cost };
  }

  #input(input: OspfInput): void {
    const { now } = this.#node.simulation;
    if (this.#router === undefined) return;
    this.#watcher?.inputBegun(input, now);
    this.#router.handle(input, now);
    this.#watcher?.inputFinished();
    this.#inbox.worked();
  }

  #effect(effect: OspfEffect): void {
    this.#watcher?.effectHappened(effect);
    const node = this.#node;
    switch (effect.kind) {
      case 'sendPacket':
        node.toHost({
          kind: 'sendRaw',
          protocol: ipProtocols.ospf,
          source: effect.source,
          destination: effect.destination,
          ...(effect.routed === true ? { ttl: routedTtl } : { ttl, interfaceIndex: effect.interfaceIndex }),
          typeOfService,
          payload: makeOspfPayload(effect.packet),
        });
        return;
      case 'setTimer':
        this.#timers.set(effect.timer, effect.at);
        return;
      case 'cancelTimer':
        this.#timers.cancel(effect.timer);
        return;
      case 'joinGroup':
        node.toHost({ kind: 'groupJoined', interfaceIndex: effect.interfaceIndex, group: effect.group });
        return;
      case 'leaveGroup':
        node.toHost({ kind: 'groupLeft', interfaceIndex: effect.interfaceIndex, group: effect.group });
        return;
      case 'installRoute': {
        this.#installed.add(formatIpv4Prefix(effect.route.prefix));
        node.toHost({
          kind: 'routeAdded',
          route: hostRouteOf(effect.route, this.#running.frr?.ospf?.distances),
        });
        return;
      }
      case 'withdrawRoute':
        this.#installed.delete(formatIpv4Prefix(effect.prefix));
        node.toHost({ kind: 'routeRemoved', source: 'ospf', prefix: effect.prefix });
        return;
      case 'requestBfdSession': {
        const { interfaceIndex, peer, local, settings } = effect;
        this.#bfd.handle({ kind: 'sessionRequested', interfaceIndex, peer, local, settings });
        return;
      }
      case 'releaseBfdSession': {
        const { interfaceIndex, peer } = effect;
        this.#bfd.handle({ kind: 'sessionReleased', interfaceIndex, peer });
        return;
      }
      case 'rememberRestart':
        this.#graceUntil = effect.until;
        return;
      case 'rememberBootCount':
        this.#bootCount = effect.bootCount;
        return;
      case 'finishRestart':
        this.#staleness.set(0, after(node.simulation.now, staleAfterRestart));
        return;
      case 'record':
        node.simulation.trace.record(node.name, effect.event);
        return;
    }
  }
}

/** What names an OSPF interface. */
function keyOf({ interfaceIndex, address }: OspfInterfaceConfig): string {
  return `${interfaceIndex} ${address}`;
}

function isSameImport(known: ExternalRouteAdded | undefined, route: ExternalRouteAdded): boolean {
  return (
    known !== undefined &&
    known.metric === route.metric &&
    known.metricType === route.metricType &&
    known.tag === route.tag &&
    known.nextHop === route.nextHop
  );
}
