// The data of one neighbour, RFC 2328 §10. Its behaviour lives in the other files of this folder.

import type { Ipv4Address } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { OspfBfdConfig, OspfConfiguredNeighbor } from '../config.ts';
import type { DatabaseEntry } from '../database/link-state-database.ts';
import type { HelpEnd, HelpRefusal } from '../event.ts';
import { FreeRunningTimer } from '../free-running-timer.ts';
import type { Help } from '../graceful-restart/help.ts';
import { neverHappened, type OspfInterface } from '../interface/ospf-interface.ts';
import type { LsaKeyText } from '../lsa/lsa-key.ts';
import type { Lsa, LsaHeader, RouterId } from '../lsa/lsa.ts';
import type {
  AgedLsa,
  AgedLsaHeader,
  DatabaseDescriptionPacket,
  HelloPacket,
} from '../packet/ospf-packet.ts';
import type { RouterTimer } from '../router-timer.ts';
import { neighborState, type NeighborEventName } from './neighbor-state.ts';

const none = 0 as Ipv4Address;

export interface WantedLsa {
  readonly header: LsaHeader;
  readonly ageSeconds: number;
  readonly listedAt: Instant;
}

/** With retransmission per LSA: when this instance is due again. */
export interface PendingRetransmission {
  readonly entry: DatabaseEntry;
  readonly lsa: Lsa;
  readonly dueAt: Instant;
}

export class Neighbor {
  readonly ospfInterface: OspfInterface;
  /** 0 until a configured neighbour is heard. */
  routerId: RouterId;
  address: Ipv4Address;
  /** Index into the router's slots and into every `NeighborSet`. */
  readonly slot: number;
  deleted = false;
  /** With these BFD was asked to watch it. */
  bfdRequested: OspfBfdConfig | undefined = undefined;
  state: number = neighborState.down;
  /** It restarts and is helped, RFC 3623 §3. */
  help: Help | undefined = undefined;
  lastHelpRefusal: HelpRefusal | undefined = undefined;
  lastHelpEnd: HelpEnd | undefined = undefined;
  /** It goes without a word to others. */
  forgottenQuietly = false;
  stateChanges = 0;
  progressedAt: Instant | undefined = undefined;
  regressedAt: Instant | undefined = undefined;
  regressedBy: NeighborEventName | undefined = undefined;

  // What its last hello declared, RFC 2328 §10. Priority is undefined before the first one.
  priority: number | undefined = undefined;
  designatedRouter: Ipv4Address = none;
  backupDesignatedRouter: Ipv4Address = none;
  options = 0;
  lastHello: HelloPacket | undefined = undefined;

  /** On non-broadcast networks: what the configuration says of it; undefined when it was found by its hellos alone. */
  configured: OspfConfiguredNeighbor | undefined = undefined;

  /** Cryptographic sequence number of the last packet believed, RFC 2328 appendix D.5. */
  receivedSequence = 0;

  // Database exchange, RFC 2328 §10.6 and §10.8.
  /** This router is master of the exchange. */
  master = true;
  /** The own M-bit. */
  more = true;
  /** The own I-bit. */
  initial = true;
  sequence: number | undefined = undefined;
  lastReceived: DatabaseDescriptionPacket | undefined = undefined;
  lastSent: DatabaseDescriptionPacket | undefined = undefined;
  lastSentAt: Instant = neverHappened;
  /** Database summary list: what is still to be described. */
  readonly summary = new Map<LsaKeyText, DatabaseEntry>();
  /** Link state request list, RFC 2328 §10.9. */
  readonly requests = new Map<LsaKeyText, WantedLsa>();
  /** The last LSA of the request packet under way; undefined when it arrived. */
  lastRequested: LsaKeyText | undefined = undefined;

  /** How many LSAs stand on its retransmission list; the list itself is spread over the database entries. */
  unacknowledgedCount = 0;
  retransmissions: PendingRetransmission[] = [];
  /** LSAs and acknowledgements that wait for the end of the current input to be sent to it alone. */
  directUpdates: AgedLsa[] = [];
  directAcknowledgements: AgedLsaHeader[] = [];
  directWanted = false;

  readonly inactivityTimer: RouterTimer;
  /** On non-broadcast networks: the next hello to it alone, RFC 2328 §9.5.1. */
  readonly greetingTimer: RouterTimer;
  readonly descriptionTimer: FreeRunningTimer;
  readonly requestTimer: FreeRunningTimer;
  readonly retransmissionTicks: FreeRunningTimer;
  readonly retransmissionTimer: RouterTimer;

  constructor(
    ospfInterface: OspfInterface,
    routerId: RouterId,
    address: Ipv4Address,
    slot: number,
    expired: NeighborTimerHandlers,
  ) {
    this.ospfInterface = ospfInterface;
    this.routerId = routerId;
    this.address = address;
    this.slot = slot;
    const timers = ospfInterface.router.timers;
    this.inactivityTimer = timers.allocate(() => expired.inactivity(this));
    this.greetingTimer = timers.allocate(() => expired.greeting(this));
    this.descriptionTimer = new FreeRunningTimer(timers, () => expired.description(this));
    this.requestTimer = new FreeRunningTimer(timers, () => expired.request(this));
    this.retransmissionTicks = new FreeRunningTimer(timers, () => expired.retransmission(this));
    this.retransmissionTimer = timers.allocate(() => expired.retransmission(this));
  }

  /** What others are told: RFC 3623 §3.1, a neighbour that is helped stays Full to them, however far its new exchange is. */
  get advertisedFull(): boolean {
    return this.state === neighborState.full || this.help !== undefined;
  }

  /** RFC 2328 §10.4: its interface address is the declared one. */
  declaresItselfDesignatedRouter(): boolean {
    return this.designatedRouter === this.address;
  }

  declaresItselfBackup(): boolean {
    return this.backupDesignatedRouter === this.address;
  }

  release(): void {
    const timers = this.ospfInterface.router.timers;
    this.deleted = true;
    timers.release(this.inactivityTimer);
    timers.release(this.greetingTimer);
    this.descriptionTimer.release();
    this.requestTimer.release();
    this.retransmissionTicks.release();
    timers.release(this.retransmissionTimer);
  }
}

export interface NeighborTimerHandlers {
  readonly inactivity: (neighbor: Neighbor) => void;
  readonly greeting: (neighbor: Neighbor) => void;
  readonly description: (neighbor: Neighbor) => void;
  readonly request: (neighbor: Neighbor) => void;
  readonly retransmission: (neighbor: Neighbor) => void;
}
