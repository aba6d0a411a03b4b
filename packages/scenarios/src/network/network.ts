// A loaded scenario as a running network: one simulation, its segments and machines. Text is left behind here.

import { encodeFrame, type EthernetFrame } from '@ospflab/net';
import {
  Segment,
  Simulation,
  after,
  nanoseconds,
  seconds,
  type Direction,
  type EventTarget,
  type TargetId,
  type Instant,
  type TraceOptions,
} from '@ospflab/sim';
import { DnsServer } from '../applications/dns-server.ts';
import { EchoServer } from '../applications/echo-server.ts';
import { HttpServer } from '../applications/http-server.ts';
import { LongClient } from '../applications/long-client.ts';
import { PingClient } from '../applications/ping-client.ts';
import { ShortClient } from '../applications/short-client.ts';
import { SmtpServer } from '../applications/smtp-server.ts';
import { UdpEchoServer } from '../applications/udp-echo-server.ts';
import type {
  LoadedNode,
  LoadedScenario,
  ScenarioSegment,
  ScenarioService,
  WireMode,
} from '../scenario/scenario.ts';
import type { Traffic } from '../scenario/traffic.ts';
import { drawTimeline } from '../scenario/draw-timeline.ts';
import { BfdDaemon } from './bfd-daemon.ts';
import type { BfdPortHolder } from './bfd-process.ts';
import { cableOf } from './interface-plan.ts';
import { hostConfigOf } from './host-config-of.ts';
import { IpvsKernel } from './ipvs-kernel.ts';
import { KeepalivedDaemon } from './keepalived-daemon.ts';
import { OspfDaemon } from './ospf-daemon.ts';
import { Processors } from './processors.ts';
import { Scripts, type RunScript } from './scripts.ts';
import { SharedKernel } from './shared-kernel.ts';
import { SimulatedNode } from './simulated-node.ts';
import { throughBytes } from './wire.ts';

export interface NetworkOptions {
  readonly seed: number;
  readonly wireMode: WireMode;
  /** Which trace records stay readable afterwards. */
  readonly keep?: TraceOptions['keep'];
  readonly eventsMax?: number;
  /** Decides how the programs of MISC_CHECKs exit. */
  readonly runScript?: RunScript;
}

export type Server = HttpServer | EchoServer | UdpEchoServer | DnsServer | SmtpServer;
export type Client = ShortClient | LongClient | PingClient;

/** A machine with everything that runs on it. */
export interface Machine {
  readonly node: SimulatedNode;
  readonly ospf: OspfDaemon;
  readonly bfd: BfdDaemon;
  /** Undefined where nothing could ever administer it. */
  readonly ipvs: IpvsKernel | undefined;
  readonly keepalived: KeepalivedDaemon | undefined;
  /** What keepalived's MISC_CHECKs run. */
  readonly scripts: Scripts;
  readonly servers: ReadonlyMap<number, Server>;
}

/** Daemons do not start in the same instant: each waits a random part of this after its machine is up. */
const daemonStartSpread = seconds(1);
const eventsMaxDefault = 200_000_000;

type LaterStart = { readonly machine: Machine; readonly daemon: 'ospfd' | 'bfdd' | 'keepalived' };

export class Network implements EventTarget {
  /** With the instants that the seed drew. */
  readonly scenario: LoadedScenario;
  readonly simulation: Simulation;
  readonly #target: TargetId;
  readonly #sharedKernel: SharedKernel | undefined;
  readonly #processors: Processors | undefined;
  readonly segments: ReadonlyMap<string, Segment<EthernetFrame>>;
  /** In the order of the scenario. */
  readonly machines: ReadonlyMap<string, Machine>;
  readonly clients: ReadonlyMap<string, Client>;

  constructor(scenario: LoadedScenario, options: NetworkOptions) {
    this.scenario = drawTimeline(scenario, options.seed);
    this.simulation = new Simulation({
      seed: options.seed,
      trace: { keep: options.keep ?? 'none' },
      bounds: { eventsMax: options.eventsMax ?? eventsMaxDefault },
    });
    this.#target = this.simulation.register(this);
    const { computer } = scenario;
    if (scenario.sharedKernel === true) this.#sharedKernel = new SharedKernel(this.simulation, scenario);
    if (computer !== undefined && computer.processors !== 'own') {
      this.#processors = new Processors(this.simulation, computer.processors, computer.otherPrograms);
    }
    this.segments = new Map(
      scenario.segments.map((segment) => [segment.name, this.#segment(segment, options.wireMode)]),
    );
    this.machines = new Map(
      scenario.nodes.map((node) => [node.name, this.#machine(node, options.runScript)]),
    );
    this.clients = new Map(scenario.traffic.map((traffic) => [traffic.name, this.#client(traffic)]));
  }

  machine(name: string): Machine {
    const machine = this.machines.get(name);
    if (machine === undefined) throw new Error(`no node ${name} in ${this.scenario.name}`);
    return machine;
  }

  /** Powers every machine on, now. */
  start(): void {
    for (const machine of this.machines.values()) this.boot(machine);
  }

  boot(machine: Machine): void {
    if (machine.node.running) return;
    machine.node.boot();
    machine.ipvs?.boot();
    this.#startLater({ machine, daemon: 'ospfd' });
    if ((machine.node.loaded.frr?.bfdPeers.length ?? 0) > 0) this.#startLater({ machine, daemon: 'bfdd' });
    if (machine.keepalived !== undefined) this.#startLater({ machine, daemon: 'keepalived' });
  }

  crash(machine: Machine): void {
    machine.node.crash();
    machine.ospf.forget();
    machine.bfd.forget();
    machine.ipvs?.forget();
    machine.keepalived?.forget();
  }

  /** Where an interface of a node is plugged in. */
  portOf(nodeName: string, interfaceName: string): { segment: Segment<EthernetFrame>; port: number } {
    const { node } = this.machine(nodeName);
    const position = node.loaded.interfaces.findIndex(({ name }) => name === interfaceName);
    const found = node.portOf(position + 2);
    if (position < 0 || found === undefined) throw new Error(`no interface ${interfaceName} on ${nodeName}`);
    return found;
  }

  /** Every frame that a station sends (`out`) or receives (`in`), with the node and interface it happens at. */
  tap(
    listener: (
      node: string,
      interfaceName: string,
      bytes: () => Uint8Array,
      direction: Direction,
      now: Instant,
    ) => void,
  ): void {
    for (const { node } of this.machines.values()) {
      node.loaded.interfaces.forEach(({ name }, position) => {
        const attached = node.portOf(position + 2);
        attached?.segment.tap((frame, port, direction, now) => {
          if (port === attached.port) listener(node.name, name, () => encodeFrame(frame), direction, now);
        });
      });
    }
  }

  handleEvent(_kind: number, argument: unknown): void {
    const { machine, daemon } = argument as LaterStart;
    if (daemon === 'ospfd') machine.ospf.start();
    else if (daemon === 'bfdd') machine.bfd.start();
    else machine.keepalived?.start();
  }

  #startLater(start: LaterStart): void {
    const { simulation } = this;
    const stream = simulation.stream(`${start.machine.node.name} ${start.daemon} start`);
    const wait = nanoseconds(stream.between(0, daemonStartSpread));
    simulation.schedule(after(simulation.now, wait), this.#target, 0, start);
  }

  #segment(segment: ScenarioSegment, wireMode: WireMode): Segment<EthernetFrame> {
    return new Segment<EthernetFrame>(this.simulation, {
      name: segment.name,
      kind: segment.kind,
      delay: segment.delay,
      ...(segment.bandwidthBitsPerSecond === undefined
        ? {}
        : { bandwidthBitsPerSecond: segment.bandwidthBitsPerSecond }),
      ...(segment.queueBytesMax === undefined ? {} : { queueBytesMax: segment.queueBytesMax }),
      faults: {
        lossProbability: segment.loss,
        duplicationProbability: segment.duplication,
        reorderingProbability: segment.reordering,
        reorderingDelayMax: segment.reorderingDelay,
      },
      ...(wireMode === 'bytes' ? { transform: throughBytes } : {}),
    });
  }

  #machine(loaded: LoadedNode, runScript: RunScript | undefined): Machine {
    const own = hostConfigOf(loaded);
    const config = this.#sharedKernel?.configOf(loaded, own) ?? own;
    const node = new SimulatedNode(this.simulation, loaded, config);
    for (const { index, mac } of config.interfaces) {
      const attached = cableOf(loaded, index);
      const segment = attached === undefined ? undefined : this.segments.get(attached.segment);
      if (segment !== undefined) node.attach(index, segment, mac);
    }
    const administered = loaded.keepalived !== undefined || loaded.setup.some(({ kind }) => kind === 'ipvs');
    const ipvs = administered ? new IpvsKernel(node) : undefined;
    const scripts = new Scripts(loaded.scripts, runScript);
    const bfdPort: BfdPortHolder = { process: undefined };
    const keepalived =
      loaded.keepalived === undefined || ipvs === undefined
        ? undefined
        : new KeepalivedDaemon(node, ipvs, loaded.keepalived, scripts, bfdPort);
    const servers = new Map(loaded.services.map((service) => [service.port, serverOn(node, service)]));
    const bfd = new BfdDaemon(node, bfdPort);
    return {
      node,
      ospf: new OspfDaemon(node, bfd, this.#processors),
      bfd,
      ipvs,
      keepalived,
      scripts,
      servers,
    };
  }

  #client(traffic: Traffic): Client {
    const { node } = this.machine(traffic.from);
    switch (traffic.kind) {
      case 'short':
        return node.addApplication((context) => new ShortClient(context, traffic));
      case 'long':
        return node.addApplication((context) => new LongClient(context, traffic));
      case 'ping':
        return node.addApplication((context) => new PingClient(context, traffic));
    }
  }
}

function serverOn(node: SimulatedNode, service: ScenarioService): Server {
  const { port } = service;
  switch (service.kind) {
    case 'http':
    case 'https': {
      const { body, kind } = service;
      return node.addApplication((context) => new HttpServer(context, port, body, kind === 'https'));
    }
    case 'echo':
      return node.addApplication((context) => new EchoServer(context, port));
    case 'udpEcho':
      return node.addApplication((context) => new UdpEchoServer(context, port));
    case 'dns':
      return node.addApplication((context) => new DnsServer(context, port));
    case 'smtp':
      return node.addApplication((context) => new SmtpServer(context, port));
  }
}
