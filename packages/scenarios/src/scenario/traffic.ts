// What clients do: short requests, long connections, pings. A source is one address that the sending node owns.

import type { Ipv4Address } from '@ospflab/net';
import type { Duration, Instant } from '@ospflab/sim';

interface TrafficBase {
  readonly name: string;
  readonly from: string;
  readonly destination: Ipv4Address;
  /** The first attempt is not before this … */
  readonly start: Instant;
  /** … and no new one after this. */
  readonly stop: Instant;
  /** At least one; drawn evenly by short traffic, taken in turn by the others. Empty: the host chooses by its routes. */
  readonly sources: readonly Ipv4Address[];
}

/** One TCP connection per request: GET, answer, close. Arrivals are a Poisson process. */
export interface ShortTraffic extends TrafficBase {
  readonly kind: 'short';
  readonly port: number;
  readonly ratePerSecond: number;
  /** A request without complete answer after this long is lost. */
  readonly timeout: Duration;
}

/** Connections that stay and send one byte every `interval`. */
export interface LongTraffic extends TrafficBase {
  readonly kind: 'long';
  readonly port: number;
  readonly connections: number;
  readonly interval: Duration;
}

/** ICMP echo requests, one every `interval`. */
export interface PingTraffic extends TrafficBase {
  readonly kind: 'ping';
  readonly interval: Duration;
}

export type Traffic = ShortTraffic | LongTraffic | PingTraffic;
