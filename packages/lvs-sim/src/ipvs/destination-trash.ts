// Removed destinations wait here: one that comes back with the same address, port and service is revived with its connections and counters.
// Linux: net/netfilter/ipvs/ip_vs_ctl.c (ip_vs_dest_trash_expire), 6.1: looked at every 60 s, dropped after two minutes without connections.

import { after, seconds, type Instant } from '@ospflab/sim';
import type { Ipv4Address } from '@ospflab/net';
import type { Destination } from './destination.ts';
import { sameService, type VirtualServiceKey } from './virtual-service.ts';

const lookEvery = seconds(60);
const keptIdle = seconds(120);

interface Trashed {
  readonly destination: Destination;
  /** When it was first seen without connections. */
  idleSince: Instant | undefined;
}

export class DestinationTrash {
  private trashed: Trashed[] = [];
  private nextLook = Infinity;

  /** Infinity when the trash is empty. */
  get nextDeadline(): number {
    return this.nextLook;
  }

  add(destination: Destination, now: Instant): void {
    if (this.trashed.length === 0) this.nextLook = after(now, lookEvery);
    this.trashed.push({ destination, idleSince: undefined });
  }

  take(service: VirtualServiceKey, address: Ipv4Address, port: number): Destination | undefined {
    const at = this.trashed.findIndex(
      ({ destination }) =>
        destination.address === address &&
        destination.port === port &&
        !destination.unbound &&
        sameService(destination.service, service),
    );
    if (at < 0) return undefined;
    const [found] = this.trashed.splice(at, 1);
    if (this.trashed.length === 0) this.nextLook = Infinity;
    return found?.destination;
  }

  /** Looks once, as of the instant it was due, and gives what is now gone for good. */
  look(): Destination[] {
    const now = this.nextLook as Instant;
    const gone: Destination[] = [];
    const kept: Trashed[] = [];
    for (const entry of this.trashed) {
      if (entry.destination.references > 0) kept.push(entry);
      else if (entry.idleSince === undefined) kept.push({ destination: entry.destination, idleSince: now });
      else if (now < after(entry.idleSince, keptIdle)) kept.push(entry);
      else gone.push(entry.destination);
    }
    this.trashed = kept;
    this.nextLook = kept.length === 0 ? Infinity : after(now, lookEvery);
    return gone;
  }
}
