// One session: its variables (RFC 5880 §6.8.1), its two timers, and what it says. FRR 8.4: bfdd/bfd.c, bfdd/bfd_packet.c.

import type { Ipv4Address } from '@ospflab/net';
import { after, nanoseconds, seconds, type Duration, type Instant } from '@ospflab/sim';
import type { BfdPacket } from './bfd-packet.ts';
import type { BfdSettings } from './config.ts';
import type { BfdEffect } from './effect.ts';
import { encodeBfd } from './encode-bfd.ts';
import type { BfdImplementation } from './implementation.ts';
import { stateAfterHearing } from './session-machine.ts';
import type { Diagnostic, SessionState } from './session-state.ts';

/** RFC 5880 §6.8.3: at least a second between packets until the session is up. */
const slowInterval = seconds(1);

export interface SessionPlace {
  readonly interfaceIndex: number;
  readonly peer: Ipv4Address;
  readonly local: Ipv4Address | undefined;
  readonly configured: boolean;
  readonly discriminator: number;
  readonly sourcePort: number;
  readonly transmitTimer: number;
  readonly detectionTimer: number;
}

/** What the other side said last. */
export interface PeerTimers {
  readonly detectMultiplier: number;
  readonly requiredMinRx: Duration;
  readonly desiredMinTx: Duration;
  readonly requiredMinEchoRx: Duration;
}

/** Assumed until the other side is heard. FRR 8.4: bfdd/bfd.c, bfd_session_new. */
const unheard: PeerTimers = {
  detectMultiplier: 3,
  requiredMinRx: slowInterval,
  desiredMinTx: slowInterval,
  requiredMinEchoRx: nanoseconds(0),
};

export class BfdSession {
  readonly place: SessionPlace;
  readonly #implementation: BfdImplementation;
  readonly #random: () => number;
  readonly #sink: (effect: BfdEffect) => void;
  settings: BfdSettings;
  state: SessionState = 'down';
  diagnostic: Diagnostic = 'none';
  remoteState: SessionState = 'down';
  remoteDiagnostic: Diagnostic | undefined = 'none';
  remoteDiscriminator = 0;
  peerTimers: PeerTimers = unheard;
  changedAt: Instant;
  packetsIn = 0;
  packetsOut = 0;
  upEvents = 0;
  downEvents = 0;
  /** RFC 5880 §6.5: new timers wait for a packet with the F-bit. */
  #polling = false;
  #ended = false;

  constructor(
    place: SessionPlace,
    settings: BfdSettings,
    implementation: BfdImplementation,
    random: () => number,
    sink: (effect: BfdEffect) => void,
    now: Instant,
  ) {
    this.place = place;
    this.settings = settings;
    this.#implementation = implementation;
    this.#random = random;
    this.#sink = sink;
    this.changedAt = now;
  }

  start(now: Instant): void {
    if (this.settings.shutdown) this.state = 'adminDown';
    this.#scheduleTransmission(now);
  }

  /** Replaces the settings; the other side is asked to follow while the session is up. */
  configure(settings: BfdSettings, now: Instant): void {
    const wasShut = this.settings.shutdown;
    this.settings = settings;
    if (settings.shutdown && !wasShut) this.#change('adminDown', 'administrativelyDown', now);
    else if (!settings.shutdown && wasShut) this.#change('down', 'none', now);
    else if (this.state === 'up') {
      this.#polling = true;
      this.#send(false);
    }
    this.#scheduleTransmission(now);
  }

  /** Nobody wants to know any more. The other side is told, as FRR does. */
  end(): void {
    if (this.state !== 'adminDown') {
      this.state = 'down';
      this.diagnostic = 'neighborSignaledDown';
    }
    this.remoteDiscriminator = 0;
    this.#polling = false;
    this.#send(false);
    this.#ended = true;
    this.#sink({ kind: 'cancelTimer', timer: this.place.transmitTimer });
    this.#sink({ kind: 'cancelTimer', timer: this.place.detectionTimer });
  }

  // RFC 5880 §6.8.6, from "set bfd.RemoteDiscr" on.
  receive(packet: BfdPacket, now: Instant): void {
    this.packetsIn++;
    this.remoteDiscriminator = packet.myDiscriminator;
    this.remoteState = packet.state;
    this.remoteDiagnostic = packet.diagnostic;
    const { requiredMinRx } = this.peerTimers;
    this.#learn(packet);
    if (packet.final) this.#polling = false;
    if (this.state === 'adminDown') return;
    // RFC 5880 §6.8.3: the other side wants packets at another rate from now on.
    if (packet.requiredMinRx !== requiredMinRx) this.#scheduleTransmission(now);
    const next = stateAfterHearing(this.state, packet.state);
    const fell = next === 'down' && this.state !== 'down';
    if (next !== this.state) this.#change(next, fell ? 'neighborSignaledDown' : 'none', now);
    else this.#expectNext(now);
    if (packet.poll) this.#send(true);
  }

  transmissionDue(now: Instant): void {
    this.#send(false);
    this.#scheduleTransmission(now);
  }

  // RFC 5880 §6.8.4
  detectionExpired(now: Instant): void {
    this.remoteDiscriminator = 0;
    if (this.state === 'init' || this.state === 'up') this.#change('down', 'detectionTimeExpired', now);
  }

  // RFC 5880 §6.8.4: how long the other side may be silent.
  get #detectionTime(): Duration {
    const { detectMultiplier, desiredMinTx } = this.peerTimers;
    return nanoseconds(detectMultiplier * Math.max(this.#receiveInterval, desiredMinTx));
  }

  get #receiveInterval(): Duration {
    return this.state === 'up' || !this.#implementation.idlesReception
      ? this.settings.receiveInterval
      : this.#atLeastIdle(this.settings.receiveInterval);
  }

  get #transmitInterval(): Duration {
    return this.state === 'up'
      ? this.settings.transmitInterval
      : this.#atLeastIdle(this.settings.transmitInterval);
  }

  #atLeastIdle(interval: Duration): Duration {
    const { idleInterval = slowInterval } = this.settings;
    return interval > idleInterval ? interval : idleInterval;
  }

  #learn(packet: BfdPacket): void {
    const before = this.#detectionTime;
    const heardBefore = this.peerTimers !== unheard;
    this.peerTimers = packet;
    const to = this.#detectionTime;
    if (heardBefore && before === to) return;
    const { interfaceIndex, peer } = this.place;
    const from = heardBefore ? before : nanoseconds(0);
    this.#sink({ kind: 'detectionTimeChanged', interfaceIndex, peer, from, to });
  }

  #change(to: SessionState, diagnostic: Diagnostic, now: Instant): void {
    const { state: from, place } = this;
    const { interfaceIndex, peer } = place;
    const intervalBefore = this.#agreedInterval;
    this.state = to;
    this.diagnostic = diagnostic;
    this.changedAt = now;
    if (to === 'up') this.upEvents++;
    else if (from === 'up') this.downEvents++;
    this.#polling = to === 'up';
    if (to === 'down' || to === 'adminDown') this.remoteDiscriminator = 0;
    this.#sink({
      kind: 'record',
      event: { kind: 'bfdSessionChanged', interfaceIndex, peer, from, to, diagnostic },
    });
    const { tellsChangesAtOnce } = this.#implementation;
    // So that a session comes up in three packets.
    if (tellsChangesAtOnce) this.#send(false);
    const sooner = this.settings.passive || this.#agreedInterval < intervalBefore;
    if (tellsChangesAtOnce || sooner) this.#scheduleTransmission(now);
    this.#expectNext(now);
    const peerAdministrative = this.remoteState === 'adminDown';
    this.#sink({ kind: 'sessionChanged', interfaceIndex, peer, from, to, peerAdministrative });
  }

  #expectNext(now: Instant): void {
    const timer = this.place.detectionTimer;
    if (this.state === 'down' || this.state === 'adminDown') this.#sink({ kind: 'cancelTimer', timer });
    else this.#sink({ kind: 'setTimer', timer, at: after(now, this.#detectionTime) });
  }

  // RFC 5880 §6.8.7
  #scheduleTransmission(now: Instant): void {
    const timer = this.place.transmitTimer;
    const silent =
      this.peerTimers.requiredMinRx === 0 || (this.settings.passive && this.remoteDiscriminator === 0);
    if (silent) {
      this.#sink({ kind: 'cancelTimer', timer });
      return;
    }
    this.#sink({ kind: 'setTimer', timer, at: after(now, this.#jittered(this.#agreedInterval)) });
  }

  get #agreedInterval(): number {
    return Math.max(this.#transmitInterval, this.peerTimers.requiredMinRx);
  }

  #jittered(interval: number): Duration {
    const { jitter, jitterSingle } = this.#implementation;
    const { least, most } = this.settings.detectMultiplier === 1 ? jitterSingle : jitter;
    const percent = least + this.#random() * (most - least);
    return nanoseconds(Math.round((interval * (100 - percent)) / 100));
  }

  #send(final: boolean): void {
    const { interfaceIndex, local, peer, sourcePort, discriminator } = this.place;
    // The client may have ended the session on hearing of its change.
    if (this.#ended || (this.settings.passive && this.remoteDiscriminator === 0)) return;
    this.packetsOut++;
    const bytes = encodeBfd({
      state: this.state,
      diagnostic: this.diagnostic,
      // RFC 5880 §6.5: a packet never carries both.
      poll: this.#polling && !final,
      final,
      controlPlaneIndependent: false,
      authenticated: false,
      demand: false,
      detectMultiplier: this.settings.detectMultiplier,
      myDiscriminator: discriminator,
      yourDiscriminator: this.remoteDiscriminator,
      desiredMinTx: this.#transmitInterval,
      requiredMinRx: this.#receiveInterval,
      requiredMinEchoRx: this.#implementation.echoReceiveInterval,
    });
    this.#sink({ kind: 'sendPacket', interfaceIndex, source: local, destination: peer, sourcePort, bytes });
  }
}
