// A process that speaks BFD on a node, over UDP port 3784 of the host: FRR's bfdd, or keepalived's child. The port can be held by one.

import { BfdSpeaker, bfdPort, type BfdEffect, type BfdImplementation, type BfdInput } from '@ospflab/bfd';
import type { SocketEffect } from '@ospflab/linux-host';
import { ipProtocols, type Ipv4Address } from '@ospflab/net';
import { TimerTable } from '@ospflab/sim';
import type { SimulatedNode, SocketOwner } from './simulated-node.ts';

/** Who holds the port on a machine. */
export interface BfdPortHolder {
  process: BfdProcess | undefined;
}

export interface BfdProcessTraits {
  readonly name: string;
  readonly implementation: BfdImplementation;
  readonly typeOfService: number;
  readonly ttl: (peer: Ipv4Address) => number;
}

export type BfdNews = Extract<BfdEffect, { kind: 'sessionChanged' | 'detectionTimeChanged' }>;

export class BfdProcess implements SocketOwner {
  readonly #node: SimulatedNode;
  readonly #port: BfdPortHolder;
  readonly #traits: BfdProcessTraits;
  readonly #tell: (news: BfdNews) => void;
  readonly #timers: TimerTable;
  #speaker: BfdSpeaker | undefined;
  #socket: number | undefined;

  constructor(
    node: SimulatedNode,
    port: BfdPortHolder,
    traits: BfdProcessTraits,
    tell: (news: BfdNews) => void,
  ) {
    this.#node = node;
    this.#port = port;
    this.#traits = traits;
    this.#tell = tell;
    this.#timers = new TimerTable(node.simulation, (timer) => this.handle({ kind: 'timerExpired', timer }));
  }

  /** Undefined while the process does not run. */
  get speaker(): BfdSpeaker | undefined {
    return this.#speaker;
  }

  /** False when another process holds the port. */
  start(): boolean {
    if (this.#speaker !== undefined) return true;
    if (this.#port.process !== undefined) return false;
    this.#port.process = this;
    const { implementation, name } = this.#traits;
    const random = this.#node.simulation.stream(`${this.#node.name} ${name}`);
    this.#socket = this.#node.newSocket(this);
    this.#node.toHost({ kind: 'udpBind', socket: this.#socket, port: bfdPort });
    this.#speaker = new BfdSpeaker(random.next, (effect) => this.#effect(effect), implementation);
    return true;
  }

  handle(input: BfdInput): void {
    this.#speaker?.handle(input, this.#node.simulation.now);
  }

  /** The process ends without a word to anybody. */
  kill(): void {
    if (this.#socket !== undefined) {
      this.#node.toHost({ kind: 'udpClose', socket: this.#socket });
      this.#node.forgetSocket(this.#socket);
    }
    this.forget();
  }

  /** The machine under it is gone. */
  forget(): void {
    this.#timers.clear();
    this.#speaker = undefined;
    this.#socket = undefined;
    if (this.#port.process === this) this.#port.process = undefined;
  }

  socketEffect(effect: SocketEffect): void {
    if (effect.kind !== 'udpReceived') return;
    const { interfaceIndex, source, ttl: hops, bytes } = effect;
    this.handle({ kind: 'packetReceived', interfaceIndex, source, ttl: hops, bytes });
  }

  #effect(effect: BfdEffect): void {
    switch (effect.kind) {
      case 'sendPacket':
        this.#send(effect);
        return;
      case 'sessionChanged':
      case 'detectionTimeChanged':
        this.#tell(effect);
        return;
      case 'setTimer':
        this.#timers.set(effect.timer, effect.at);
        return;
      case 'cancelTimer':
        this.#timers.cancel(effect.timer);
        return;
      case 'record':
        this.#node.simulation.trace.record(this.#node.name, effect.event);
        return;
    }
  }

  #send(effect: Extract<BfdEffect, { kind: 'sendPacket' }>): void {
    const { interfaceIndex, source, destination, sourcePort, bytes } = effect;
    const { typeOfService, ttl } = this.#traits;
    this.#node.toHost({
      kind: 'sendRaw',
      protocol: ipProtocols.udp,
      ...(source === undefined ? {} : { source }),
      destination,
      ...(interfaceIndex === 0 ? {} : { interfaceIndex }),
      ttl: ttl(destination),
      typeOfService,
      payload: { kind: 'udp', sourcePort, destinationPort: bfdPort, payload: bytes },
    });
  }
}
