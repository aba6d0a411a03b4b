// One machine of the network: a Linux host, the daemons and programs that run on it, and its ports. Effects of one core become inputs
// of another here. The host is entered by one input at a time: what its effects lead to waits until it has finished.

import {
  LinuxHost,
  firstAcceptedSocket,
  type HostConfig,
  type HostEffect,
  type HostHooks,
  type HostInput,
  type LocalInVerdict,
  type SocketEffect,
} from '@ospflab/linux-host';
import {
  broadcastMac,
  frameLength,
  isGroupMac,
  type EthernetFrame,
  type Ipv4Packet,
  type MacAddress,
} from '@ospflab/net';
import {
  TimerTable,
  after,
  type Duration,
  type EventTarget,
  type TargetId,
  type Instant,
  type RecordId,
  type Segment,
  type SegmentStation,
  type Simulation,
} from '@ospflab/sim';
import type { Application, ApplicationContext } from '../applications/application.ts';
import type { LoadedNode } from '../scenario/scenario.ts';
import type { IpvsKernel } from './ipvs-kernel.ts';

/** A program of the node that listens to its kernel: routing daemons, health checkers. */
export interface HostListener {
  hostEffect(effect: HostEffect): void;
}

/** Whatever opens sockets: programs and health checkers. */
export interface SocketOwner {
  socketEffect(effect: SocketEffect): void;
}

interface WaitingInput {
  readonly input: HostInput;
  readonly cause: RecordId;
}

interface Wake {
  readonly application: Application;
  readonly argument: number;
  /** Of the host when it was asked for: a crash in between forgets it. */
  readonly bootCount: number;
}

export class SimulatedNode implements EventTarget {
  readonly name: string;
  readonly loaded: LoadedNode;
  readonly host: LinuxHost;
  readonly simulation: Simulation;
  /** Of its kernel; undefined where nothing could ever administer it. */
  ipvs: IpvsKernel | undefined;
  readonly #target: TargetId;
  readonly #timers: TimerTable;
  readonly #ports = new Map<number, { segment: Segment<EthernetFrame>; port: number }>();
  readonly #listeners: HostListener[] = [];
  readonly #applications: Application[] = [];
  readonly #socketOwners = new Map<number, SocketOwner>();
  readonly #filteredPorts = new Set<number>();
  readonly #waiting: WaitingInput[] = [];
  readonly #hooks: { -readonly [Name in keyof HostHooks]: HostHooks[Name] } = {};
  #localIn: HostHooks['localIn'];
  #nextSocket = 1;
  #busy = false;
  #bootCount = 0;
  #running = false;

  constructor(simulation: Simulation, loaded: LoadedNode, config: HostConfig) {
    this.name = loaded.name;
    this.loaded = loaded;
    this.simulation = simulation;
    this.#target = simulation.register(this);
    this.#timers = new TimerTable(simulation, (timer) => this.toHost({ kind: 'timerExpired', timer }));
    this.#hooks.localIn = (packet, interfaceIndex, now) => this.#localInVerdict(packet, interfaceIndex, now);
    this.host = new LinuxHost(
      config,
      simulation.stream(`${loaded.name} host`).next,
      (effect) => this.#hostEffect(effect),
      this.#hooks,
    );
  }

  get running(): boolean {
    return this.#running;
  }

  boot(): void {
    this.#running = true;
    this.#bootCount++;
    this.toHost({ kind: 'booted' });
    for (const application of this.#applications) application.start();
  }

  /** Power is gone: nothing is sent, nothing is remembered. Daemons are told by whoever crashes the node. */
  crash(): void {
    this.#running = false;
    this.toHost({ kind: 'crashed' });
    this.#timers.clear();
    this.#socketOwners.clear();
    for (const application of this.#applications) application.crashed();
  }

  addListener(listener: HostListener): void {
    this.#listeners.push(listener);
  }

  setIpvsHooks(hooks: Required<HostHooks>): void {
    this.#localIn = hooks.localIn;
    this.#hooks.leaving = hooks.leaving;
  }

  addApplication<A extends Application>(make: (context: ApplicationContext) => A): A {
    const application: A = make(this.#contextFor(() => application));
    this.#applications.push(application);
    return application;
  }

  /** Packets for this local TCP or UDP port vanish, as behind a filter that drops. */
  setPortFiltered(port: number, filtered: boolean): void {
    if (filtered) this.#filteredPorts.add(port);
    else this.#filteredPorts.delete(port);
  }

  attach(interfaceIndex: number, segment: Segment<EthernetFrame>, mac: MacAddress): number {
    const station: SegmentStation<EthernetFrame> = {
      accepts: (frame) =>
        frame.destination === mac || frame.destination === broadcastMac || isGroupMac(frame.destination),
      receive: (frame) => this.toHost({ kind: 'frameReceived', interfaceIndex, frame }),
      carrierChanged: (up) => this.toHost({ kind: 'carrierChanged', interfaceIndex, up }),
    };
    const port = segment.addPort(`${this.name}:${interfaceIndex}`, station);
    this.#ports.set(interfaceIndex, { segment, port });
    return port;
  }

  portOf(interfaceIndex: number): { segment: Segment<EthernetFrame>; port: number } | undefined {
    return this.#ports.get(interfaceIndex);
  }

  /** Gives the host an input now, or after the one it is working on. Inputs for a machine without power are lost, except its boot. */
  toHost(input: HostInput): void {
    if (this.#busy) {
      this.#waiting.push({ input, cause: this.simulation.currentCause });
      return;
    }
    if (!this.#running && input.kind !== 'crashed') return;
    this.#busy = true;
    try {
      this.host.handle(input, this.simulation.now);
      for (let next = 0; next < this.#waiting.length; next++) {
        const { input: waiting, cause } = this.#waiting[next]!;
        this.simulation.currentCause = cause;
        this.host.handle(waiting, this.simulation.now);
      }
    } finally {
      this.#waiting.length = 0;
      this.#busy = false;
    }
  }

  newSocket(owner: SocketOwner): number {
    const socket = this.#nextSocket;
    this.#nextSocket = this.#nextSocket + 1 < firstAcceptedSocket ? this.#nextSocket + 1 : 1;
    this.#socketOwners.set(socket, owner);
    return socket;
  }

  forgetSocket(socket: number): void {
    this.#socketOwners.delete(socket);
  }

  /** A wake-up of a program: `kind` is unused, the argument says whom. */
  handleEvent(_kind: number, argument: unknown): void {
    const wake = argument as Wake;
    if (wake.bootCount === this.#bootCount && this.#running) wake.application.woken(wake.argument);
  }

  #contextFor(owner: () => Application): ApplicationContext {
    const { simulation } = this;
    return {
      now: () => simulation.now,
      host: (input) => this.toHost(input),
      newSocket: () => this.newSocket(owner()),
      forgetSocket: (socket) => this.forgetSocket(socket),
      wakeAfter: (delay: Duration, argument) => {
        const wake: Wake = { application: owner(), argument, bootCount: this.#bootCount };
        return simulation.schedule(after(simulation.now, delay), this.#target, 0, wake);
      },
      cancelWake: (handle) => {
        simulation.cancel(handle);
      },
      random: simulation.stream(`${this.name} program ${this.#applications.length}`),
      record: (event) => {
        simulation.trace.record(this.name, event);
      },
    };
  }

  #localInVerdict(packet: Ipv4Packet, interfaceIndex: number, now: Instant): LocalInVerdict {
    const { payload } = packet;
    if (
      (payload.kind === 'tcp' || payload.kind === 'udp') &&
      this.#filteredPorts.has(payload.destinationPort)
    ) {
      return { kind: 'drop', reason: 'filtered' };
    }
    return this.#localIn?.(packet, interfaceIndex, now) ?? { kind: 'accept' };
  }

  #hostEffect(effect: HostEffect): void {
    switch (effect.kind) {
      case 'sendFrame': {
        const attachment = this.#ports.get(effect.interfaceIndex);
        attachment?.segment.transmit(attachment.port, effect.frame, frameLength(effect.frame));
        return;
      }
      case 'setTimer':
        this.#timers.set(effect.timer, effect.at);
        return;
      case 'cancelTimer':
        this.#timers.cancel(effect.timer);
        return;
      case 'record':
        this.simulation.trace.record(this.name, effect.event);
        return;
      case 'rawReceived':
      case 'linkChanged':
      case 'addressChanged':
      case 'fibChanged':
        for (const listener of this.#listeners) listener.hostEffect(effect);
        return;
      default:
        this.#socketEffect(effect);
    }
  }

  #socketEffect(effect: SocketEffect): void {
    switch (effect.kind) {
      case 'icmpReceived':
      case 'sendFailed':
        for (const application of this.#applications) application.socketEffect(effect);
        for (const listener of this.#listeners) listener.hostEffect(effect);
        return;
      case 'tcpAccepted': {
        const owner = this.#socketOwners.get(effect.listener);
        if (owner === undefined) return;
        this.#socketOwners.set(effect.socket, owner);
        owner.socketEffect(effect);
        return;
      }
      default:
        this.#socketOwners.get(effect.socket)?.socketEffect(effect);
    }
  }
}
