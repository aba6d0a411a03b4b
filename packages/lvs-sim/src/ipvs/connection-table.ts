// Connection entries and persistence templates in typed arrays, found by open addressing. It knows keys, storage and expiry;
// what an entry means, its counts and its destination are `Ipvs`'s business.

import type { Duration, Instant } from '@ospflab/sim';
import { ExpiryHeap } from './expiry-heap.ts';

export const entryFlags = { inactive: 1, template: 2, assured: 4, used: 8, findable: 16 } as const;

const noEntry = -1;

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
  insert(
    protocol: number,
    template: boolean,
    client: number,
    clientPort: number,
    virtual: number,
    virtualPort: number,
    realPort: number,
    destination: number,
    timeout: Duration,
  ): number {
    const slot = this.takeSlot();
    this.clients[slot] = client;
    this.virtuals[slot] = virtual;
    this.ports[slot] = (clientPort << 16) | virtualPort;
    this.realPorts[slot] = realPort;
    this.protocols[slot] = protocol;
    this.states[slot] = 0;
    this.flags[slot] =
      entryFlags.used | entryFlags.findable | (template ? entryFlags.template : entryFlags.inactive);
    this.destinations[slot] = destination;
    this.templates[slot] = noEntry;
    this.controlled[slot] = 0;
    this.timeouts[slot] = timeout;
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
    this.clients = grownInt32(this.clients, capacity);
    this.virtuals = grownInt32(this.virtuals, capacity);
    this.ports = grownInt32(this.ports, capacity);
    this.destinations = grownInt32(this.destinations, capacity);
    this.templates = grownInt32(this.templates, capacity);
    this.controlled = grownInt32(this.controlled, capacity);
    const { realPorts, protocols, states, flags, timeouts, expiries } = this;
    this.realPorts = new Uint16Array(capacity);
    this.realPorts.set(realPorts);
    this.protocols = new Uint8Array(capacity);
    this.protocols.set(protocols);
    this.states = new Uint8Array(capacity);
    this.states.set(states);
    this.flags = new Uint8Array(capacity);
    this.flags.set(flags);
    this.timeouts = new Float64Array(capacity);
    this.timeouts.set(timeouts);
    this.expiries = new Float64Array(capacity);
    this.expiries.set(expiries);
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

function grownInt32(old: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(capacity);
  grown.set(old);
  return grown;
}
