// Connection entries and persistence templates in typed arrays, found by open addressing. It knows keys, storage and expiry;
// what an entry means, its counts and its destination are `Ipvs`'s business.

import type { Duration, Instant } from '@ospflab/sim';
import { ExpiryHeap } from './expiry-heap.ts';
import { methodNumbers } from './forwarding-method.ts';

export const entryFlags = {
  inactive: 1,
  template: 2,
  assured: 4,
  used: 8,
  findable: 16,
  /** Masquerading: the answers pass here too, so both directions drive the TCP state. */
  seesAnswers: 32,
} as const;

export interface NewEntry {
  /** IP protocol number; 0 in templates of firewall marks. */
  readonly protocol: number;
  readonly template: boolean;
  readonly client: number;
  readonly clientPort: number;
  /** The firewall mark in its templates. */
  readonly virtual: number;
  readonly virtualPort: number;
  readonly realPort: number;
  /** `Destination.index` */
  readonly destination: number;
  /** See `methodNumbers`. */
  readonly method: number;
  readonly mark: number;
  readonly timeout: Duration;
}

export const noEntry = -1;

export class ConnectionTable {
  /** By slot. Addresses are signed here; `>>> 0` restores them. */
  clients = new Int32Array(0);
  virtuals = new Int32Array(0);
  /** Client port in the upper 16 bits, virtual port in the lower. */
  ports = new Int32Array(0);
  realPorts = new Uint16Array(0);
  protocols = new Uint8Array(0);
  states = new Uint8Array(0);
  flags = new Uint8Array(0);
  destinations = new Int32Array(0);
  /** Slot of the template that this connection belongs to, or −1. */
  templates = new Int32Array(0);
  /** How many packets came from the client. */
  packets = new Int32Array(0);
  /** See `methodNumbers`. */
  methods = new Uint8Array(0);
  /** The firewall mark under which the connection was scheduled. */
  marks = new Int32Array(0);
  /** The state that the other directors were told last. */
  syncedStates = new Uint8Array(0);
  /** When the entry would have expired as of that message. */
  syncedUntil = new Float64Array(0);
  /** On a template: how many connections belong to it. */
  controlled = new Int32Array(0);
  timeouts = new Float64Array(0);
  expiries = new Float64Array(0);
  /** Entries in use, templates included. */
  size = 0;
  /** Slots ever used are 0 … limit − 1. */
  limit = 0;
  private capacity = 0;
  private freeSlots: number[] = [];
  /** Slot + 1; 0 is empty. Twice the capacity, a power of two. */
  private buckets = new Int32Array(0);
  private readonly heap = new ExpiryHeap(0);

  constructor(capacity = 1024) {
    this.growTo(capacity);
  }

  /** The entry's slot, or −1. */
  find(
    protocol: number,
    template: boolean,
    client: number,
    clientPort: number,
    virtual: number,
    virtualPort: number,
  ): number {
    const ports = (clientPort << 16) | virtualPort;
    const wanted = template ? entryFlags.template : 0;
    const { buckets, clients } = this;
    const mask = buckets.length - 1;
    let bucket = bucketOf(protocol, client, virtual, ports) & mask;
    // The table is never more than half full, so an empty bucket ends every probe.
    for (;;) {
      const slot = buckets[bucket]! - 1;
      if (slot < 0) return noEntry;
      if (
        clients[slot] === (client | 0) &&
        this.ports[slot] === ports &&
        this.virtuals[slot] === (virtual | 0) &&
        this.protocols[slot] === protocol &&
        (this.flags[slot]! & entryFlags.template) === wanted
      ) {
        return slot;
      }
      bucket = (bucket + 1) & mask;
    }
  }

  /** Adds an entry that `find` did not find; it does not expire before `expireAt` was called. */
  insert(entry: NewEntry): number {
    const slot = this.takeSlot();
    this.clients[slot] = entry.client;
    this.virtuals[slot] = entry.virtual;
    this.ports[slot] = (entry.clientPort << 16) | entry.virtualPort;
    this.realPorts[slot] = entry.realPort;
    this.protocols[slot] = entry.protocol;
    this.states[slot] = 0;
    this.flags[slot] =
      entryFlags.used |
      entryFlags.findable |
      (entry.template ? entryFlags.template : entryFlags.inactive) |
      (entry.method === methodNumbers.masquerading ? entryFlags.seesAnswers : 0);
    this.destinations[slot] = entry.destination;
    this.methods[slot] = entry.method;
    this.marks[slot] = entry.mark;
    this.packets[slot] = 0;
    this.syncedStates[slot] = 0;
    this.syncedUntil[slot] = 0;
    this.templates[slot] = noEntry;
    this.controlled[slot] = 0;
    this.timeouts[slot] = entry.timeout;
    this.expiries[slot] = Infinity;
    this.size++;
    this.file(slot);
    return slot;
  }

  remove(slot: number): void {
    this.hide(slot);
    this.heap.remove(slot);
    this.flags[slot] = 0;
    this.freeSlots.push(slot);
    this.size--;
  }

  /** The entry stays until it expires, but no packet finds it any more. */
  hide(slot: number): void {
    if ((this.flags[slot]! & entryFlags.findable) === 0) return;
    this.flags[slot]! &= ~entryFlags.findable;
    this.unfile(slot);
  }

  /** The usual case, a later instant than before, only writes a number. */
  expireAt(slot: number, instant: Instant): void {
    this.expiries[slot] = instant;
    if (instant < this.heap.deadlineOf(slot)) this.heap.set(slot, instant);
  }

  /** A lower bound of the earliest expiry; Infinity when nothing expires. */
  get earliestDeadline(): number {
    return this.heap.earliest;
  }

  /** The next entry whose expiry is at or before `now`, or −1. The caller removes it or moves its expiry beyond what it was. */
  dueEntry(now: Instant): number {
    const { heap, expiries } = this;
    while (heap.earliest <= now) {
      const slot = heap.earliestSlot;
      const expiry = expiries[slot]!;
      if (expiry <= heap.earliest) return slot;
      heap.set(slot, expiry);
    }
    return noEntry;
  }

  isUsed(slot: number): boolean {
    return (this.flags[slot]! & entryFlags.used) !== 0;
  }

  private file(slot: number): void {
    const { buckets } = this;
    const mask = buckets.length - 1;
    let bucket = this.bucketOfSlot(slot) & mask;
    while (buckets[bucket] !== 0) bucket = (bucket + 1) & mask;
    buckets[bucket] = slot + 1;
  }

  /** Linear probing without tombstones: entries behind the gap move up when their own bucket lies before it. */
  private unfile(slot: number): void {
    const { buckets } = this;
    const mask = buckets.length - 1;
    let gap = this.bucketOfSlot(slot) & mask;
    while (buckets[gap] !== slot + 1) gap = (gap + 1) & mask;
    let bucket = gap;
    for (;;) {
      bucket = (bucket + 1) & mask;
      const filed = buckets[bucket]!;
      if (filed === 0) break;
      const home = this.bucketOfSlot(filed - 1) & mask;
      if (((bucket - home) & mask) >= ((bucket - gap) & mask)) {
        buckets[gap] = filed;
        gap = bucket;
      }
    }
    buckets[gap] = 0;
  }

  private bucketOfSlot(slot: number): number {
    return bucketOf(this.protocols[slot]!, this.clients[slot]!, this.virtuals[slot]!, this.ports[slot]!);
  }

  private takeSlot(): number {
    const free = this.freeSlots.pop();
    if (free !== undefined) return free;
    if (this.limit === this.capacity) this.growTo(this.capacity * 2);
    return this.limit++;
  }

  private growTo(capacity: number): void {
    this.clients = grown(this.clients, new Int32Array(capacity));
    this.virtuals = grown(this.virtuals, new Int32Array(capacity));
    this.ports = grown(this.ports, new Int32Array(capacity));
    this.destinations = grown(this.destinations, new Int32Array(capacity));
    this.templates = grown(this.templates, new Int32Array(capacity));
    this.controlled = grown(this.controlled, new Int32Array(capacity));
    this.packets = grown(this.packets, new Int32Array(capacity));
    this.marks = grown(this.marks, new Int32Array(capacity));
    this.realPorts = grown(this.realPorts, new Uint16Array(capacity));
    this.protocols = grown(this.protocols, new Uint8Array(capacity));
    this.states = grown(this.states, new Uint8Array(capacity));
    this.flags = grown(this.flags, new Uint8Array(capacity));
    this.methods = grown(this.methods, new Uint8Array(capacity));
    this.syncedStates = grown(this.syncedStates, new Uint8Array(capacity));
    this.syncedUntil = grown(this.syncedUntil, new Float64Array(capacity));
    this.timeouts = grown(this.timeouts, new Float64Array(capacity));
    this.expiries = grown(this.expiries, new Float64Array(capacity));
    this.heap.grow(capacity);
    this.capacity = capacity;
    this.buckets = new Int32Array(capacity * 2);
    for (let slot = 0; slot < this.limit; slot++) {
      if ((this.flags[slot]! & entryFlags.findable) !== 0) this.file(slot);
    }
  }
}

function bucketOf(protocol: number, client: number, virtual: number, ports: number): number {
  let hash = Math.imul(client, 0x9e3779b1) ^ Math.imul(ports, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15) ^ virtual, 0xc2b2ae35) + protocol;
  return hash ^ (hash >>> 13);
}

function grown<T extends { set(values: T): void }>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
