// bfdd on a node: sessions for ospfd, over UDP port 3784 of the host.

import { BfdSpeaker, bfdPort, type BfdEffect, type BfdInput } from '@ospflab/bfd';
import type { SocketEffect } from '@ospflab/linux-host';
import { ipProtocols } from '@ospflab/net';
import { TimerTable } from '@ospflab/sim';
import type { SimulatedNode, SocketOwner } from './simulated-node.ts';

/** Precedence "internetwork control". FRR: bfdd/bfd.h, BFD_TOS_VAL, 8.4. */
const typeOfService = 0xc0;
const ttl = 255;

type SessionChanged = Extract<BfdEffect, { kind: 'sessionChanged' }>;

export class BfdDaemon implements SocketOwner {
  /** Who asked for the sessions. */
  onSessionChanged: ((change: SessionChanged) => void) | undefined;
  readonly #node: SimulatedNode;
  readonly #timers: TimerTable;
  #speaker: BfdSpeaker | undefined;

  constructor(node: SimulatedNode) {
    this.#node = node;
    this.#timers = new TimerTable(node.simulation, (timer) => this.handle({ kind: 'timerExpired', timer }));
  }

  /** Undefined before the first session. */
  get speaker(): BfdSpeaker | undefined {
    return this.#speaker;
  }

  handle(input: BfdInput): void {
    this.#speaker ??= this.#start();
    this.#speaker.handle(input, this.#node.simulation.now);
  }

  /** The machine under it is gone. */
  forget(): void {
    this.#timers.clear();
    this.#speaker = undefined;
  }

  socketEffect(effect: SocketEffect): void {
    if (effect.kind !== 'udpReceived' || this.#speaker === undefined) return;
    const { interfaceIndex, source, ttl: hops, bytes } = effect;
    this.handle({ kind: 'packetReceived', interfaceIndex, source, ttl: hops, bytes });
  }

  #start(): BfdSpeaker {
    const node = this.#node;
    const random = node.simulation.stream(`${node.name} bfdd`);
    node.toHost({ kind: 'udpBind', socket: node.newSocket(this), port: bfdPort });
    return new BfdSpeaker(random.next, (effect) => this.#effect(effect));
  }

  #effect(effect: BfdEffect): void {
    const node = this.#node;
    switch (effect.kind) {
      case 'sendPacket': {
        const { interfaceIndex, source, destination, sourcePort, bytes } = effect;
        node.toHost({
          kind: 'sendRaw',
          protocol: ipProtocols.udp,
          source,
          destination,
          interfaceIndex,
          ttl,
          typeOfService,
          payload: { kind: 'udp', sourcePort, destinationPort: bfdPort, payload: bytes },
        });
        return;
      }
      case 'sessionChanged':
        this.onSessionChanged?.(effect);
        return;
      case 'setTimer':
        this.#timers.set(effect.timer, effect.at);
        return;
      case 'cancelTimer':
        this.#timers.cancel(effect.timer);
        return;
      case 'record':
        node.simulation.trace.record(node.name, effect.event);
        return;
    }
  }
}
