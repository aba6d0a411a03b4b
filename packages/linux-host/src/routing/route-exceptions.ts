// What the host has learned about single destinations beyond its routes: another gateway (a redirect), a smaller packet size (path MTU
// discovery, RFC 1191). Both live at the next hop and share one expiry. Linux: net/ipv4/route.c, update_or_create_fnhe, find_exception.

import type { Ipv4Address } from '@ospflab/net';
import { after, type Duration, type Instant } from '@ospflab/sim';
import type { Kernel } from '../kernel.ts';
import type { FibHop } from './fib-route.ts';

export interface RouteException {
  readonly destination: Ipv4Address;
  readonly gateway: Ipv4Address | undefined;
  /** Bytes of an IPv4 packet. */
  readonly mtu: number | undefined;
  /** The path wants less than the host is willing to obey, so packets leave without "don't fragment". */
  readonly mtuLocked: boolean;
  readonly expiresAt: Instant;
}

const exceptionsMax = 10_240;

export function exceptionOf(
  kernel: Kernel,
  hop: FibHop,
  destination: Ipv4Address,
): RouteException | undefined {
  const exception = hop.exceptions?.get(destination | 0);
  if (exception === undefined || kernel.now <= exception.expiresAt) return exception;
  hop.exceptions?.delete(destination | 0);
  return undefined;
}

/** What is not learned anew stays as it was; the oldest exception makes room when there are too many. */
export function learnException(
  kernel: Kernel,
  hop: FibHop,
  destination: Ipv4Address,
  lifetime: Duration,
  learned: Partial<Pick<RouteException, 'gateway' | 'mtu' | 'mtuLocked'>>,
): void {
  const held = exceptionOf(kernel, hop, destination);
  const exceptions = (hop.exceptions ??= new Map());
  if (held === undefined && exceptions.size >= exceptionsMax) {
    for (const oldest of exceptions.keys()) {
      exceptions.delete(oldest);
      break;
    }
  }
  exceptions.set(destination | 0, {
    destination,
    gateway: learned.gateway ?? held?.gateway,
    mtu: learned.mtu ?? held?.mtu,
    mtuLocked: learned.mtuLocked ?? held?.mtuLocked ?? false,
    expiresAt: after(kernel.now, lifetime),
  });
}

/** The largest packet that the host sends to that destination through that hop without cutting it. */
export function pathMtuOf(
  kernel: Kernel,
  hop: FibHop,
  destination: Ipv4Address,
  interfaceMtu: number,
): number {
  if (hop.exceptions === undefined) return interfaceMtu;
  return Math.min(interfaceMtu, exceptionOf(kernel, hop, destination)?.mtu ?? interfaceMtu);
}
