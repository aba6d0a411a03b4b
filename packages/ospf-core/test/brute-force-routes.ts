// The oracle for SPF: distances by repeated relaxation over a list of edges, next hops by walking every single shortest path. It shares
// no code with src/spf and is far too slow for anything but small networks.

import { formatIpv4Address, ipv4FromNumber, lengthOfMask, maskOfLength } from '@ospflab/net';
import type { Lsa, RouterId, RouterLink, SpfInterface } from '@ospflab/ospf-core';

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly cost: number;
  readonly link: RouterLink | undefined;
}

/** Rows like `10.0.1.0/24 5 10.0.1.2@1 direct@2`, sorted as text; next hops sorted as text too. */
export function bruteForceRows(
  lsas: readonly Lsa[],
  root: RouterId,
  interfaces: readonly SpfInterface[],
): string[] {
  const start = `router ${root}`;
  if (!lsas.some((lsa) => vertexOf(lsa) === start)) return [];
  // Of parallel links only those count at the root whose own other end is described: without it there is no next hop.
  const edges = twoWayEdges(lsas).filter(
    (edge) => edge.from !== start || firstHop([edge], start, lsas, interfaces).length > 0,
  );
  const distance = relax(edges, start);
  const offers = new Map<string, { cost: number; hops: Set<string> }>();
  const offer = (prefix: string, cost: number, hops: Iterable<string>): void => {
    const known = offers.get(prefix);
    if (known === undefined || cost < known.cost) offers.set(prefix, { cost, hops: new Set(hops) });
    else if (cost === known.cost) for (const hop of hops) known.hops.add(hop);
  };
  for (const lsa of lsas) {
    const vertex = vertexOf(lsa);
    const reached = distance.get(vertex);
    if (reached === undefined) continue;
    const hops = hopsTo(vertex, start, edges, distance, lsas, interfaces);
    if (lsa.body.kind === 'network') {
      offer(prefixText(lsa.linkStateId, lsa.body.mask), reached, hops);
    } else if (lsa.body.kind === 'router') {
      for (const link of lsa.body.links.filter((candidate) => candidate.type === 'stub')) {
        const own = interfaces.filter(
          ({ address, prefixLength }) =>
            prefixText(address, maskOfLength(prefixLength)) === prefixText(link.linkId, link.linkData),
        );
        const direct = own.map(({ interfaceIndex }) => `direct@${interfaceIndex}`);
        offer(
          prefixText(link.linkId, link.linkData),
          reached + link.metric,
          vertex === start ? direct : hops,
        );
      }
    }
  }
  return [...offers]
    .map(([prefix, { cost, hops }]) => `${prefix} ${cost} ${[...hops].sort().join(' ')}`)
    .sort();
}

function vertexOf(lsa: Lsa): string {
  return lsa.body.kind === 'network' ? `network ${lsa.linkStateId}` : `router ${lsa.advertisingRouter}`;
}

function prefixText(address: number, mask: number): string {
  return `${formatIpv4Address(ipv4FromNumber(address & mask))}/${lengthOfMask(ipv4FromNumber(mask))}`;
}

function twoWayEdges(lsas: readonly Lsa[]): Edge[] {
  const described: Edge[] = [];
  for (const lsa of lsas) {
    const from = vertexOf(lsa);
    if (lsa.body.kind === 'network') {
      for (const router of lsa.body.attachedRouters) {
        described.push({ from, to: `router ${router}`, cost: 0, link: undefined });
      }
    } else if (lsa.body.kind === 'router') {
      for (const link of lsa.body.links) {
        if (link.type === 'stub' || link.type === 'virtual') continue;
        const to = `${link.type === 'transit' ? 'network' : 'router'} ${link.linkId}`;
        described.push({ from, to, cost: link.metric, link });
      }
    }
  }
  return described.filter((edge) => described.some((back) => back.from === edge.to && back.to === edge.from));
}

function relax(edges: readonly Edge[], start: string): Map<string, number> {
  const distance = new Map([[start, 0]]);
  for (let changed = true; changed;) {
    changed = false;
    for (const { from, to, cost } of edges) {
      const through = (distance.get(from) ?? Infinity) + cost;
      if (through < (distance.get(to) ?? Infinity)) {
        distance.set(to, through);
        changed = true;
      }
    }
  }
  return distance;
}

/** Walks all shortest paths backwards from `vertex`, then reads the first hop of each. */
function hopsTo(
  vertex: string,
  start: string,
  edges: readonly Edge[],
  distance: ReadonlyMap<string, number>,
  lsas: readonly Lsa[],
  interfaces: readonly SpfInterface[],
): Set<string> {
  const hops = new Set<string>();
  const isTight = (edge: Edge): boolean =>
    distance.has(edge.from) && distance.get(edge.from)! + edge.cost === distance.get(edge.to);
  const walk = (path: readonly Edge[], at: string): void => {
    if (at === start) {
      if (!entersAttachedNetworkFromElsewhere(path)) {
        for (const hop of firstHop(path, start, lsas, interfaces)) hops.add(hop);
      }
      return;
    }
    for (const edge of edges) if (edge.to === at && isTight(edge)) walk([edge, ...path], edge.from);
  };
  // RFC 2328 §16.1.1: behind a network that connects root and destination directly, nothing but that network counts.
  const entersAttachedNetworkFromElsewhere = (path: readonly Edge[]): boolean =>
    path
      .slice(1, -1)
      .some(
        ({ to }) =>
          to.startsWith('network') &&
          edges.some((direct) => direct.from === start && direct.to === to && isTight(direct)),
      );
  if (vertex !== start) walk([], vertex);
  return hops;
}

function firstHop(
  path: readonly Edge[],
  start: string,
  lsas: readonly Lsa[],
  interfaces: readonly SpfInterface[],
): string[] {
  const [first, second] = path;
  const outgoing = interfaces.find(({ address }) => address === (first!.link!.linkData as number));
  const via = (address: number): string =>
    `${formatIpv4Address(ipv4FromNumber(address))}@${outgoing!.interfaceIndex}`;
  const linksOf = (vertex: string): readonly RouterLink[] => {
    const body = lsas.find((lsa) => vertexOf(lsa) === vertex)!.body;
    return body.kind === 'router' ? body.links : [];
  };
  if (first!.to.startsWith('network')) {
    if (second === undefined) return [`direct@${outgoing!.interfaceIndex}`];
    return linksOf(second.to)
      .filter((link) => link.type === 'transit' && `network ${link.linkId}` === first!.to)
      .map((link) => via(link.linkData));
  }
  const mask = maskOfLength(outgoing!.prefixLength);
  return linksOf(first!.to)
    .filter((link) => link.type === 'pointToPoint' && `router ${link.linkId}` === start)
    .filter((link) => ((link.linkData ^ outgoing!.address) & mask) === 0)
    .map((link) => via(link.linkData));
}
