// What lblc and lblcr share. Linux: net/netfilter/ipvs/ip_vs_lblc.c and ip_vs_lblcr.c, 6.1.

import { seconds } from '@ospflab/sim';
import type { Destination } from '../destination.ts';

/** A cached choice that nobody used for so long is forgotten; a set that did not change for so long loses its busiest member. */
export const localityExpiry = seconds(24 * 60 * 60);

/** More active connections than its weight, while another destination has less than half of its own. */
export function isOverWeight(destination: Destination, destinations: readonly Destination[]): boolean {
  if (destination.activeConnections <= destination.weight) return false;
  return destinations.some((each) => each.activeConnections * 2 < each.weight);
}
