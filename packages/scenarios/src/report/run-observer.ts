// Listens to a run and notes what the report needs: counts where counts suffice, moments where somebody will ask "when".

import type { Ipv4Address } from '@ospflab/net';
import { between, toSeconds, type Instant, type TraceRecord } from '@ospflab/sim';
import type { Network } from '../network/network.ts';
import type { LoadedScenario, TimelineEntry } from '../scenario/scenario.ts';
import type { LongFlowEnd, RequestFailure } from '../applications/application-event.ts';
import { AddressBook } from './address-book.ts';
import { ExpectedShares } from './expected-shares.ts';
import { FibHistory } from './fib-history.ts';
import { FlowBook, flowKeyOf, type FlowKey } from './flow-book.ts';
import type { SimulationEvent } from './simulation-event.ts';

/** What happened between one action and the next. */
export interface ActionWindow {
  readonly entry: TimelineEntry;
  readonly at: Instant;
  end: Instant | undefined;
  packetsLost: number;
  lastLostAt: Instant | undefined;
  /** The first answer to a flow that had lost packets since the action. */
  firstGoodAt: Instant | undefined;
  longFlowsReset: number;
  requestsFailed: number;
  /** realServerWentDown and realServerCameUp. */
  readonly poolChanges: TraceRecord[];
  /** Anything else worth a line of its own. */
  readonly remarks: TraceRecord[];
}

export interface LongFlowFate {
  readonly traffic: string;
  readonly flow: FlowKey;
  readonly director: string | undefined;
  readonly reason: LongFlowEnd;
  readonly longestGapSeconds: number;
}

export interface ShortCounts {
  served: number;
  readonly failed: Record<RequestFailure, number>;
}

interface Expectancy {
  connections: number;
  /** Those that `expected` speaks of. */
  compared: number;
  expected: number;
}

export class RunObserver {
  readonly book: AddressBook;
  readonly fib = new FibHistory();
  readonly flows = new FlowBook();
  readonly windows: ActionWindow[] = [];
  /** As the remarks of a window, before the first action. */
  readonly startRemarks: TraceRecord[] = [];
  readonly fullAt: { node: string; neighbor: Ipv4Address; interfaceIndex: number; at: Instant }[] = [];
  readonly shortCounts = new Map<string, ShortCounts>();
  readonly longFates: LongFlowFate[] = [];
  readonly pingsAnswered = new Map<string, number>();
  readonly pingsLost = new Map<string, number>();
  /** By `where` and `reason`, joined by a line feed. */
  readonly drops = new Map<string, number>();
  readonly directors = new Map<string, Expectancy>();
  readonly realServers = new Map<string, Expectancy>();
  readonly #network: Network;
  readonly #services: readonly Ipv4Address[];
  readonly #expected: ExpectedShares;
  /** From a failing action until the first route follows it. */
  #routesOutdated = false;
  readonly #longFlows = new Map<string, FlowKey>();

  constructor(network: Network) {
    const { scenario, simulation } = network;
    this.#network = network;
    this.book = new AddressBook(scenario);
    this.#expected = new ExpectedShares(network, this.book, this.fib);
    this.#services = servicesOf(scenario);
    for (const { kind, name } of scenario.traffic) {
      if (kind === 'short') this.shortCounts.set(name, { served: 0, failed: noFailures() });
    }
    simulation.trace.onRecord((record) => this.#note(record));
    for (const segment of network.segments.values()) {
      segment.onDrop((frame, reason) => {
        if (reason === 'cutIn' || reason === 'cutOut' || reason === 'portDown' || reason === 'noCarrier') {
          if (this.#services.some((service) => this.flows.noteDrop(frame, service, simulation.now))) {
            this.#packetLost();
          }
        }
      });
    }
  }

  /** A timeline entry is about to be performed. */
  openWindow(entry: TimelineEntry): void {
    this.closeWindow();
    this.flows.forgetHurt();
    this.#routesOutdated = failures.has(entry.action.kind);
    this.windows.push({
      entry,
      at: this.#network.simulation.now,
      end: undefined,
      packetsLost: 0,
      lastLostAt: undefined,
      firstGoodAt: undefined,
      longFlowsReset: 0,
      requestsFailed: 0,
      poolChanges: [],
      remarks: [],
    });
  }

  closeWindow(): void {
    const window = this.windows.at(-1);
    if (window !== undefined) window.end ??= this.#network.simulation.now;
  }

  #note(record: TraceRecord): void {
    const event = record.event as SimulationEvent;
    switch (event.kind) {
      case 'fibChanged': {
        const { prefix, prefixLength, nextHops } = event;
        const change = this.fib.note(record.id, record.instant, record.node, prefix, prefixLength, nextHops);
        if (change.lost.length > 0) this.#routesOutdated = false;
        this.#expected.routesChanged();
        return;
      }
      case 'neighborStateChanged':
        if (event.to === 'full') {
          this.fullAt.push({
            node: record.node,
            neighbor: event.neighborId as number as Ipv4Address,
            interfaceIndex: event.interfaceIndex,
            at: record.instant,
          });
        }
        return;
      case 'connectionScheduled':
        this.#placed(record.node, event.client, event.clientPort, event.virtualAddress, event.realServer);
        return;
      case 'requestServed': {
        const counts = this.shortCounts.get(event.traffic);
        if (counts !== undefined) counts.served++;
        this.#answered(flowKeyOf(event.source, event.sourcePort), record.instant);
        return;
      }
      case 'requestFailed': {
        const counts = this.shortCounts.get(event.traffic);
        if (counts !== undefined) counts.failed[event.reason]++;
        const window = this.windows.at(-1);
        if (window !== undefined) window.requestsFailed++;
        return;
      }
      case 'longFlowEstablished':
        this.#longFlows.set(`${event.traffic} ${event.flow}`, flowKeyOf(event.source, event.sourcePort));
        return;
      case 'longFlowEnded':
        this.#longFlowEnded(event.traffic, event.flow, event.reason, event.longestGap);
        return;
      case 'pingAnswered':
        increment(this.pingsAnswered, event.traffic);
        this.#pingAnswered(record);
        return;
      case 'pingLost':
        increment(this.pingsLost, event.traffic);
        return;
      case 'frameDropped':
        increment(this.drops, `${event.segment}\n${event.reason}`);
        return;
      case 'packetDropped':
        increment(this.drops, `${record.node}\n${event.reason}`);
        return;
      case 'destinationAdded':
      case 'destinationEdited':
        this.#expected.poolChanged(record.node, event.realServer, event.weight);
        return;
      case 'destinationRemoved':
        this.#expected.poolChanged(record.node, event.realServer, 0);
        return;
      case 'realServerWentDown':
      case 'realServerCameUp':
        this.windows.at(-1)?.poolChanges.push(record);
        return;
      case 'redirectAccepted':
      case 'quorumLost':
      case 'quorumGained':
        (this.windows.at(-1)?.remarks ?? this.startRemarks).push(record);
        return;
      case 'bfdSessionChanged':
        if (event.to === 'up' || event.from === 'up') this.windows.at(-1)?.remarks.push(record);
        return;
      case 'restartAnnounced':
      case 'restartBegun':
      case 'restartEnded':
      case 'helpBegun':
      case 'helpRefused':
      case 'helpEnded':
        this.windows.at(-1)?.remarks.push(record);
        return;
      default:
        return;
    }
  }

  #placed(
    director: string,
    client: Ipv4Address,
    clientPort: number,
    service: Ipv4Address,
    realServer: Ipv4Address,
  ): void {
    this.flows.place(flowKeyOf(client, clientPort), { director, realServer });
    expectancyOf(this.directors, director).connections++;
    // While the router still sends part of the traffic to a dead director, what arrives says nothing about its choice.
    if (!this.#routesOutdated) {
      expectancyOf(this.directors, director).compared++;
      for (const [name, share] of this.#expected.directorsOf(service)) {
        expectancyOf(this.directors, name).expected += share;
      }
    }
    const serverName = this.book.nameOf(realServer);
    const server = expectancyOf(this.realServers, serverName);
    server.connections++;
    server.compared++;
    for (const [name, share] of this.#expected.realServersOf(director)) {
      expectancyOf(this.realServers, name).expected += share;
    }
  }

  #answered(flow: FlowKey, at: Instant): void {
    const window = this.windows.at(-1);
    if (window === undefined || window.firstGoodAt !== undefined) return;
    if (this.flows.wasHurtAfter(flow, window.at)) window.firstGoodAt = at;
  }

  #pingAnswered(record: TraceRecord): void {
    const window = this.windows.at(-1);
    if (window !== undefined && window.packetsLost > 0) window.firstGoodAt ??= record.instant;
  }

  #packetLost(): void {
    const window = this.windows.at(-1);
    if (window === undefined) return;
    window.packetsLost++;
    window.lastLostAt = this.#network.simulation.now;
  }

  #longFlowEnded(traffic: string, number: number, reason: LongFlowEnd, longestGap: number): void {
    const flow = this.#longFlows.get(`${traffic} ${number}`);
    const director = flow === undefined ? undefined : this.flows.placementOf(flow)?.director;
    this.longFates.push({
      traffic,
      flow: flow ?? 0,
      director,
      reason,
      longestGapSeconds: toSeconds(between(0 as Instant, longestGap as Instant)),
    });
    const window = this.windows.at(-1);
    if (reason === 'reset' && window !== undefined) window.longFlowsReset++;
  }
}

/** Actions that take a director away without telling its router. */
const failures: ReadonlySet<string> = new Set(['cut', 'portDown', 'linkDown', 'crash', 'kill']);

function servicesOf(scenario: LoadedScenario): Ipv4Address[] {
  return [...new Set(scenario.traffic.map(({ destination }) => destination))];
}

function noFailures(): Record<RequestFailure, number> {
  return { lost: 0, reset: 0, refused: 0, unreachable: 0, noLocalPort: 0 };
}

function expectancyOf(rows: Map<string, Expectancy>, name: string): Expectancy {
  let row = rows.get(name);
  if (row === undefined) {
    row = { connections: 0, compared: 0, expected: 0 };
    rows.set(name, row);
  }
  return row;
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
