// ospfd on a node: hands packets and interface changes to the OSPF core, and its packets, timers and routes to the host.

import type { HostEffect, NextHop } from '@ospflab/linux-host';
import {
  OspfRouter,
  makeOspfPayload,
  type OspfEffect,
  type OspfInput,
  type OspfInterfaceConfig,
  type OspfRouterConfig,
} from '@ospflab/ospf-core';
import { ipProtocols } from '@ospflab/net';
import { TimerTable, type Instant } from '@ospflab/sim';
import { kernelInterfacesOf } from './kernel-interfaces.ts';
import { ospfConfigOf, ospfInterfaceOf } from './ospf-config-of.ts';
import type { HostListener, SimulatedNode } from './simulated-node.ts';

/** Precedence "internetwork control"; neighbours are one hop away. RFC 2328 appendix A.1. */
const typeOfService = 0xc0;
const ttl = 1;

/** Sees what goes into a router and what comes out of it. */
export interface RouterWatcher {
  routerStarted(config: OspfRouterConfig): void;
  inputBegun(input: OspfInput, at: Instant): void;
  effectHappened(effect: OspfEffect): void;
  inputFinished(): void;
}

export class OspfDaemon implements HostListener {
  readonly #node: SimulatedNode;
  readonly #timers: TimerTable;
  #router: OspfRouter | undefined;
  #watcher: RouterWatcher | undefined;
  /** `ip ospf cost` typed while running, by interface name. */
  readonly #costs = new Map<string, number>();

  constructor(node: SimulatedNode) {
    this.#node = node;
    this.#timers = new TimerTable(node.simulation, (timer) => this.#input({ kind: 'timerExpired', timer }));
    node.addListener(this);
  }

  /** The running core; undefined while the daemon is dead. */
  get router(): OspfRouter | undefined {
    return this.#router;
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
    const interfaces = kernelInterfacesOf(this.#node.host);
    const config = ospfConfigOf(this.#node.loaded, interfaces);
    if (config === undefined) return;
    this.#costs.clear();
    this.#node.toHost({ kind: 'rawOpened', protocol: ipProtocols.ospf });
    const random = this.#node.simulation.stream(this.streamName);
    this.#watcher?.routerStarted(config);
    this.#router = new OspfRouter(config, random.next, (effect) => this.#effect(effect));
    const interfacesDown = interfaces.filter(({ usable }) => !usable).map(({ index }) => index);
    this.#input({ kind: 'started', interfacesDown });
  }

  /** SIGTERM when graceful, else SIGKILL. zebra drops the routes of a daemon that is gone. */
  stop(graceful: boolean): void {
    if (this.#router === undefined) return;
    this.#input({ kind: 'stopped', graceful });
    this.forget();
    this.#node.toHost({ kind: 'rawClosed', protocol: ipProtocols.ospf });
    this.#node.toHost({ kind: 'routesFlushed', source: 'ospf' });
  }

  /** The machine under it is gone. */
  forget(): void {
    this.#timers.clear();
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

  hostEffect(effect: HostEffect): void {
    switch (effect.kind) {
      case 'rawReceived': {
        const { source, destination, payload } = effect.packet;
        this.#input({
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
      default:
        return;
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
    const config = ospfInterfaceOf(this.#node.loaded, attached, address);
    if (config === undefined) return;
    this.#input({ kind: 'interfaceAdded', config: this.#withCost(config), down: !attached.usable });
  }

  #interfaceConfigs(name: string): OspfInterfaceConfig[] {
    return kernelInterfacesOf(this.#node.host)
      .filter((attached) => attached.name === name)
      .flatMap((attached) =>
        attached.addresses.flatMap((address) => ospfInterfaceOf(this.#node.loaded, attached, address) ?? []),
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
          interfaceIndex: effect.interfaceIndex,
          ttl,
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
        const { prefix, cost, nextHops } = effect.route;
        node.toHost({
          kind: 'routeAdded',
          route: { source: 'ospf', prefix, metric: cost, nextHops: nextHops.map(hostNextHop) },
        });
        return;
      }
      case 'withdrawRoute':
        node.toHost({ kind: 'routeRemoved', source: 'ospf', prefix: effect.prefix });
        return;
      case 'record':
        node.simulation.trace.record(node.name, effect.event);
        return;
    }
  }
}

function hostNextHop(nextHop: { interfaceIndex: number; address: NextHop['address'] | undefined }): NextHop {
  return nextHop.address === undefined
    ? { interfaceIndex: nextHop.interfaceIndex }
    : { interfaceIndex: nextHop.interfaceIndex, address: nextHop.address };
}
