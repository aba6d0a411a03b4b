// The first hops out of a root and the next hops that they give, RFC 2328 §16.1.1: to a neighbour over a point-to-point link, onto a
// directly attached network, and through such a network to each router on it. Unnumbered and virtual links slot in here.

import { prefixContains, prefixOf, type Ipv4Address } from '@ospflab/net';
import type { LinkStateGraph, RouterVertex } from './link-state-graph.ts';
import { NextHopSets } from './next-hop-sets.ts';
import { compareNextHops, type OspfNextHop, type SpfInterface } from './ospf-route.ts';

export interface FirstHops {
  readonly sets: NextHopSets;
  /** The set for an edge out of the root; 0 when no interface of the root carries the link. */
  readonly overRootEdge: (edge: number) => number;
  /** The set for an edge of a network that the root is attached to. `networkSet`: the set of the network itself. */
  readonly throughNetwork: (network: number, edge: number, networkSet: number) => number;
}

/** `root`: its vertex, −1 when it has none. */
export function findFirstHops(
  graph: LinkStateGraph,
  root: number,
  interfaces: readonly SpfInterface[],
): FirstHops {
  if (root < 0) return { sets: new NextHopSets([]), overRootEdge: () => 0, throughNetwork: () => 0 };
  const overEdge = new Map<number, OspfNextHop>();
  const collected: OspfNextHop[] = [];
  for (let edge = graph.rowStart[root]!; edge < graph.rowStart[root + 1]!; edge++) {
    const hop = hopOverRootEdge(graph, root, edge, interfaces);
    if (hop === undefined) continue;
    overEdge.set(edge, hop);
    collected.push(hop);
    const target = graph.edgeTarget[edge]!;
    if (target >= graph.routers.length) collectBeyond(graph, root, target, hop.interfaceIndex, collected);
  }
  const sets = new NextHopSets(sortedUnique(collected));
  const single = (hop: OspfNextHop): number => sets.single(indexOfHop(sets.candidates, hop));
  return {
    sets,
    overRootEdge: (edge) => {
      const hop = overEdge.get(edge);
      return hop === undefined ? 0 : single(hop);
    },
    throughNetwork: (network, edge, networkSet) => {
      let result = 0;
      for (const member of sets.members(networkSet)) {
        const direct = sets.candidates[member]!;
        if (direct.address !== undefined) continue;
        for (const address of addressesOnNetwork(graph, network, edge)) {
          result = sets.union(result, single({ interfaceIndex: direct.interfaceIndex, address }));
        }
      }
      return result;
    },
  };
}

function hopOverRootEdge(
  graph: LinkStateGraph,
  root: number,
  edge: number,
  interfaces: readonly SpfInterface[],
): OspfNextHop | undefined {
  const own = graph.routers[root]!;
  const link = own.body.links[graph.edgeLink[edge]!]!;
  const outgoing = interfaces.find((candidate) => candidate.address === (link.linkData as Ipv4Address));
  if (outgoing === undefined) return undefined;
  if (link.type === 'transit') return { interfaceIndex: outgoing.interfaceIndex, address: undefined };
  const neighbor = graph.routers[graph.edgeTarget[edge]!]!;
  const address = addressOfNeighbor(own, neighbor, outgoing, interfaces);
  return address === undefined ? undefined : { interfaceIndex: outgoing.interfaceIndex, address };
}

// RFC 2328 §16.1.1: the neighbour's address is the link data of its link back to the root. Parallel links give several links back; the
// right one has its address in the interface's subnet. Host addresses on both ends share no subnet: then it is one that belongs to
// no other interface of the root.
function addressOfNeighbor(
  root: RouterVertex,
  neighbor: RouterVertex,
  outgoing: SpfInterface,
  interfaces: readonly SpfInterface[],
): Ipv4Address | undefined {
  const back = neighbor.body.links
    .filter((link) => link.type === 'pointToPoint' && link.linkId === (root.advertisingRouter as number))
    .map((link) => link.linkData as Ipv4Address)
    .sort((left, right) => left - right);
  const inSubnet = (candidate: SpfInterface, address: Ipv4Address): boolean =>
    address !== candidate.address &&
    prefixContains(prefixOf(candidate.address, candidate.prefixLength), address);
  return (
    back.find((address) => inSubnet(outgoing, address)) ??
    back.find((address) => !interfaces.some((other) => inSubnet(other, address)))
  );
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
  return hops.filter((hop, index) => index === 0 || compareNextHops(hops[index - 1]!, hop) !== 0);
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
