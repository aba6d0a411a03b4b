// Two speakers on a link with a delay, which can be cut in either direction.

import {
  BfdSpeaker,
  defaultBfdSettings,
  frrBfd,
  type BfdEffect,
  type BfdEvent,
  type BfdImplementation,
  type BfdSettings,
} from '@ospflab/bfd';
import { ipv4FromNumber } from '@ospflab/net';
import {
  Simulation,
  TimerTable,
  after,
  instantFromNanoseconds,
  milliseconds,
  type Instant,
  type TargetId,
} from '@ospflab/sim';

const linkDelay = milliseconds(1);
const interfaceIndex = 2;
export const addresses = [ipv4FromNumber(0x0a090001), ipv4FromNumber(0x0a090002)] as const;

export interface Heard {
  readonly at: Instant;
  readonly side: number;
  readonly event: BfdEvent;
}

type Sent = Extract<BfdEffect, { kind: 'sendPacket' }>;

export class SpeakerPair {
  readonly simulation: Simulation;
  readonly speakers: readonly BfdSpeaker[];
  readonly events: Heard[] = [];
  readonly sent: { readonly at: Instant; readonly side: number; readonly packet: Sent }[] = [];
  /** By sending side. */
  readonly cut = [false, false];
  readonly #arrivingTtl: number;
  readonly #timers: readonly TimerTable[];
  readonly #targets: readonly TargetId[];

  constructor(
    seed: number,
    implementations: readonly BfdImplementation[] = [frrBfd, frrBfd],
    arrivingTtl = 255,
  ) {
    this.#arrivingTtl = arrivingTtl;
    this.simulation = new Simulation({ seed });
    const { simulation } = this;
    this.#targets = [0, 1].map((side) =>
      simulation.register({ handleEvent: (_kind, packet, now) => this.#deliver(side, packet as Sent, now) }),
    );
    this.#timers = [0, 1].map(
      (side) =>
        new TimerTable(simulation, (timer, now) =>
          this.speakers[side]!.handle({ kind: 'timerExpired', timer }, now),
        ),
    );
    this.speakers = [0, 1].map((side) => {
      const stream = simulation.stream(`speaker ${side}`);
      return new BfdSpeaker(
        () => stream.next(),
        (effect) => this.#effect(side, effect),
        implementations[side],
      );
    });
  }

  request(side: number, settings: Partial<BfdSettings> = {}): void {
    this.speakers[side]!.handle(
      {
        kind: 'sessionRequested',
        interfaceIndex,
        peer: addresses[1 - side]!,
        local: addresses[side]!,
        settings: { ...defaultBfdSettings, ...settings },
      },
      this.simulation.now,
    );
  }

  release(side: number): void {
    const peer = addresses[1 - side]!;
    this.speakers[side]!.handle({ kind: 'sessionReleased', interfaceIndex, peer }, this.simulation.now);
  }

  runUntil(milliseconds: number): void {
    this.simulation.run({ until: instantFromNanoseconds(milliseconds * 1e6) });
  }

  stateOf(side: number): string | undefined {
    return this.speakers[side]!.sessions()[0]?.state;
  }

  /** Milliseconds from `sinceMs` until that side first came to the state; undefined when it did not. */
  millisecondsTo(side: number, state: string, sinceMs: number): number | undefined {
    const found = this.events.find(
      (heard) =>
        heard.side === side &&
        heard.at >= sinceMs * 1e6 &&
        heard.event.kind === 'bfdSessionChanged' &&
        heard.event.to === state,
    );
    return found === undefined ? undefined : found.at / 1e6 - sinceMs;
  }

  #deliver(side: number, packet: Sent, now: Instant): void {
    this.speakers[side]!.handle(
      {
        kind: 'packetReceived',
        interfaceIndex,
        source: addresses[1 - side]!,
        ttl: this.#arrivingTtl,
        bytes: packet.bytes,
      },
      now,
    );
  }

  #effect(side: number, effect: BfdEffect): void {
    const { simulation } = this;
    switch (effect.kind) {
      case 'sendPacket':
        this.sent.push({ at: simulation.now, side, packet: effect });
        if (!this.cut[side]!)
          simulation.schedule(after(simulation.now, linkDelay), this.#targets[1 - side]!, 0, effect);
        return;
      case 'setTimer':
        this.#timers[side]!.set(effect.timer, effect.at);
        return;
      case 'cancelTimer':
        this.#timers[side]!.cancel(effect.timer);
        return;
      case 'record':
        this.events.push({ at: simulation.now, side, event: effect.event });
        return;
      case 'sessionChanged':
      case 'detectionTimeChanged':
        return;
    }
  }
}
