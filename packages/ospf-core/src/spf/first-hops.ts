// The first hops out of a root and the next hops that they give, RFC 2328 §16.1.1: to a neighbour over a point-to-point link, onto a
// directly attached network, through such a network to each router on it, and through a transit area to the end of a virtual link.

import { maskOfLength, type Ipv4Address } from '@ospflab/net';
import type { RouterId, RouterLink } from '../lsa/lsa.ts';
import type { LinkStateGraph, RouterVertex } from './link-state-graph.ts';
import { NextHopSets } from './next-hop-sets.ts';
import { compareNextHops, type OspfNextHop, type SpfInterface } from './ospf-route.ts';

export class FirstHops {
  readonly sets: NextHopSets;
  readonly #graph: LinkStateGraph;
  readonly #firstEdge: number;
  /** Per edge out of the root. */
  readonly #overEdge: number[] = [];

  /** `root`: its vertex, −1 when it has none. `known`: sets of an earlier run, used again when they are of the same first hops. */
  constructor(
    graph: LinkStateGraph,
    root: number,
    interfaces: readonly SpfInterface[],
    known: NextHopSets | undefined,
  ) {
    this.#graph = graph;
    this.#firstEdge = root < 0 ? 0 : graph.rowStart[root]!;
    const end = root < 0 ? 0 : graph.rowStart[root + 1]!;
    const hops: (readonly OspfNextHop[])[] = [];
    const collected: OspfNextHop[] = [];
    for (let edge = this.#firstEdge; edge < end; edge++) {
      const over = hopsOverRootEdge(graph, root, edge, interfaces);
      hops.push(over);
      const target = graph.edgeTarget[edge]!;
      for (const hop of over) {
        collected.push(hop);
        if (target >= graph.routers.length) collectBeyond(graph, root, target, hop.interfaceIndex, collected);
      }
    }
    const candidates = sortedUnique(collected);
    this.sets = known?.isReusableFor(candidates) === true ? known : new NextHopSets(candidates);
    for (const over of hops) {
      this.#overEdge.push(over.reduce((set, hop) => this.sets.union(set, this.#single(hop)), 0));
    }
  }

  /** The set for an edge out of the root; 0 when no interface of the root carries the link. */
  overRootEdge(edge: number): number {
    return this.#overEdge[edge - this.#firstEdge]!;
  }

  /** The set for an edge of a network that the root is attached to. `networkSet`: the set of the network itself. */
  throughNetwork(network: number, edge: number, networkSet: number): number {
    const { sets } = this;
    let result = 0;
    for (const member of sets.members(networkSet)) {
      const direct = sets.candidates[member]!;
      if (direct.address !== undefined) continue;
      for (const address of addressesOnNetwork(this.#graph, network, edge)) {
        result = sets.union(result, this.#single({ interfaceIndex: direct.interfaceIndex, address }));
      }
    }
    return result;
  }

  /** Whether the edges out of the root give the same next hops, in the same numbers. */
  giveSameAs(other: FirstHops): boolean {
    const mine = this.#overEdge;
    const theirs = other.#overEdge;
    if (this.sets !== other.sets || mine.length !== theirs.length) return false;
    for (let index = 0; index < mine.length; index++) if (mine[index] !== theirs[index]) return false;
    return true;
  }

  #single(hop: OspfNextHop): number {
    return this.sets.single(indexOfHop(this.sets.candidates, hop));
  }
}

/** Several only over a virtual link. */
function hopsOverRootEdge(
  graph: LinkStateGraph,
  root: number,
  edge: number,
  interfaces: readonly SpfInterface[],
): readonly OspfNextHop[] {
  const own = graph.routers[root]!;
  const link = own.body.links[graph.edgeLink[edge]!]!;
  if (link.type === 'virtual') return hopsOverVirtualLink(link, interfaces);
  const outgoing = interfaceOfLink(interfaces, link.linkData);
  if (outgoing === undefined) return [];
  if (link.type === 'transit') return [{ interfaceIndex: outgoing.interfaceIndex, address: undefined }];
  const neighbor = graph.routers[graph.edgeTarget[edge]!]!;
  const address =
    outgoing.unnumbered === true
      ? outgoing.neighborAddress
      : addressOfNeighbor(own, neighbor, outgoing, interfaces);
  return address === undefined ? [] : [{ interfaceIndex: outgoing.interfaceIndex, address }];
}

function hopsOverVirtualLink(
  { linkId, linkData }: RouterLink,
  interfaces: readonly SpfInterface[],
): readonly OspfNextHop[] {
  for (const { address, virtualLink } of interfaces) {
    const isMeant = virtualLink?.neighborId === (linkId as RouterId) && address === (linkData as Ipv4Address);
    if (isMeant) return virtualLink.nextHops;
  }
  return [];
}

/** The link data names an interface by its address, or by its index when the address is borrowed. */
function interfaceOfLink(interfaces: readonly SpfInterface[], linkData: number): SpfInterface | undefined {
  for (const candidate of interfaces) {
    const name: number = candidate.unnumbered === true ? candidate.interfaceIndex : candidate.address;
    if (name === linkData) return candidate;
  }
  return undefined;
}

// RFC 2328 §16.1.1: the neighbour's address is the link data of its link back to the root. Parallel links give several links back; the
// right one has its address in the interface's subnet. Host addresses on both ends share no subnet: then it is one that belongs to
// no other interface of the root. The lowest of several.
function addressOfNeighbor(
  root: RouterVertex,
  neighbor: RouterVertex,
  outgoing: SpfInterface,
  interfaces: readonly SpfInterface[],
): Ipv4Address | undefined {
  let shared: Ipv4Address | undefined;
  let foreign: Ipv4Address | undefined;
  for (const link of neighbor.body.links) {
    if (link.type !== 'pointToPoint' || link.linkId !== (root.advertisingRouter as number)) continue;
    const address = link.linkData as Ipv4Address;
    if (inSubnet(outgoing, address)) shared = lower(shared, address);
    else if (shared === undefined && !inAnySubnet(interfaces, address)) foreign = lower(foreign, address);
  }
  return shared ?? foreign;
}

function inSubnet(candidate: SpfInterface, address: Ipv4Address): boolean {
  if (address === candidate.address) return false;
  return ((address ^ candidate.address) & maskOfLength(candidate.prefixLength)) === 0;
}

function inAnySubnet(interfaces: readonly SpfInterface[], address: Ipv4Address): boolean {
  for (const candidate of interfaces) if (inSubnet(candidate, address)) return true;
  return false;
}

function lower(known: Ipv4Address | undefined, address: Ipv4Address): Ipv4Address {
  return known === undefined || address < known ? address : known;
}

function collectBeyond(
  graph: LinkStateGraph,
  root: number,
  network: number,
  interfaceIndex: number,
  collected: OspfNextHop[],
): void {
  for (let edge = graph.rowStart[network]!; edge < graph.rowStart[network + 1]!; edge++) {
    if (graph.edgeTarget[edge] === root) continue;
    for (const address of addressesOnNetwork(graph, network, edge))
      collected.push({ interfaceIndex, address });
  }
}

/** The addresses on a network of the router that an edge of the network leads to: the link data of its transit links to it. */
function addressesOnNetwork(
  graph: LinkStateGraph,
  networkVertex: number,
  edge: number,
): readonly Ipv4Address[] {
  const router = graph.routers[graph.edgeTarget[edge]!]!;
  const network = graph.networks[networkVertex - graph.routers.length]!;
  const addresses: Ipv4Address[] = [];
  for (const link of router.body.links) {
    if (link.type === 'transit' && link.linkId === (network.linkStateId as number))
      addresses.push(link.linkData as Ipv4Address);
  }
  return addresses;
}

function sortedUnique(hops: OspfNextHop[]): OspfNextHop[] {
  hops.sort(compareNextHops);
  let kept = 0;
  for (const hop of hops) {
    if (kept === 0 || compareNextHops(hops[kept - 1]!, hop) !== 0) hops[kept++] = hop;
  }
  hops.length = kept;
  return hops;
}

function indexOfHop(candidates: readonly OspfNextHop[], wanted: OspfNextHop): number {
  let low = 0;
  let high = candidates.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareNextHops(candidates[middle]!, wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
