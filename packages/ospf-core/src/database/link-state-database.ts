// The link state database of one flooding scope, RFC 2328 §12.2. LSA instances are shared and immutable; an entry is the place
// of one LSA and holds which instance is there and since when. Ages are computed from that, never ticked.

import type { Instant } from '@ospflab/sim';
import { maxAgeSeconds } from '../lsa/age.ts';
import type { LsaKeyText } from '../lsa/lsa-key.ts';
import type { Lsa } from '../lsa/lsa.ts';
import type { Area } from '../area.ts';
import type { OspfInterface } from '../interface/ospf-interface.ts';
import { NeighborSet } from './neighbor-set.ts';

export class DatabaseEntry {
  lsa: Lsa;
  /** The area it is flooded in; undefined for AS scope. */
  readonly area: Area | undefined;
  /** The one interface it is flooded on; undefined for a wider scope. RFC 5250 §3, type 9. */
  readonly link: OspfInterface | undefined;
  #ageSecondsAtInstall: number;
  #expiresAt: Instant;
  /** When this instance was received or made: RFC 2328 §13 (5a) and retransmission measure from here. */
  installedAt: Instant;
  /** Received in an update, in contrast to made here. */
  received: boolean;
  selfOriginated: boolean;
  /** Last sent in an update, RFC 2328 §13 (8). */
  sentAt: Instant;
  /** Own LSAs: when the next instance is due, RFC 2328 §12.4 (1). */
  refreshAt: Instant | undefined = undefined;
  /** RFC 2328 §12.1.6: the LSA starts again with the first sequence number once this MaxAge instance is gone. */
  restartsAfterRemoval = false;
  /** False once it left the database. */
  present = true;
  /** On whose retransmission lists this instance stands, RFC 2328 §13.6. */
  readonly unacknowledgedBy = new NeighborSet();

  constructor(
    lsa: Lsa,
    ageSeconds: number,
    area: Area | undefined,
    link: OspfInterface | undefined,
    now: Instant,
  ) {
    this.lsa = lsa;
    this.area = area;
    this.link = link;
    this.#ageSecondsAtInstall = ageSeconds;
    this.installedAt = now;
    this.#expiresAt = expiry(now, ageSeconds);
    this.sentAt = -1e15 as Instant;
    this.received = false;
    this.selfOriginated = false;
  }

  /** Whole seconds, at most MaxAge. */
  ageSeconds(now: Instant): number {
    const age = this.#ageSecondsAtInstall + Math.floor((now - this.installedAt) / 1e9);
    return age < maxAgeSeconds ? age : maxAgeSeconds;
  }

  isMaxAge(now: Instant): boolean {
    return now >= this.#expiresAt;
  }

  /** When it reaches MaxAge by itself. */
  get expiresAt(): Instant {
    return this.#expiresAt;
  }

  /** Puts another instance in its place. */
  replace(lsa: Lsa, ageSeconds: number, now: Instant): void {
    this.lsa = lsa;
    this.#ageSecondsAtInstall = ageSeconds;
    this.installedAt = now;
    this.#expiresAt = expiry(now, ageSeconds);
    this.sentAt = -1e15 as Instant;
    this.refreshAt = undefined;
    this.restartsAfterRemoval = false;
  }

  /** RFC 2328 §14.1: premature aging. The instance keeps the instant it was made at. */
  setMaxAge(): void {
    this.#ageSecondsAtInstall = maxAgeSeconds;
    this.#expiresAt = this.installedAt;
    this.refreshAt = undefined;
  }
}

function expiry(installedAt: Instant, ageSeconds: number): Instant {
  return (installedAt + (maxAgeSeconds - ageSeconds) * 1e9) as Instant;
}

export class LinkStateDatabase {
  readonly #entries = new Map<LsaKeyText, DatabaseEntry>();
  /** In canonical order; undefined until somebody asks for it. */
  #sorted: DatabaseEntry[] | undefined = undefined;

  get size(): number {
    return this.#entries.size;
  }

  get(key: LsaKeyText): DatabaseEntry | undefined {
    return this.#entries.get(key);
  }

  add(entry: DatabaseEntry): void {
    this.#entries.set(entry.lsa.key, entry);
    if (this.#sorted !== undefined) this.#sorted.splice(this.#place(entry.lsa.key), 0, entry);
  }

  remove(entry: DatabaseEntry): void {
    this.#entries.delete(entry.lsa.key);
    this.#sorted?.splice(this.#place(entry.lsa.key), 1);
    entry.present = false;
  }

  /** In order of arrival, which is repeatable. */
  values(): IterableIterator<DatabaseEntry> {
    return this.#entries.values();
  }

  /** In canonical order: type, link state id, advertising router. */
  sorted(): readonly DatabaseEntry[] {
    this.#sorted ??= [...this.#entries.values()].sort((left, right) =>
      left.lsa.key < right.lsa.key ? -1 : 1,
    );
    return this.#sorted;
  }

  /** Where that key stands in the sorted list, or would. */
  #place(key: LsaKeyText): number {
    const sorted = this.#sorted!;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]!.lsa.key < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
