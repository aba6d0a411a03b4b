// How the kernel routes of every node changed: which next hops each change took away or brought, and what the set is now.

import { formatIpv4Address, type Ipv4Address } from '@ospflab/net';
import type { Instant, RecordId } from '@ospflab/sim';

export interface FibChange {
  readonly record: RecordId;
  readonly at: Instant;
  readonly node: string;
  readonly prefix: string;
  readonly nextHops: readonly string[];
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

export class FibHistory {
  readonly changes: FibChange[] = [];
  readonly #current = new Map<string, readonly string[]>();

  /** `nextHops` as the host's event gives it: `none`, or `address%index` joined by commas. */
  note(
    record: RecordId,
    at: Instant,
    node: string,
    prefix: Ipv4Address,
    prefixLength: number,
    nextHopText: string,
  ): FibChange {
    const prefixText = `${formatIpv4Address(prefix)}/${prefixLength}`;
    const key = `${node} ${prefixText}`;
    const before = this.#current.get(key) ?? [];
    const nextHops = nextHopText === 'none' ? [] : nextHopText.split(',').map(addressPart);
    const change: FibChange = {
      record,
      at,
      node,
      prefix: prefixText,
      nextHops,
      gained: nextHops.filter((hop) => !before.includes(hop)),
      lost: before.filter((hop) => !nextHops.includes(hop)),
    };
    this.#current.set(key, nextHops);
    this.changes.push(change);
    return change;
  }

  nextHopsOf(node: string, prefix: string): readonly string[] {
    return this.#current.get(`${node} ${prefix}`) ?? [];
  }
}

function addressPart(nextHop: string): string {
  return nextHop.split('%')[0] ?? nextHop;
}
