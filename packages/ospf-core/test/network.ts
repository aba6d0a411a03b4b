// A tiny network for the tests of the protocol: real routers on shared segments, driven by a plain binary heap.

import type { Ipv4Address } from '@ospflab/net';
import { ipv4, prefixContains } from '@ospflab/net';
import {
  after,
  instantFromNanoseconds,
  microseconds,
  seconds,
  type Duration,
  type Instant,
} from '@ospflab/sim';
import {
  allDRouters,
  allSpfRouters,
  encodePacket,
  frrProfile,
  makeOspfPayload,
  OspfRouter,
  type AreaId,
  type OspfEffect,
  type OspfEvent,
  type OspfInput,
  type OspfInterfaceConfig,
  type OspfPacket,
  type OspfExternalRoute,
  type OspfRoute,
  type OspfBfdConfig,
  type OspfRouterConfig,
  type RouterId,
} from '@ospflab/ospf-core';

/** Small, seeded, and good enough for phases and losses. */
function seededRandom(seed: number): () => number {
  let state = (seed * 2654435761 + 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Recorded {
  readonly at: Instant;
  readonly node: string;
  readonly event: OspfEvent;
}

export interface SentPacket {
  readonly at: Instant;
  readonly node: string;
  readonly destination: Ipv4Address;
  readonly packet: OspfPacket;
}

interface Station {
  readonly node: TestNode;
  readonly interfaceIndex: number;
  readonly address: Ipv4Address;
  /** A silent cut: nothing in, nothing out, and nobody is told. */
  cut: boolean;
}

export interface Faults {
  readonly loss: number;
  readonly duplication: number;
  /** Extra delay, uniform up to this. */
  readonly jitter: Duration;
}

const noFaults: Faults = { loss: 0, duplication: 0, jitter: 0 as Duration };

export class TestNode {
  readonly name: string;
  readonly router: OspfRouter;
  readonly routes = new Map<string, OspfRoute | OspfExternalRoute>();
  readonly groups = new Set<string>();
  /** Peers that BFD was asked to watch, with the settings. */
  readonly bfdSessions = new Map<Ipv4Address, OspfBfdConfig>();
  readonly stations = new Map<number, Station[]>();
  readonly segments = new Map<number, TestSegment>();
  readonly timers = new Map<number, number>();
  /** What the router asked to be kept for as long as it lives. */
  bootCount: number | undefined = undefined;

  constructor(name: string, config: OspfRouterConfig, network: TestNetwork) {
    this.name = name;
    this.router = new OspfRouter(config, network.random, (effect) => network.carryOut(this, effect));
  }

  owns(address: Ipv4Address): boolean {
    for (const stations of this.stations.values())
      for (const station of stations) if (station.address === address) return true;
    return false;
  }

  /** The most specific of the routes that hold the address. */
  routeTo(address: Ipv4Address): OspfRoute | OspfExternalRoute | undefined {
    let found: OspfRoute | OspfExternalRoute | undefined;
    for (const route of this.routes.values()) {
      if (!prefixContains(route.prefix, address)) continue;
      if (found === undefined || route.prefix.length > found.prefix.length) found = route;
    }
    return found;
  }
}

export class TestSegment {
  readonly stations: Station[] = [];
  delay: Duration = microseconds(30);
  faults: Faults = noFaults;
}

type SendPacket = Extract<OspfEffect, { kind: 'sendPacket' }>;

/** More than any path of a test has. */
const hopsMax = 64;

interface QueuedEvent {
  readonly at: Instant;
  readonly order: number;
  readonly run: () => void;
}

export class TestNetwork {
  now = 0 as Instant;
  readonly random: () => number;
  readonly nodes = new Map<string, TestNode>();
  readonly log: Recorded[] = [];
  readonly sent: SentPacket[] = [];
  /** Encode every packet and parse it again at each receiver. */
  bytes = false;
  keepSent = false;
  onRoute: ((node: TestNode, prefix: string, present: boolean) => void) | undefined;
  #order = 0;
  readonly #heap: QueuedEvent[] = [];

  constructor(seed = 1) {
    this.random = seededRandom(seed);
  }

  addNode(name: string, config: OspfRouterConfig): TestNode {
    const node = new TestNode(name, config, this);
    this.nodes.set(name, node);
    return node;
  }

  /** Puts interfaces of nodes on one segment; each is known by the index and address of its configuration. */
  connect(...ends: readonly (readonly [TestNode, OspfInterfaceConfig])[]): TestSegment {
    const segment = new TestSegment();
    for (const [node, { interfaceIndex, address }] of ends) {
      const station: Station = { node, interfaceIndex, address, cut: false };
      segment.stations.push(station);
      node.segments.set(interfaceIndex, segment);
      node.stations.set(interfaceIndex, [...(node.stations.get(interfaceIndex) ?? []), station]);
    }
    return segment;
  }

  at(instant: Instant, run: () => void): void {
    push(this.#heap, { at: instant, order: this.#order++, run });
  }

  input(node: TestNode, input: OspfInput): void {
    node.router.handle(input, this.now);
  }

  start(node: TestNode, delaySeconds = 0): void {
    this.at(after(this.now, seconds(delaySeconds)), () => {
      const { bootCount } = node;
      this.input(node, { kind: 'started', ...(bootCount === undefined ? {} : { bootCount }) });
    });
  }

  setCut(node: TestNode, interfaceIndex: number, cut: boolean): void {
    for (const station of node.stations.get(interfaceIndex) ?? []) station.cut = cut;
  }

  runUntil(untilSeconds: number): void {
    const until = instantFromNanoseconds(untilSeconds * 1e9);
    for (let events = 0; events < 20_000_000; events++) {
      if (this.#heap.length === 0 || this.#heap[0]!.at > until) {
        this.now = until;
        return;
      }
      const next = pop(this.#heap);
      this.now = next.at;
      next.run();
    }
    throw new Error('the test network does not come to rest');
  }

  carryOut(node: TestNode, effect: OspfEffect): void {
    switch (effect.kind) {
      case 'setTimer':
        this.#setTimer(node, effect.timer, effect.at);
        return;
      case 'cancelTimer':
        node.timers.delete(effect.timer);
        return;
      case 'sendPacket':
        if (this.keepSent)
          this.sent.push({
            at: this.now,
            node: node.name,
            destination: effect.destination,
            packet: effect.packet,
          });
        if (effect.routed === true) this.#forward(node, 0, effect, hopsMax);
        else this.#transmit(node, effect);
        return;
      case 'joinGroup':
        node.groups.add(`${effect.interfaceIndex} ${effect.group}`);
        return;
      case 'leaveGroup':
        node.groups.delete(`${effect.interfaceIndex} ${effect.group}`);
        return;
      case 'installRoute': {
        const key = prefixText(effect.route.prefix.address, effect.route.prefix.length);
        node.routes.set(key, effect.route);
        this.onRoute?.(node, key, true);
        return;
      }
      case 'withdrawRoute': {
        const key = prefixText(effect.prefix.address, effect.prefix.length);
        node.routes.delete(key);
        this.onRoute?.(node, key, false);
        return;
      }
      case 'requestBfdSession':
        node.bfdSessions.set(effect.peer, effect.settings);
        return;
      case 'releaseBfdSession':
        node.bfdSessions.delete(effect.peer);
        return;
      case 'rememberBootCount':
        node.bootCount = effect.bootCount;
        return;
      case 'record':
        this.log.push({ at: this.now, node: node.name, event: effect.event });
    }
  }

  #setTimer(node: TestNode, timer: number, at: Instant): void {
    const order = this.#order;
    node.timers.set(timer, order);
    this.at(at, () => {
      if (node.timers.get(timer) !== order) return;
      node.timers.delete(timer);
      this.input(node, { kind: 'timerExpired', timer });
    });
  }

  #transmit(node: TestNode, sent: SendPacket): void {
    this.#carry(
      node,
      sent.interfaceIndex,
      (station) => accepts(station, sent.destination),
      (station) => this.#deliver(station.node, station.interfaceIndex, sent),
    );
  }

  /** As a host does with a packet that is not for one of its own links: towards the destination by the routes that the nodes have now. */
  #forward(node: TestNode, arrivedOver: number, sent: SendPacket, hopsLeft: number): void {
    if (node.owns(sent.destination)) {
      this.#deliver(node, arrivedOver, sent);
      return;
    }
    const [hop] = node.routeTo(sent.destination)?.nextHops ?? [];
    if (hop === undefined || hopsLeft === 0) return;
    this.#carry(
      node,
      hop.interfaceIndex,
      ({ address }) => address === (hop.address ?? sent.destination),
      (station) => this.#forward(station.node, station.interfaceIndex, sent, hopsLeft - 1),
    );
  }

  /** Over one segment, to the stations for which it is meant. */
  #carry(
    node: TestNode,
    interfaceIndex: number,
    isFor: (station: Station) => boolean,
    arrive: (station: Station) => void,
  ): void {
    const segment = node.segments.get(interfaceIndex);
    if (segment === undefined) return;
    if (segment.stations.some((station) => station.node === node && station.cut)) return;
    for (const station of segment.stations) {
      if (station.node === node || !isFor(station)) continue;
      const { loss, duplication, jitter } = segment.faults;
      const copies = this.random() < loss ? 0 : this.random() < duplication ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) {
        const late = jitter === 0 ? 0 : this.random() * jitter;
        const at = after(this.now, (segment.delay + Math.floor(late)) as Duration);
        this.at(at, () => {
          if (!station.cut) arrive(station);
        });
      }
    }
  }

  #deliver(node: TestNode, interfaceIndex: number, { source, destination, packet }: SendPacket): void {
    this.input(node, {
      kind: 'packetReceived',
      interfaceIndex,
      source,
      destination,
      payload: this.bytes ? { kind: 'raw', bytes: encodePacket(packet) } : makeOspfPayload(packet),
    });
  }
}

function accepts(station: Station, destination: Ipv4Address): boolean {
  if (destination === allSpfRouters || destination === allDRouters) {
    return station.node.groups.has(`${station.interfaceIndex} ${destination}`);
  }
  return destination === station.address;
}

function prefixText(address: number, length: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}/${length}`;
}

function before(left: QueuedEvent, right: QueuedEvent): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}

function push(heap: QueuedEvent[], event: QueuedEvent): void {
  let index = heap.length;
  heap.push(event);
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!before(event, heap[parent]!)) break;
    heap[index] = heap[parent]!;
    index = parent;
  }
  heap[index] = event;
}

function pop(heap: QueuedEvent[]): QueuedEvent {
  const top = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return top;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
    if (!before(heap[child]!, last)) break;
    heap[index] = heap[child]!;
    index = child;
  }
  heap[index] = last;
  return top;
}

export const backbone = 0 as AreaId;

/** An interface with the settings of the recorded labs: hello 1 s, dead 4 s, retransmit 5 s. */
export function interfaceConfig(
  interfaceIndex: number,
  address: string,
  prefixLength: number,
  more: Partial<OspfInterfaceConfig> = {},
): OspfInterfaceConfig {
  return {
    interfaceIndex,
    name: interfaceIndex === 1 ? 'lo' : `eth${interfaceIndex - 2}`,
    address: ipv4(address),
    prefixLength,
    mtu: 1500,
    bandwidthMbit: 10_000,
    networkType: interfaceIndex === 1 ? 'loopback' : 'broadcast',
    areaId: backbone,
    priority: 1,
    helloInterval: seconds(1),
    deadInterval: seconds(4),
    retransmitInterval: seconds(5),
    transmitDelay: seconds(1),
    ...more,
  };
}

export function routerConfig(
  routerId: string,
  interfaces: readonly OspfInterfaceConfig[],
  more: Partial<OspfRouterConfig> = {},
): OspfRouterConfig {
  return {
    routerId: ipv4(routerId) as number as RouterId,
    profile: frrProfile,
    areas: [],
    interfaces,
    ...more,
  };
}
