// The destinations of a graph in canonical order: prefixes of its networks and of the stub links of its routers. They do not depend on
// a root, so they are found once per graph and shared by every router that calculates on it.

import { readU16, readU32, type Ipv4Prefix } from '@ospflab/net';
import { wireLinkTypes, type LinkStateGraph } from './link-state-graph.ts';
import { rankPrefixes } from './prefix-ranks.ts';

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

// Links are read from the bytes of the LSA for the reason given at the edges of the graph.
function findDestinations(graph: LinkStateGraph): Destinations {
  const { routers, networks } = graph;
  let bound = networks.length;
  for (const router of routers) bound += readU16(router.bytes, 22);
  const addresses = new Uint32Array(bound);
  const masks = new Uint32Array(bound);
  const stubCost = new Int32Array(bound);
  const stubStart = new Int32Array(routers.length + 1);
  let stub = 0;
  for (let index = 0; index < routers.length; index++) {
    stubStart[index] = stub;
    const bytes = routers[index]!.bytes;
    const count = readU16(bytes, 22);
    let offset = 24;
    for (let link = 0; link < count; link++) {
      if (bytes[offset + 8] === wireLinkTypes.stub) {
        addresses[stub] = readU32(bytes, offset);
        masks[stub] = readU32(bytes, offset + 4);
        stubCost[stub++] = readU16(bytes, offset + 10);
      }
      offset += 12 + 4 * bytes[offset + 9]!;
    }
  }
  stubStart[routers.length] = stub;
  for (let index = 0; index < networks.length; index++) {
    addresses[stub + index] = networks[index]!.linkStateId;
    masks[stub + index] = networks[index]!.body.mask;
  }
  const { prefixes, places } = rankPrefixes(addresses, masks, stub + networks.length);
  return { prefixes, networkPrefix: places.subarray(stub), stubStart, stubPrefix: places, stubCost };
}
