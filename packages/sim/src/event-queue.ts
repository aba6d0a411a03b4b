// The event queue: a radix wheel over integer nanoseconds. Instants of 53 bits are read as seven digits of eight bits;
// an event lies on the level of the highest digit in which it differs from the floor (an instant that no waiting event
// lies before), in the list of that digit. Equal instants always share a list, so the order is exact and first in,
// first out without a sequence number. Lists are chains of chunks, so that walks over them are sequential in memory.

import type { TargetId } from './event-target.ts';
import type { Instant } from './time.ts';

declare const eventHandleBrand: unique symbol;

/** Names one scheduled event. It goes stale when the event is dispatched or cancelled; cancelling a stale one does nothing. */
export type EventHandle = number & { readonly [eventHandleBrand]: true };

/** Names no event. */
export const noEvent = -1 as EventHandle;

const levelCount = 7;
const slotsPerLevel = 256;
const listCount = levelCount * slotsPerLevel;
const noList = -1;
const twoTo32 = 4294967296;
const twoToMinus32 = 1 / twoTo32;

// A chunk holds sixteen entries: two cache lines of instants and one of record numbers.
const chunkShift = 4;
const chunkMask = 15;
const chunksMin = 64;
/** Up to this many entries in one chunk are sorted in place; a longer list is dealt out to the levels below. */
const shortList = 12;

// A record holds what is read once the event is taken.
const recordShift = 2;
const kindField = 0;
const causeField = 1;
const generationField = 2;
/** While the event waits: twice its target, plus one if it has an argument. Else `cancelled`, or see `freeState`. */
const stateField = 3;
/** Cancelled while its entry still lies in a list; the record is free when the entry is met. */
const cancelled = -1;
const recordsMin = 256;

const indexBits = 26;
const indexMask = (1 << indexBits) - 1;
const generationScale = 1 << indexBits;
/** Cancelled entries that may lie about beside as many as wait, before they are swept out. */
const cancelledSlack = 1024;

export class EventQueue {
  /** The event that `pop` returned last. */
  poppedInstant = 0 as Instant;
  poppedTarget = 0 as TargetId;
  poppedKind = 0;
  poppedArgument: unknown = undefined;
  poppedCause = 0;

  private pendingCount = 0;
  private cancelledCount = 0;
  private floorLow = 0;
  private floorHigh = 0;

  /** Position of the first and last entry of each list, −1 when it is empty. */
  private readonly heads = new Int32Array(listCount).fill(-1);
  private readonly tails = new Int32Array(listCount).fill(-1);
  private readonly slotBits = new Int32Array(listCount >> 5);
  private readonly wordBits = new Int32Array(levelCount);
  private levelBits = 0;
  /** The short list that was put in order, until something is appended to it. */
  private sortedList = noList;

  private chunkCapacity = chunksMin;
  private entryInstants = new Float64Array(chunksMin << chunkShift);
  private entryRecords = new Int32Array(chunksMin << chunkShift);
  /** The next chunk of the same list, or of the free ones. */
  private chunkLinks = new Int32Array(chunksMin);
  private freeChunk = -1;
  private freeChunkCount = 0;
  private chunksEnd = 0;

  private recordCapacity = recordsMin;
  private records = new Int32Array(recordsMin << recordShift);
  /** The argument by record; undefined where there is none. */
  private readonly payloads: unknown[] = [];
  private freeRecord = -1;
  /** One past the highest record in use. */
  private recordsEnd = 0;
  private firstGeneration = 0;
  /** Records from here on are not used again once they are free. */
  private retireFrom = indexMask;
  private releasesUntilReclaim = recordsMin;

  /** Events that wait. */
  get size(): number {
    return this.pendingCount;
  }

  /** Events for which memory is held; it follows `size` down with some delay. */
  get capacityEvents(): number {
    return Math.max(this.recordCapacity, this.chunkCapacity << chunkShift);
  }

  /**
   * Queues an event behind all that wait for the same instant.
   * `at` must not lie before the limit of the last `pop` or, after a successful one, before the popped instant;
   * the caller (the simulation) asserts it. `kind` and `cause` are 32-bit integers,
   * `target` one of at most 30 bits.
   */
  push(at: Instant, target: TargetId, kind: number, argument: unknown, cause: number): EventHandle {
    let index = this.freeRecord;
    if (index >= 0) this.freeRecord = nextFree(this.records[(index << recordShift) + stateField]!);
    else index = this.takeUnusedRecord();
    const records = this.records;
    const base = index << recordShift;
    records[base + kindField] = kind;
    records[base + causeField] = cause;
    if (argument === undefined) records[base + stateField] = target << 1;
    else {
      records[base + stateField] = (target << 1) | 1;
      this.payloads[index] = argument;
    }
    this.append(index, at);
    this.pendingCount++;
    return (records[base + generationField]! * generationScale + index) as EventHandle;
  }

  /** Takes back an event that still waits; false when the handle is stale. Constant time, but for a sweep now and then. */
  cancel(handle: EventHandle): boolean {
    if (!this.isPending(handle)) return false;
    const index = handle & indexMask;
    const base = index << recordShift;
    if ((this.records[base + stateField]! & 1) !== 0) this.payloads[index] = undefined;
    this.records[base + stateField] = cancelled;
    this.pendingCount--;
    if (++this.cancelledCount > this.pendingCount + cancelledSlack) this.rebuildLists();
    return true;
  }

  /** Whether the event still waits. */
  isPending(handle: EventHandle): boolean {
    if (handle < 0) return false;
    const index = handle & indexMask;
    if (index >= this.recordsEnd) return false;
    const base = index << recordShift;
    return (
      this.records[base + stateField]! >= 0 &&
      this.records[base + generationField] === Math.floor(handle / generationScale)
    );
  }

  /**
   * Takes the earliest event out, if it lies at or before `limit`, and leaves it in the `popped…` fields.
   * False when nothing waits up to the limit; the wheel is then never turned beyond the limit.
   */
  pop(limit: Instant): boolean {
    // Each round takes an event, sweeps a cancelled one out, or lowers the first list by at least one level.
    while (this.levelBits !== 0) {
      const list = this.firstList();
      if (!this.sortShort(list)) {
        if (!this.turnInto(list, limit)) return false;
        continue;
      }
      const position = this.heads[list]!;
      const index = this.entryRecords[position]!;
      const base = index << recordShift;
      const records = this.records;
      const instant = this.entryInstants[position]!;
      const state = records[base + stateField]!;
      if (state >= 0) {
        if (instant > limit) return false;
        this.removeHead(list);
        this.poppedInstant = instant as Instant;
        this.poppedTarget = (state >> 1) as TargetId;
        if ((state & 1) !== 0) {
          this.poppedArgument = this.payloads[index];
          this.payloads[index] = undefined;
        } else if (this.poppedArgument !== undefined) this.poppedArgument = undefined;
        this.poppedKind = records[base + kindField]!;
        this.poppedCause = records[base + causeField]!;
        this.pendingCount--;
        this.release(index, base);
        if (this.releasesUntilReclaim <= 0) this.reclaim();
        return true;
      }
      this.removeHead(list);
      this.cancelledCount--;
      this.release(index, base);
    }
    return false;
  }

  /** When the earliest event is due; undefined when none waits. May walk over everything: not for use per event. */
  earliestInstant(): Instant | undefined {
    if (this.cancelledCount > 0) this.rebuildLists();
    if (this.levelBits === 0) return undefined;
    const list = this.firstList();
    let earliest = Infinity;
    const tail = this.tails[list]!;
    for (let position = this.heads[list]!; ; position = this.following(position)) {
      earliest = Math.min(earliest, this.entryInstants[position]!);
      if (position === tail) return earliest as Instant;
    }
  }

  /** The list that holds the earliest event; there must be one. */
  private firstList(): number {
    const level = lowestBit(this.levelBits);
    const word = (level << 3) | lowestBit(this.wordBits[level]!);
    return (word << 5) | lowestBit(this.slotBits[word]!);
  }

  /** Brings the earliest entry of a list, the first of equal ones, to its head; false when the list is too long to sort. */
  private sortShort(list: number): boolean {
    const head = this.heads[list]!;
    const tail = this.tails[list]!;
    // On level 0 all instants of a list are equal.
    if (list < slotsPerLevel || list === this.sortedList || head === tail) return true;
    if (head >> chunkShift !== tail >> chunkShift || tail - head >= shortList) return false;
    this.sort(head, tail);
    this.sortedList = list;
    return true;
  }

  /** Sorts neighbouring entries by instant; equal ones keep their order. */
  private sort(from: number, to: number): void {
    const { entryInstants, entryRecords } = this;
    for (let next = from + 1; next <= to; next++) {
      const instant = entryInstants[next]!;
      let place = next;
      while (place > from && entryInstants[place - 1]! > instant) place--;
      if (place === next) continue;
      const index = entryRecords[next]!;
      for (let position = next; position > place; position--) {
        entryInstants[position] = entryInstants[position - 1]!;
        entryRecords[position] = entryRecords[position - 1]!;
      }
      entryInstants[place] = instant;
      entryRecords[place] = index;
    }
  }

  private removeHead(list: number): void {
    const head = this.heads[list]!;
    if (head === this.tails[list]) {
      this.markEmpty(list);
      this.releaseChunk(head >> chunkShift);
      return;
    }
    this.heads[list] = this.following(head);
    if ((head & chunkMask) === chunkMask) this.releaseChunk(head >> chunkShift);
  }

  private following(position: number): number {
    return (position & chunkMask) === chunkMask
      ? this.chunkLinks[position >> chunkShift]! << chunkShift
      : position + 1;
  }

  /**
   * Moves the floor to the first instant of a list's slot and deals its entries out to the levels below, in order.
   * False when that instant lies beyond the limit.
   */
  private turnInto(list: number, limit: number): boolean {
    const instant = this.entryInstants[this.heads[list]!]!;
    const shift = (list >> 8) << 3;
    const low = shift < 32 ? (instant | 0) & (-1 << shift) : 0;
    const high = ((instant * twoToMinus32) | 0) & (shift < 32 ? -1 : -1 << (shift - 32));
    if (high * twoTo32 + (low >>> 0) > limit) return false;
    this.floorLow = low;
    this.floorHigh = high;
    const tail = this.tails[list]!;
    let position = this.heads[list]!;
    this.markEmpty(list);
    for (;;) {
      const chunk = position >> chunkShift;
      const last = chunk === tail >> chunkShift;
      const next = this.chunkLinks[chunk]!;
      this.dealOut(position, last ? tail : position | chunkMask);
      this.releaseChunk(chunk);
      if (last) return true;
      position = next << chunkShift;
    }
  }

  /** Appends neighbouring entries anew, without the cancelled ones. */
  private dealOut(from: number, to: number): void {
    const { entryRecords, entryInstants, records } = this;
    // All states are read before anything else happens, so that the cache misses of the records overlap.
    let states = 0;
    for (let position = from; position <= to; position++)
      states |= records[(entryRecords[position]! << recordShift) + stateField]!;
    for (let position = from; position <= to; position++) {
      const index = entryRecords[position]!;
      if (states < 0 && records[(index << recordShift) + stateField]! < 0) {
        this.cancelledCount--;
        this.release(index, index << recordShift);
      } else this.append(index, entryInstants[position]!);
    }
  }

  /** Puts an entry at the end of the list that its instant has under the present floor. */
  private append(index: number, instant: number): void {
    const high = (instant * twoToMinus32) | 0;
    let list: number;
    if (high === this.floorHigh) {
      const low = instant | 0;
      // `| 1` sends equal instants to level 0 as well.
      const shift = (31 - Math.clz32((low ^ this.floorLow) | 1)) & 24;
      list = (shift << 5) | ((low >>> shift) & 255);
    } else {
      const shift = (31 - Math.clz32(high ^ this.floorHigh)) & 24;
      list = ((shift + 32) << 5) | ((high >>> shift) & 255);
    }
    const tail = this.tails[list]!;
    let position = tail + 1;
    if (tail < 0) {
      position = this.takeChunk() << chunkShift;
      this.heads[list] = position;
      this.slotBits[list >> 5]! |= 1 << (list & 31);
      this.wordBits[list >> 8]! |= 1 << ((list >> 5) & 7);
      this.levelBits |= 1 << (list >> 8);
    } else if ((position & chunkMask) === 0) {
      const chunk = this.takeChunk();
      this.chunkLinks[tail >> chunkShift] = chunk;
      position = chunk << chunkShift;
    }
    if (list === this.sortedList) this.sortedList = noList;
    this.tails[list] = position;
    this.entryInstants[position] = instant;
    this.entryRecords[position] = index;
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

  private takeChunk(): number {
    const chunk = this.freeChunk;
    if (chunk >= 0) {
      this.freeChunk = this.chunkLinks[chunk]!;
      this.freeChunkCount--;
      return chunk;
    }
    if (this.chunksEnd === this.chunkCapacity) {
      const { entryInstants, entryRecords, chunkLinks } = this;
      this.makeChunks(this.chunkCapacity * 2);
      this.entryInstants.set(entryInstants);
      this.entryRecords.set(entryRecords);
      this.chunkLinks.set(chunkLinks);
    }
    return this.chunksEnd++;
  }

  private releaseChunk(chunk: number): void {
    this.chunkLinks[chunk] = this.freeChunk;
    this.freeChunk = chunk;
    this.freeChunkCount++;
  }

  private makeChunks(capacity: number): void {
    this.chunkCapacity = capacity;
    this.entryInstants = new Float64Array(capacity << chunkShift);
    this.entryRecords = new Int32Array(capacity << chunkShift);
    this.chunkLinks = new Int32Array(capacity);
  }

  /** Copies every list into a fresh store of fitting size, and leaves cancelled entries out. */
  private rebuildLists(): void {
    const { heads, tails, entryInstants, entryRecords, chunkLinks } = this;
    const oldHeads = heads.slice();
    const oldTails = tails.slice();
    let capacity = chunksMin;
    while (capacity << chunkShift < this.pendingCount * 2) capacity *= 2;
    heads.fill(-1);
    tails.fill(-1);
    this.slotBits.fill(0);
    this.wordBits.fill(0);
    this.levelBits = 0;
    this.freeChunk = -1;
    this.freeChunkCount = 0;
    this.chunksEnd = 0;
    this.makeChunks(capacity);
    for (let list = 0; list < listCount; list++) {
      const tail = oldTails[list]!;
      let position = oldHeads[list]!;
      while (position >= 0) {
        const index = entryRecords[position]!;
        const base = index << recordShift;
        if (this.records[base + stateField]! >= 0) this.append(index, entryInstants[position]!);
        else this.release(index, base);
        if (position === tail) break;
        const last = (position & chunkMask) === chunkMask;
        position = last ? chunkLinks[position >> chunkShift]! << chunkShift : position + 1;
      }
    }
    this.cancelledCount = 0;
  }

  private release(index: number, base: number): void {
    const records = this.records;
    records[base + generationField] = (records[base + generationField]! + 1) & indexMask;
    if (index < this.retireFrom) {
      records[base + stateField] = freeState(this.freeRecord);
      this.freeRecord = index;
    } else {
      records[base + stateField] = freeState(-1);
    }
    this.releasesUntilReclaim--;
  }

  /** A record for an event when the free ones are used up. */
  private takeUnusedRecord(): number {
    if (this.retireFrom < this.recordsEnd) {
      this.retireFrom = indexMask;
      this.chainFreeRecords();
      const index = this.freeRecord;
      if (index >= 0) {
        this.freeRecord = nextFree(this.records[(index << recordShift) + stateField]!);
        return index;
      }
    }
    if (this.recordsEnd === this.recordCapacity) this.resizeRecords(this.recordCapacity * 2);
    const index = this.recordsEnd++;
    this.records[(index << recordShift) + generationField] = this.firstGeneration;
    return index;
  }

  /**
   * Gives memory back after a crowd has left: cuts free records off the end, and retires what lies far out when it
   * gets free, so that the next call can cut more. Runs once per as many releases as there are records, so its cost
   * per event is constant.
   */
  private reclaim(): void {
    this.releasesUntilReclaim = Math.max(recordsMin, this.recordsEnd);
    if (this.chunkCapacity > chunksMin && (this.chunksEnd - this.freeChunkCount) * 4 < this.chunkCapacity) {
      this.rebuildLists();
    }
    if (this.recordCapacity === recordsMin || this.pendingCount * 4 > this.recordCapacity) return;
    const records = this.records;
    let end = this.recordsEnd;
    while (end > 0 && records[((end - 1) << recordShift) + stateField]! < cancelled) {
      end--;
      const generation = records[(end << recordShift) + generationField]!;
      // A record that comes back must not revive handles of its earlier life.
      if (generation > this.firstGeneration) this.firstGeneration = generation;
    }
    this.recordsEnd = end;
    this.retireFrom = Math.max(recordsMin, this.pendingCount * 2);
    this.chainFreeRecords();
    let capacity = this.recordCapacity;
    while (capacity > recordsMin && end * 2 <= capacity) capacity /= 2;
    if (capacity < this.recordCapacity) this.resizeRecords(capacity);
  }

  /** Chains the free records that are not retired, lowest first. */
  private chainFreeRecords(): void {
    const records = this.records;
    this.freeRecord = -1;
    for (let index = Math.min(this.recordsEnd, this.retireFrom) - 1; index >= 0; index--) {
      const base = index << recordShift;
      if (records[base + stateField]! >= cancelled) continue;
      records[base + stateField] = freeState(this.freeRecord);
      this.freeRecord = index;
    }
  }

  private resizeRecords(capacity: number): void {
    const records = new Int32Array(capacity << recordShift);
    records.set(this.records.subarray(0, this.recordsEnd << recordShift));
    this.records = records;
    this.recordCapacity = capacity;
    if (this.payloads.length > capacity) this.payloads.length = capacity;
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

/** The state of a free record is −3 − the next free one; −2 when there is none. */
function freeState(next: number): number {
  return -3 - next;
}

function nextFree(state: number): number {
  return -3 - state;
}
