// Which part of the next connections each director and each real server should get, by the routes and pools of the moment.

import { formatIpv4Address, type Ipv4Address } from '@ospflab/net';
import type { Network } from '../network/network.ts';
import type { AddressBook } from './address-book.ts';
import type { FibHistory } from './fib-history.ts';

/** A machine's name and its part of 1. */
type Share = readonly [name: string, share: number];

export class ExpectedShares {
  readonly #network: Network;
  readonly #book: AddressBook;
  readonly #fib: FibHistory;
  /** Weights of the real servers that each director may choose. */
  readonly #pools = new Map<string, Map<Ipv4Address, number>>();
  /** By service, until a route changes. */
  readonly #directors = new Map<Ipv4Address, readonly Share[]>();
  /** By director, until its pool changes. */
  readonly #realServers = new Map<string, readonly Share[]>();

  constructor(network: Network, book: AddressBook, fib: FibHistory) {
    this.#network = network;
    this.#book = book;
    this.#fib = fib;
  }

  routesChanged(): void {
    this.#directors.clear();
  }

  poolChanged(director: string, server: Ipv4Address, weight: number): void {
    let pool = this.#pools.get(director);
    if (pool === undefined) {
      pool = new Map();
      this.#pools.set(director, pool);
    }
    if (weight > 0) pool.set(server, weight);
    else pool.delete(server);
    this.#realServers.delete(director);
  }

  directorsOf(service: Ipv4Address): readonly Share[] {
    let shares = this.#directors.get(service);
    if (shares === undefined) {
      shares = this.#byRoute(service);
      this.#directors.set(service, shares);
    }
    return shares;
  }

  realServersOf(director: string): readonly Share[] {
    let shares = this.#realServers.get(director);
    if (shares === undefined) {
      shares = this.#byWeight(director);
      this.#realServers.set(director, shares);
    }
    return shares;
  }

  /** Equal parts over the next hops that the first router with a multipath route to the service has now. */
  #byRoute(service: Ipv4Address): Share[] {
    const prefix = `${formatIpv4Address(service)}/32`;
    for (const name of this.#network.machines.keys()) {
      const nextHops = this.#fib.nextHopsOf(name, prefix);
      if (nextHops.length === 0 || this.#network.machine(name).keepalived !== undefined) continue;
      return nextHops.map((hop) => [this.#book.nameOfText(hop), 1 / nextHops.length]);
    }
    return [];
  }

  #byWeight(director: string): Share[] {
    const pool = [...(this.#pools.get(director) ?? [])];
    const total = pool.reduce((sum, [, weight]) => sum + weight, 0);
    return total === 0 ? [] : pool.map(([server, weight]) => [this.#book.nameOf(server), weight / total]);
  }
}
