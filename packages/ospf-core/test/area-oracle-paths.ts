// Shortest paths of the oracle for several areas, by relaxing costs and joining next hops until nothing changes. RFC 2328 §16.1.

import type { PlannedSegment } from './planned-areas.ts';

export interface Path {
  readonly cost: number;
  readonly hops: ReadonlySet<string>;
}

/** By vertex: `router 3`, `network 10.0.1.0/24`. */
export type Paths = ReadonlyMap<string, Path>;

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly cost: number;
  /** What the far end is reached by when the path begins here: `address@interface`. */
  readonly hops: readonly string[];
  /** Out of a network: the far end's address there. */
  readonly address: string;
}

export const vertexOf = (router: number): string => `router ${router}`;
export const networkOf = (prefix: string): string => `network ${prefix}`;

export function edgesOf(segments: readonly PlannedSegment[], area: number): Edge[] {
  const edges: Edge[] = [];
  for (const { prefix, pointToPoint, ends, area: where } of segments) {
    if (where !== area || ends.length < 2) continue;
    for (const end of ends) {
      const { interfaceIndex, address, cost } = end;
      const from = vertexOf(end.router);
      if (pointToPoint) {
        const far = ends.find((other) => other !== end)!;
        const hops = [`${far.address}@${interfaceIndex}`];
        edges.push({ from, to: vertexOf(far.router), cost, hops, address: far.address });
      } else {
        const network = networkOf(prefix);
        edges.push({ from, to: network, cost, hops: [`direct@${interfaceIndex}`], address: '' });
        edges.push({ from: network, to: from, cost: 0, hops: [], address });
      }
    }
  }
  return edges;
}

export function pathsFrom(edges: readonly Edge[], router: number): Paths {
  const start = vertexOf(router);
  const costs = new Map([[start, 0]]);
  for (let changed = true; changed;) {
    changed = false;
    for (const { from, to, cost } of edges) {
      const through = (costs.get(from) ?? Infinity) + cost;
      if (through >= (costs.get(to) ?? Infinity)) continue;
      costs.set(to, through);
      changed = true;
    }
  }
  const tight = edges.filter(
    ({ from, to, cost }) => costs.has(from) && costs.get(from)! + cost === costs.get(to),
  );
  const hops = new Map([...costs.keys()].map((vertex) => [vertex, new Set<string>()]));
  for (let changed = true; changed;) {
    changed = false;
    for (const edge of tight) {
      const known = hops.get(edge.to)!;
      const before = known.size;
      for (const hop of hopsAlong(edge, start, tight, hops)) known.add(hop);
      changed ||= known.size > before;
    }
  }
  return new Map([...costs].map(([vertex, cost]) => [vertex, { cost, hops: hops.get(vertex)! }]));
}

// RFC 2328 §16.1.1: the first router after the root, or after the network between root and destination; else as its parent is reached.
function hopsAlong(
  edge: Edge,
  start: string,
  tight: readonly Edge[],
  hops: ReadonlyMap<string, ReadonlySet<string>>,
): Iterable<string> {
  const { from, to, address } = edge;
  if (to === start) return [];
  if (from === start) return edge.hops;
  const onto = from.startsWith('network') && tight.find((other) => other.from === start && other.to === from);
  return onto ? onto.hops.map((hop) => hop.replace('direct', address)) : hops.get(from)!;
}

/** As routers sort them before they cut: by address, straight to the destination first, then by interface. */
export function sortedHops(hops: Iterable<string>): string[] {
  const rank = (hop: string): number => {
    const [address = '', index] = hop.split('@');
    const number = address === 'direct' ? 0 : addressNumber(address);
    return number * 256 + Number(index);
  };
  return [...hops].sort((left, right) => rank(left) - rank(right));
}

function addressNumber(address: string): number {
  return address.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);
}

export function lengthOf(prefix: string): number {
  return Number(prefix.split('/')[1]);
}

export function holds(prefix: string, address: string): boolean {
  const [network = ''] = prefix.split('/');
  const size = 2 ** (32 - lengthOf(prefix));
  return Math.floor(addressNumber(address) / size) === Math.floor(addressNumber(network) / size);
}
