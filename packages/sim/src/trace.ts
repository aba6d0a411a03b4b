// The trace of a run: typed flat events with instant, node and cause, folded into the digest as they happen.
// Records are kept only where somebody asked for them; the digest and the causes do not depend on that.

import { Digest } from './digest.ts';
import { textHash } from './text-hash.ts';
import type { Instant } from './time.ts';

/** Number of a record: 1, 2, 3 … in order of recording. 0 stands for "no cause". */
export type RecordId = number;

export interface TraceEvent {
  readonly kind: string;
}

/** Holds for event types whose every field is a primitive. */
export type FlatFields<E> = { readonly [K in keyof E]: string | number | boolean | undefined };

export interface TraceRecord {
  readonly id: RecordId;
  readonly instant: Instant;
  readonly node: string;
  /** The record that led to this one, 0 when it has none. */
  readonly cause: RecordId;
  readonly event: TraceEvent;
}

export type TraceListener = (record: TraceRecord) => void;

export interface TraceOptions {
  /** Which records `records()` and `chainOf` can give back: all, none (the default), or those of these kinds. */
  readonly keep?: 'all' | 'none' | readonly string[];
  /** False saves the digest's cost; it then reads as that of an empty run. */
  readonly digest?: boolean;
}

/** Strings whose hash is remembered; beyond that it is computed every time, with the same result. */
const rememberedTextsMax = 8192;

interface KindOrders {
  readonly kindHash: number;
  readonly orders: KeyOrder[];
}

/** The keys of one shape of one event kind, in the order in which the digest reads them. */
interface KeyOrder {
  readonly found: readonly string[];
  readonly sorted: readonly string[];
  readonly salts: readonly number[];
}

export class Trace {
  /** The record that whatever happens now is a consequence of; 0 for none. */
  currentCause: RecordId = 0;

  private readonly clock: { readonly now: Instant };
  private readonly keepAll: boolean;
  private readonly keepKinds: ReadonlySet<string> | undefined;
  private readonly folding: boolean;
  private readonly digestValue = new Digest();
  private readonly textHashes = new Map<string, number>();
  private readonly keyOrders = new Map<string, KindOrders>();
  private lastNode = '';
  private lastNodeHash = textHash('');
  private readonly foundKeys: string[] = [];
  private readonly kept: TraceRecord[] = [];
  private readonly causes: CauseList | undefined;
  private readonly listeners: TraceListener[] = [];
  private lastId: RecordId = 0;

  constructor(clock: { readonly now: Instant }, options: TraceOptions = {}) {
    const keep = options.keep ?? 'none';
    this.clock = clock;
    this.keepAll = keep === 'all';
    this.keepKinds = typeof keep === 'string' ? undefined : new Set(keep);
    this.folding = options.digest ?? true;
    this.causes = keep === 'none' ? undefined : new CauseList();
  }

  /** Records an event of a node at the present instant and makes it the current cause. */
  record<E extends TraceEvent & FlatFields<E>>(node: string, event: E): RecordId {
    const id = this.recordAside(node, event);
    this.currentCause = id;
    return id;
  }

  /** As `record`, for what has no consequences of its own: the current cause stays. */
  recordAside<E extends TraceEvent & FlatFields<E>>(node: string, event: E): RecordId {
    const id = ++this.lastId;
    if (this.folding) this.fold(node, event);
    const causes = this.causes;
    if (causes !== undefined) causes.add(this.currentCause);
    const keeps = this.keepAll || (this.keepKinds !== undefined && this.keepKinds.has(event.kind));
    if (keeps || this.listeners.length > 0) {
      const record = { id, instant: this.clock.now, node, cause: this.currentCause, event };
      if (keeps) this.kept.push(record);
      for (const listener of this.listeners) listener(record);
    }
    return id;
  }

  /**
   * Folds the present instant and up to four numbers into the digest and nothing else, for what happens too often to
   * be recorded. `salt` tells kinds of happenings apart.
   */
  foldNumbers(salt: number, a: number, b = 0, c = 0, d = 0): void {
    if (!this.folding) return;
    const digest = this.digestValue;
    digest.foldInteger(salt);
    digest.foldNumber(this.clock.now);
    digest.foldNumber(a);
    digest.foldNumber(b);
    digest.foldNumber(c);
    digest.foldNumber(d);
  }

  /** Calls the listener with every later record, in order of registration; the result ends that. */
  onRecord(listener: TraceListener): () => void {
    this.listeners.push(listener);
    return () => {
      const index = this.listeners.indexOf(listener);
      if (index >= 0) this.listeners.splice(index, 1);
    };
  }

  /** The kept records, oldest first. */
  records(): readonly TraceRecord[] {
    return this.kept;
  }

  /** How many records were made, kept or not. */
  get recordCount(): number {
    return this.lastId;
  }

  /** One kept record; undefined when it was not kept. */
  recordOf(id: RecordId): TraceRecord | undefined {
    let low = 0;
    let high = this.kept.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const record = this.kept[middle]!;
      if (record.id === id) return record;
      if (record.id < id) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /**
   * The record, its cause, that one's cause … up to the root. The walk passes through records that were not kept and
   * leaves them out; with `keep: 'none'` it is empty.
   */
  chainOf(id: RecordId): readonly TraceRecord[] {
    const chain: TraceRecord[] = [];
    const causes = this.causes;
    if (causes === undefined) return chain;
    // A cause has a smaller number than its consequence, so the walk ends.
    for (let current = id; current > 0 && current <= this.lastId; current = causes.at(current)) {
      const record = this.recordOf(current);
      if (record !== undefined) chain.push(record);
    }
    return chain;
  }

  /** The digest of everything so far, `3f9a 51c2 0b77 e410`. */
  get digest(): string {
    return this.digestValue.toString();
  }

  private fold(node: string, event: TraceEvent): void {
    const digest = this.digestValue;
    digest.foldNumber(this.clock.now);
    if (node !== this.lastNode) {
      this.lastNode = node;
      this.lastNodeHash = this.hashOf(node);
    }
    digest.foldInteger(this.lastNodeHash);
    let kindOrders = this.keyOrders.get(event.kind);
    if (kindOrders === undefined) {
      kindOrders = { kindHash: textHash(event.kind), orders: [] };
      this.keyOrders.set(event.kind, kindOrders);
    }
    digest.foldInteger(kindOrders.kindHash);
    const { sorted, salts } = this.keyOrderOf(event, kindOrders.orders);
    const fields = event as unknown as Readonly<Record<string, unknown>>;
    for (let index = 0; index < sorted.length; index++) {
      const value = fields[sorted[index]!];
      // An absent field and an undefined one are the same.
      if (value === undefined) continue;
      digest.foldInteger(salts[index]!);
      switch (typeof value) {
        case 'number':
          digest.foldNumber(value);
          break;
        case 'string':
          digest.foldInteger(this.hashOf(value));
          // Keeps the string and the number that is its hash apart.
          digest.foldInteger(value.length ^ 0x2545f491);
          break;
        default:
          digest.foldInteger(value === true ? 0x74727565 : 0x66616c73);
      }
    }
  }

  private hashOf(text: string): number {
    const known = this.textHashes.get(text);
    if (known !== undefined) return known;
    const hash = textHash(text);
    if (this.textHashes.size < rememberedTextsMax) this.textHashes.set(text, hash);
    return hash;
  }

  /** Events of one kind may be built with their fields in different orders; the digest reads them by name. */
  private keyOrderOf(event: TraceEvent, orders: KeyOrder[]): KeyOrder {
    const found = this.foundKeys;
    let count = 0;
    for (const key in event) found[count++] = key;
    for (const order of orders) {
      if (sameKeys(order.found, found, count)) return order;
    }
    const keys = found.slice(0, count);
    const sorted = keys.filter((key) => key !== 'kind').sort();
    const order = { found: keys, sorted, salts: sorted.map(textHash) };
    orders.push(order);
    return order;
  }
}

function sameKeys(known: readonly string[], found: readonly string[], count: number): boolean {
  if (known.length !== count) return false;
  for (let index = 0; index < count; index++) {
    if (known[index] !== found[index]) return false;
  }
  return true;
}

/** The cause of every record, four bytes each, in pages that are never copied. */
class CauseList {
  private readonly pages: Uint32Array[] = [];
  private length = 0;

  add(cause: RecordId): void {
    const offset = this.length & 0xffff;
    if (offset === 0) this.pages.push(new Uint32Array(0x10000));
    this.pages[this.length >> 16]![offset] = cause;
    this.length++;
  }

  at(id: RecordId): RecordId {
    const index = id - 1;
    return this.pages[index >> 16]?.[index & 0xffff] ?? 0;
  }
}
