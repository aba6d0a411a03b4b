// Sorts many prefixes at once and tells each its place among the distinct ones: a radix sort, because a comparator or a hash table over
// the tens of thousands of prefixes of a large area would cost more than the shortest paths themselves.

import { ipv4FromNumber, type Ipv4Prefix } from '@ospflab/net';

export interface RankedPrefixes {
  /** Distinct, in canonical order: by address, the shorter first. */
  readonly prefixes: readonly Ipv4Prefix[];
  /** For each given address and mask its place in `prefixes`; −1 when the mask is not contiguous, which no route can have. */
  readonly places: Int32Array;
}

const digitBits = 11;
const digitMask = (1 << digitBits) - 1;

/** `addresses` may have host bits; the first `count` entries of both arrays are looked at. */
export function rankPrefixes(addresses: Uint32Array, masks: Uint32Array, count: number): RankedPrefixes {
  const networks = new Uint32Array(count);
  const lengths = new Uint32Array(count);
  const places = new Int32Array(count).fill(-1);
  let order: Uint32Array = new Uint32Array(count);
  let valid = 0;
  for (let index = 0; index < count; index++) {
    const hostBits = ~masks[index]!;
    if ((hostBits & (hostBits + 1)) !== 0) continue;
    networks[index] = addresses[index]! & masks[index]!;
    lengths[index] = Math.clz32(hostBits);
    order[valid++] = index;
  }
  order = order.subarray(0, valid);
  // Least significant digit first; every pass keeps the order of the one before among equals.
  order = sortedByDigit(order, lengths, 0);
  for (let shift = 0; shift < 32; shift += digitBits) order = sortedByDigit(order, networks, shift);
  const prefixes: Ipv4Prefix[] = [];
  let last = -1;
  for (const index of order) {
    if (last < 0 || networks[last] !== networks[index] || lengths[last] !== lengths[index]) {
      prefixes.push({ address: ipv4FromNumber(networks[index]!), length: lengths[index]! });
      last = index;
    }
    places[index] = prefixes.length - 1;
  }
  return { prefixes, places };
}

function sortedByDigit(order: Uint32Array, values: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(digitMask + 2);
  for (let at = 0; at < order.length; at++) starts[((values[order[at]!]! >>> shift) & digitMask) + 1]!++;
  for (let digit = 0; digit <= digitMask; digit++) starts[digit + 1]! += starts[digit]!;
  const sorted = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at++) {
    const index = order[at]!;
    sorted[starts[(values[index]! >>> shift) & digitMask]!++] = index;
  }
  return sorted;
}
