// The destinations of a graph in canonical order: prefixes of its networks and of the stub links of its routers. They do not depend on
// a root, so they are found once per graph and shared by every router that calculates on it.

import { readU16, readU32, type Ipv4Prefix } from '@ospflab/net';
import { wireLinkTypes, type LinkStateGraph } from './link-state-graph.ts';
import { prefixOfKey, PrefixNumbers } from './prefix-numbers.ts';

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

// A prefix as one number, address × 64 + length, whose order is the canonical one. Links are read from the bytes of the LSA for the
// reason given at the edges of the graph.
function findDestinations(graph: LinkStateGraph): Destinations {
  const { routers, networks } = graph;
  let bound = networks.length;
  for (const router of routers) bound += readU16(router.bytes, 22);
  const numbers = new PrefixNumbers(bound);
  const stubStart = new Int32Array(routers.length + 1);
  const stubPrefix = new Int32Array(bound);
  const stubCost = new Int32Array(bound);
  let stub = 0;
  for (let index = 0; index < routers.length; index++) {
    stubStart[index] = stub;
    const bytes = routers[index]!.bytes;
    const count = readU16(bytes, 22);
    let offset = 24;
    for (let link = 0; link < count; link++) {
      if (bytes[offset + 8] === wireLinkTypes.stub) {
        stubPrefix[stub] = numbers.numberOf(readU32(bytes, offset), readU32(bytes, offset + 4));
        stubCost[stub++] = readU16(bytes, offset + 10);
      }
      offset += 12 + 4 * bytes[offset + 9]!;
    }
  }
  stubStart[routers.length] = stub;
  const networkPrefix = new Int32Array(networks.length);
  for (let index = 0; index < networks.length; index++) {
    const network = networks[index]!;
    networkPrefix[index] = numbers.numberOf(network.linkStateId, network.body.mask);
  }
  const sorted = numbers.sortedKeys();
  const ranks = numbers.ranks(sorted);
  renumber(stubPrefix, stub, ranks);
  renumber(networkPrefix, networks.length, ranks);
  const prefixes: Ipv4Prefix[] = [];
  for (let index = 0; index < sorted.length; index++) prefixes.push(prefixOfKey(sorted[index]!));
  return { prefixes, networkPrefix, stubStart, stubPrefix, stubCost };
}

function renumber(prefixes: Int32Array, count: number, ranks: Int32Array): void {
  for (let index = 0; index < count; index++) {
    if (prefixes[index]! >= 0) prefixes[index] = ranks[prefixes[index]!]!;
  }
}
