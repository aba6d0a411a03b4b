// BFD on one machine as a value: sessions with the neighbours that its clients ask about. RFC 5880 (asynchronous mode), RFC 5881 (single hop).

import type { Ipv4Address } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import { BfdSession } from './bfd-session.ts';
import { decodeBfd } from './decode-bfd.ts';
import type { BfdEffect } from './effect.ts';
import type { BfdDropReason } from './event.ts';
import { frrBfd, type BfdImplementation } from './implementation.ts';
import type { BfdInput } from './input.ts';
import type { Diagnostic, SessionState } from './session-state.ts';
import type { BfdSettings } from './config.ts';
import type { PeerTimers } from './bfd-session.ts';

/** RFC 5881 §5: what came from further away has less. */
const singleHopTtl = 255;
/** Of sessions that are not about one interface. */
const anyInterface = 0;
/** RFC 5881 §4: source ports from here up. */
const firstSourcePort = 49_152;
const lastSourcePort = 65_535;
const discriminatorsMax = 0xffffffff;

/** A session as the show commands see it. */
export interface BfdSessionView {
  readonly interfaceIndex: number;
  readonly peer: Ipv4Address;
  readonly local: Ipv4Address | undefined;
  readonly configured: boolean;
  readonly settings: BfdSettings;
  readonly state: SessionState;
  readonly diagnostic: Diagnostic;
  readonly remoteState: SessionState;
  readonly remoteDiagnostic: Diagnostic | undefined;
  readonly discriminator: number;
  readonly remoteDiscriminator: number;
  readonly peerTimers: PeerTimers;
  readonly changedAt: Instant;
  readonly packetsIn: number;
  readonly packetsOut: number;
  readonly upEvents: number;
  readonly downEvents: number;
}

export class BfdSpeaker {
  readonly #implementation: BfdImplementation;
  readonly #random: () => number;
  readonly #sink: (effect: BfdEffect) => void;
  /** By interface and address of the peer. */
  readonly #sessions = new Map<string, BfdSession>();
  readonly #byDiscriminator = new Map<number, BfdSession>();
  readonly #byTimer = new Map<number, BfdSession>();
  readonly #freeTimers: number[] = [];
  #timersUsed = 0;
  #nextSourcePort = firstSourcePort;

  /** `random` in [0, 1) gives discriminators and the jitter of intervals. */
  constructor(random: () => number, sink: (effect: BfdEffect) => void, implementation = frrBfd) {
    this.#implementation = implementation;
    this.#random = random;
    this.#sink = sink;
  }

  handle(input: BfdInput, now: Instant): void {
    switch (input.kind) {
      case 'sessionRequested':
        this.#request(input, now);
        return;
      case 'sessionReleased':
        this.#release(keyOf(input.interfaceIndex, input.peer));
        return;
      case 'packetReceived':
        this.#receive(input, now);
        return;
      case 'timerExpired': {
        const session = this.#byTimer.get(input.timer);
        if (session === undefined) return;
        if (input.timer === session.place.transmitTimer) session.transmissionDue(now);
        else session.detectionExpired(now);
      }
    }
  }

  /** In order of interface, then of address. */
  sessions(): readonly BfdSessionView[] {
    return [...this.#sessions.values()]
      .map((session) => ({ ...session.place, ...viewOf(session) }))
      .sort((left, right) => left.interfaceIndex - right.interfaceIndex || left.peer - right.peer);
  }

  #request(input: BfdInput & { kind: 'sessionRequested' }, now: Instant): void {
    const { interfaceIndex, peer, local, settings, configured = false } = input;
    const key = keyOf(interfaceIndex, peer);
    const known = this.#sessions.get(key);
    if (known !== undefined) {
      known.configure(settings, now);
      return;
    }
    const place = {
      interfaceIndex,
      peer,
      local,
      configured,
      discriminator: this.#freshDiscriminator(),
      sourcePort: this.#freshSourcePort(),
      transmitTimer: this.#freshTimer(),
      detectionTimer: this.#freshTimer(),
    };
    const session = new BfdSession(place, settings, this.#implementation, this.#random, this.#sink, now);
    this.#sessions.set(key, session);
    this.#byDiscriminator.set(place.discriminator, session);
    this.#byTimer.set(place.transmitTimer, session);
    this.#byTimer.set(place.detectionTimer, session);
    session.start(now);
  }

  #release(key: string): void {
    const session = this.#sessions.get(key);
    if (session === undefined) return;
    session.end();
    const { discriminator, transmitTimer, detectionTimer } = session.place;
    this.#sessions.delete(key);
    this.#byDiscriminator.delete(discriminator);
    for (const timer of [transmitTimer, detectionTimer]) {
      this.#byTimer.delete(timer);
      this.#freeTimers.push(timer);
    }
  }

  #receive(input: BfdInput & { kind: 'packetReceived' }, now: Instant): void {
    const decoded = decodeBfd(input.bytes);
    if (!decoded.ok) {
      this.#drop(input, 'malformed', decoded.reason);
      return;
    }
    const packet = decoded.value;
    // RFC 5880 §6.8.6: the discriminator names the session; before it is known, the link and the address do.
    const session =
      packet.yourDiscriminator === 0
        ? (this.#sessions.get(keyOf(input.interfaceIndex, input.source)) ??
          this.#sessions.get(keyOf(anyInterface, input.source)))
        : this.#byDiscriminator.get(packet.yourDiscriminator);
    // RFC 5881 §5
    const { minimumTtl = singleHopTtl } = session?.settings ?? {};
    if (input.ttl < minimumTtl) this.#drop(input, 'ttlTooLow');
    else if (session === undefined) this.#drop(input, 'sessionUnknown');
    else if (packet.authenticated) this.#drop(input, 'authenticationUnexpected');
    else session.receive(packet, now);
  }

  #drop(
    { interfaceIndex, source }: BfdInput & { kind: 'packetReceived' },
    reason: BfdDropReason,
    detail?: string,
  ): void {
    const event = { kind: 'bfdPacketDropped', interfaceIndex, source, reason } as const;
    this.#sink({ kind: 'record', event: detail === undefined ? event : { ...event, detail } });
  }

  #freshDiscriminator(): number {
    let number = Math.floor(this.#random() * discriminatorsMax) + 1;
    while (this.#byDiscriminator.has(number)) number = (number % discriminatorsMax) + 1;
    return number;
  }

  #freshSourcePort(): number {
    if (this.#implementation.sourcePorts === 'drawn') {
      return firstSourcePort + Math.floor(this.#random() * (lastSourcePort - firstSourcePort + 1));
    }
    const port = this.#nextSourcePort;
    this.#nextSourcePort = port === lastSourcePort ? firstSourcePort : port + 1;
    return port;
  }

  #freshTimer(): number {
    return this.#freeTimers.pop() ?? this.#timersUsed++;
  }
}

function keyOf(interfaceIndex: number, peer: Ipv4Address): string {
  return `${interfaceIndex} ${peer}`;
}

function viewOf(
  session: BfdSession,
): Omit<BfdSessionView, 'interfaceIndex' | 'peer' | 'local' | 'configured' | 'discriminator'> {
  const { settings, state, diagnostic, remoteState, remoteDiagnostic, remoteDiscriminator, peerTimers } =
    session;
  const { changedAt, packetsIn, packetsOut, upEvents, downEvents } = session;
  return {
    settings,
    state,
    diagnostic,
    remoteState,
    remoteDiagnostic,
    remoteDiscriminator,
    peerTimers,
    changedAt,
    packetsIn,
    packetsOut,
    upEvents,
    downEvents,
  };
}
