// The event queue: a radix wheel over integer nanoseconds. Instants of 53 bits are read as seven digits of eight bits;
// an event lies on the level of the highest digit in which it differs from the floor (the latest instant that the
// wheel was turned to), in the slot of that digit. Equal instants always share a list, so the order is exact and
// first in, first out without a sequence number.

import type { EventTarget } from './event-target.ts';
import type { Instant } from './time.ts';

declare const eventHandleBrand: unique symbol;

/** Names one scheduled event. It goes stale when the event is dispatched or cancelled; cancelling a stale one does nothing. */
export type EventHandle = number & { readonly [eventHandleBrand]: true };

/** Names no event. */
export const noEvent = -1 as EventHandle;

const levelCount = 7;
const slotsPerLevel = 256;

// One record of eight 32-bit integers per event: half a cache line, so that a turn of the wheel touches one line each.
const recordShift = 3;
const nextField = 0;
const previousField = 1;
const lowField = 2;
const highField = 3;
const kindField = 4;
const causeField = 5;
const generationField = 6;
/** The list that the event lies in, −1 when the record is free. */
const listField = 7;

const capacityMin = 256;
const indexBits = 26;
const indexMask = (1 << indexBits) - 1;
const generationScale = 1 << indexBits;
const twoTo32 = 4294967296;
const twoToMinus32 = 1 / twoTo32;
/** Lists up to this length are turned straight to their earliest event; longer ones one level at a time. */
const shortList = 8;

export class EventQueue {
  /** The event that `pop` returned last. */
  poppedInstant = 0 as Instant;
  poppedTarget: EventTarget | undefined = undefined;
  poppedKind = 0;
  poppedArgument: unknown = undefined;
  poppedCause = 0;

  private pending = 0;
  private floorLow = 0;
  private floorHigh = 0;

  private capacity = capacityMin;
  private records = new Int32Array(capacityMin << recordShift);
  private readonly targets: (EventTarget | undefined)[] = [];
  private readonly queuedArguments: unknown[] = [];
  private freeHead = -1;
  /** One past the highest record in use. */
  private usedEnd = 0;
  private firstGeneration = 0;
  /** Records from here on are not used again once they are free. */
  private retireFrom = indexMask;
  private releasesUntilReclaim = capacityMin;

  private readonly heads = new Int32Array(levelCount * slotsPerLevel).fill(-1);
  private readonly tails = new Int32Array(levelCount * slotsPerLevel).fill(-1);
  private readonly slotBits = new Int32Array((levelCount * slotsPerLevel) >> 5);
  private readonly wordBits = new Int32Array(levelCount);
  private levelBits = 0;

  /** Events that wait. */
  get size(): number {
    return this.pending;
  }

  /** Events for which memory is held; it follows `size` down with some delay. */
  get capacityEvents(): number {
    return this.capacity;
  }

  /**
   * Queues an event behind all that wait for the same instant.
   * `at` must not lie before the limit of the last `pop` or, after a successful one, before the popped instant;
   * the caller (the simulation) asserts it. `kind` and `cause` are 32-bit integers.
   */
  push(at: Instant, target: EventTarget, kind: number, argument: unknown, cause: number): EventHandle {
    let index = this.freeHead;
    if (index >= 0) {
      this.freeHead = this.records[index << recordShift]!;
    } else {
      index = this.takeUnused();
    }
    const records = this.records;
    const base = index << recordShift;
    const low = at | 0;
    const high = (at * twoToMinus32) | 0;
    records[base + lowField] = low;
    records[base + highField] = high;
    records[base + kindField] = kind;
    records[base + causeField] = cause;
    this.targets[index] = target;
    this.queuedArguments[index] = argument;
    this.append(records, index, base, low, high);
    this.pending++;
    return (records[base + generationField]! * generationScale + index) as EventHandle;
  }

  /** Removes an event that still waits; false when the handle is stale. Constant time. */
  cancel(handle: EventHandle): boolean {
    if (!this.isPending(handle)) return false;
    const index = handle & indexMask;
    const records = this.records;
    const base = index << recordShift;
    const list = records[base + listField]!;
    const next = records[base + nextField]!;
    if (this.heads[list] === index) {
      this.heads[list] = next;
      if (next < 0) this.markEmpty(list);
    } else {
      const previous = records[base + previousField]!;
      records[(previous << recordShift) + nextField] = next;
      if (next < 0) this.tails[list] = previous;
    }
    if (next >= 0) records[(next << recordShift) + previousField] = records[base + previousField]!;
    this.release(index, base);
    return true;
  }

  /** Whether the event still waits. */
  isPending(handle: EventHandle): boolean {
    if (handle < 0) return false;
    const index = handle & indexMask;
    if (index >= this.usedEnd) return false;
    const base = index << recordShift;
    return (
      this.records[base + listField]! >= 0 &&
      this.records[base + generationField] === Math.floor(handle / generationScale)
    );
  }

  /**
   * Takes the earliest event out, if it lies at or before `limit`, and leaves it in the `popped…` fields.
   * False when nothing waits up to the limit; the wheel is then never turned beyond the limit.
   */
  pop(limit: Instant): boolean {
    const index = this.turnToEarliest(limit);
    if (index < 0) return false;
    const records = this.records;
    const base = index << recordShift;
    this.poppedTarget = this.targets[index];
    this.poppedArgument = this.queuedArguments[index];
    this.poppedKind = records[base + kindField]!;
    this.poppedCause = records[base + causeField]!;
    this.poppedInstant = (this.floorHigh * twoTo32 + (this.floorLow >>> 0)) as Instant;
    this.release(index, base);
    return true;
  }

  /** When the earliest event is due; undefined when none waits. Walks one list: not for use per event. */
  earliestInstant(): Instant | undefined {
    if (this.levelBits === 0) return undefined;
    let earliest = Infinity;
    for (let index = this.heads[this.firstList()]!; index >= 0;) {
      const base = index << recordShift;
      const instant = this.records[base + highField]! * twoTo32 + (this.records[base + lowField]! >>> 0);
      if (instant < earliest) earliest = instant;
      index = this.records[base + nextField]!;
    }
    return earliest as Instant;
  }

  /** The list that holds the earliest event; there must be one. */
  private firstList(): number {
    const level = lowestBit(this.levelBits);
    const word = (level << 3) | lowestBit(this.wordBits[level]!);
    return (word << 5) | lowestBit(this.slotBits[word]!);
  }

  /** Unlinks the earliest event and moves the floor to it; −1 when there is none up to the limit. */
  private turnToEarliest(limit: number): number {
    const records = this.records;
    // Each round lowers the list by at least one level, so there are at most seven.
    while (this.levelBits !== 0) {
      const list = this.firstList();
      const level = list >> 8;
      const head = this.heads[list]!;
      const base = head << recordShift;
      const next = records[base + nextField]!;
      if (level === 0 || next < 0) {
        const low = records[base + lowField]!;
        const high = records[base + highField]!;
        if (high * twoTo32 + (low >>> 0) > limit) return -1;
        this.floorLow = low;
        this.floorHigh = high;
        this.heads[list] = next;
        if (next < 0) this.markEmpty(list);
        return head;
      }
      if (!this.turnInto(records, list, level, limit)) return -1;
    }
    return -1;
  }

  /** Moves the floor into a list of several instants and deals its events out to the levels below, in order. */
  private turnInto(records: Int32Array, list: number, level: number, limit: number): boolean {
    const head = this.heads[list]!;
    let low = records[(head << recordShift) + lowField]!;
    let high = records[(head << recordShift) + highField]!;
    let length = 1;
    let index = records[(head << recordShift) + nextField]!;
    for (; index >= 0 && length <= shortList; length++) {
      const base = index << recordShift;
      const otherHigh = records[base + highField]!;
      const otherLow = records[base + lowField]!;
      if (otherHigh < high || (otherHigh === high && otherLow >>> 0 < low >>> 0)) {
        high = otherHigh;
        low = otherLow;
      }
      index = records[base + nextField]!;
    }
    if (index >= 0) {
      // A long list: the floor goes to the first instant of its slot, which saves a second walk over it.
      if (level < 4) {
        low &= -1 << (level << 3);
      } else {
        low = 0;
        high &= -1 << ((level - 4) << 3);
      }
    }
    if (high * twoTo32 + (low >>> 0) > limit) return false;
    this.floorLow = low;
    this.floorHigh = high;
    this.markEmpty(list);
    for (index = head; index >= 0;) {
      const base = index << recordShift;
      const next = records[base + nextField]!;
      this.append(records, index, base, records[base + lowField]!, records[base + highField]!);
      index = next;
    }
    return true;
  }

  /** Puts a record at the end of the list that its instant has under the present floor. */
  private append(records: Int32Array, index: number, base: number, low: number, high: number): void {
    let list: number;
    const highDifference = high ^ this.floorHigh;
    if (highDifference === 0) {
      // `| 1` sends equal instants to level 0 as well.
      const shift = (31 - Math.clz32((low ^ this.floorLow) | 1)) & 24;
      list = (shift << 5) | ((low >>> shift) & 255);
    } else {
      const shift = (31 - Math.clz32(highDifference)) & 24;
      list = ((shift + 32) << 5) | ((high >>> shift) & 255);
    }
    const tail = this.tails[list]!;
    if (tail < 0) {
      this.heads[list] = index;
      const level = list >> 8;
      const word = (list >> 5) & 7;
      this.slotBits[list >> 5]! |= 1 << (list & 31);
      this.wordBits[level]! |= 1 << word;
      this.levelBits |= 1 << level;
    } else {
      records[(tail << recordShift) + nextField] = index;
    }
    this.tails[list] = index;
    records[base + nextField] = -1;
    records[base + previousField] = tail;
    records[base + listField] = list;
  }

  private markEmpty(list: number): void {
    this.heads[list] = -1;
    this.tails[list] = -1;
    const bits = this.slotBits[list >> 5]! & ~(1 << (list & 31));
    this.slotBits[list >> 5] = bits;
    if (bits !== 0) return;
    const level = list >> 8;
    const words = this.wordBits[level]! & ~(1 << ((list >> 5) & 7));
    this.wordBits[level] = words;
    if (words === 0) this.levelBits &= ~(1 << level);
  }

  private release(index: number, base: number): void {
    const records = this.records;
    this.queuedArguments[index] = undefined;
    records[base + generationField] = (records[base + generationField]! + 1) & indexMask;
    records[base + listField] = -1;
    if (index < this.retireFrom) {
      records[base + nextField] = this.freeHead;
      this.freeHead = index;
    }
    this.pending--;
    if (--this.releasesUntilReclaim === 0) this.reclaim();
  }

  /** A record for an event when the free ones are used up. */
  private takeUnused(): number {
    if (this.retireFrom < this.usedEnd) {
      this.retireFrom = indexMask;
      this.rebuildFree();
      const index = this.freeHead;
      if (index >= 0) {
        this.freeHead = this.records[index << recordShift]!;
        return index;
      }
    }
    if (this.usedEnd === this.capacity) this.resize(this.capacity * 2);
    const index = this.usedEnd++;
    const base = index << recordShift;
    this.records[base + generationField] = this.firstGeneration;
    this.records[base + listField] = -1;
    return index;
  }

  /**
   * Gives memory back after a crowd has left: cuts free records off the end, and retires what lies far out when it
   * gets free, so that the next call can cut more. Runs once per as many releases as there are records, so its cost
   * per event is constant.
   */
  private reclaim(): void {
    this.releasesUntilReclaim = Math.max(capacityMin, this.usedEnd);
    if (this.capacity === capacityMin || this.pending * 4 > this.capacity) return;
    const records = this.records;
    let end = this.usedEnd;
    while (end > 0 && records[((end - 1) << recordShift) + listField]! < 0) {
      end--;
      const generation = records[(end << recordShift) + generationField]!;
      // A record that comes back must not revive handles of its earlier life.
      if (generation > this.firstGeneration) this.firstGeneration = generation;
    }
    this.usedEnd = end;
    this.retireFrom = Math.max(capacityMin, this.pending * 2);
    this.rebuildFree();
    let capacity = this.capacity;
    while (capacity > capacityMin && end * 2 <= capacity) capacity /= 2;
    if (capacity < this.capacity) this.resize(capacity);
  }

  /** Chains the free records that are not retired, lowest first. */
  private rebuildFree(): void {
    const records = this.records;
    this.freeHead = -1;
    for (let index = Math.min(this.usedEnd, this.retireFrom) - 1; index >= 0; index--) {
      const base = index << recordShift;
      if (records[base + listField]! >= 0) continue;
      records[base + nextField] = this.freeHead;
      this.freeHead = index;
    }
  }

  private resize(capacity: number): void {
    const records = new Int32Array(capacity << recordShift);
    records.set(this.records.subarray(0, this.usedEnd << recordShift));
    this.records = records;
    this.capacity = capacity;
    if (this.targets.length > capacity) {
      this.targets.length = capacity;
      this.queuedArguments.length = capacity;
    }
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
