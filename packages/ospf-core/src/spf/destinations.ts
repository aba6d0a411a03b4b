// The destinations of a graph in canonical order: prefixes of its networks and of the stub links of its routers. They do not depend on
// a root, so they are found once per graph and shared by every router that calculates on it.

import { ipv4FromNumber, lengthOfMask, maskOfLength, type Ipv4Prefix } from '@ospflab/net';
import type { LinkStateGraph } from './link-state-graph.ts';

export interface Destinations {
  /** In canonical order: by address, the shorter first. */
  readonly prefixes: readonly Ipv4Prefix[];
  /** Per network vertex − routers.length: its prefix, or −1 when its mask is not contiguous. */
  readonly networkPrefix: Int32Array;
  /** The stub links of router r are stubStart[r] … stubStart[r + 1] − 1. */
  readonly stubStart: Int32Array;
  readonly stubPrefix: Int32Array;
  readonly stubCost: Int32Array;
}

const cache = new WeakMap<LinkStateGraph, Destinations>();

export function destinationsOf(graph: LinkStateGraph): Destinations {
  let destinations = cache.get(graph);
  if (destinations === undefined) {
    destinations = findDestinations(graph);
    cache.set(graph, destinations);
  }
  return destinations;
}

// A prefix as one number, address × 64 + length, whose order is the canonical one.
function findDestinations(graph: LinkStateGraph): Destinations {
  const stubStart = new Int32Array(graph.routers.length + 1);
  let stubCount = 0;
  for (const router of graph.routers) {
    for (const link of router.body.links) if (link.type === 'stub') stubCount++;
  }
  const keys = new Float64Array(stubCount + graph.networks.length);
  const stubCost = new Int32Array(stubCount);
  let stub = 0;
  graph.routers.forEach((router, index) => {
    stubStart[index] = stub;
    for (const link of router.body.links) {
      if (link.type !== 'stub') continue;
      keys[stub] = prefixKey(link.linkId, link.linkData);
      stubCost[stub++] = link.metric;
    }
  });
  stubStart[graph.routers.length] = stub;
  for (const network of graph.networks) keys[stub++] = prefixKey(network.address, network.body.mask);
  const { distinct, ranks } = rankOf(keys);
  return {
    prefixes: Array.from(distinct, prefixOfKey),
    networkPrefix: ranks.subarray(stubCount),
    stubStart,
    stubPrefix: ranks.subarray(0, stubCount),
    stubCost,
  };
}

/** −1 for a mask that is not contiguous: such a destination cannot be installed and is left out. */
function prefixKey(address: number, mask: number): number {
  const length = lengthOfMask(ipv4FromNumber(mask));
  return length === undefined ? -1 : ((address & maskOfLength(length)) >>> 0) * 64 + length;
}

function prefixOfKey(key: number): Ipv4Prefix {
  return { address: ipv4FromNumber(Math.floor(key / 64)), length: key % 64 };
}

/** The distinct keys in ascending order, −1 left out, and for each given key its place among them. */
function rankOf(keys: Float64Array): { readonly distinct: Float64Array; readonly ranks: Int32Array } {
  const distinct = keys.slice().sort();
  let count = 0;
  for (const key of distinct) {
    if (key >= 0 && (count === 0 || distinct[count - 1] !== key)) distinct[count++] = key;
  }
  const ranks = new Int32Array(keys.length);
  for (let index = 0; index < keys.length; index++) ranks[index] = rank(distinct, count, keys[index]!);
  return { distinct: distinct.subarray(0, count), ranks };
}

function rank(sorted: Float64Array, count: number, key: number): number {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const value = sorted[middle]!;
    if (value === key) return middle;
    if (value < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
