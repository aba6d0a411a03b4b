// Shortest paths from one root over random areas. Ours finds distances and equal-cost next-hop sets; the peers find one path to each
// vertex, which is less. A plain Dijkstra with a Map and Sets of next hops is the check of every result and the idiomatic peer.

import { ipv4FromNumber, type Ipv4Address } from '@ospflab/net';
import {
  buildLinkStateGraph,
  computeIntraAreaRoutes,
  computeShortestPaths,
  initialSequenceNumber,
  lsTypes,
  makeLsa,
  type AreaId,
  type LinkStateId,
  type Lsa,
  type RouterId,
  type RouterLink,
  type SpfInterface,
} from '@ospflab/ospf-core';
import { RandomStream } from '@ospflab/sim';
import dijkstrajs from 'dijkstrajs';
import { DirectedGraph } from 'graphology';
import { dijkstra as graphologyDijkstra } from 'graphology-shortest-path';
import TinyQueue from 'tinyqueue';
import type { Contender, Race } from './ratio-table.ts';

interface Link {
  readonly to: number;
  readonly cost: number;
  /** Address of the far end. */
  readonly address: Ipv4Address;
}

interface RandomArea {
  readonly links: readonly (readonly Link[])[];
  readonly interfaces: readonly (readonly SpfInterface[])[];
  readonly lsas: readonly Lsa[];
}

const area0 = 0 as AreaId;
const maximumPaths = 1000;

/** Connected, 4 links a router, no parallel ones, costs 1 … 10 in each direction, a /30 on every link and a host route per router. */
function randomArea(count: number): RandomArea {
  const stream = new RandomStream('bench', `spf ${count}`);
  const links: Link[][] = Array.from({ length: count }, () => []);
  const interfaces: SpfInterface[][] = Array.from({ length: count }, () => []);
  const described: RouterLink[][] = Array.from({ length: count }, () => []);
  const joined = new Set<number>();
  let subnet = 0x0a000000;
  const describe = (from: number, to: number, host: number): void => {
    const cost = 1 + stream.integer(10);
    const own = ipv4FromNumber(subnet + host);
    links[from]!.push({ to, cost, address: ipv4FromNumber(subnet + 3 - host) });
    const interfaceIndex = interfaces[from]!.length + 1;
    interfaces[from]!.push({
      interfaceIndex,
      name: `eth${interfaceIndex}`,
      networkType: 'pointToPoint',
      address: own,
      prefixLength: 30,
    });
    described[from]!.push({ type: 'pointToPoint', linkId: idOf(to), linkData: own, metric: cost });
    described[from]!.push({ type: 'stub', linkId: subnet, linkData: 0xfffffffc, metric: cost });
  };
  const join = (a: number, b: number): void => {
    const pair = Math.min(a, b) * count + Math.max(a, b);
    if (a === b || joined.has(pair)) return;
    joined.add(pair);
    describe(a, b, 1);
    describe(b, a, 2);
    subnet += 4;
  };
  for (let router = 1; router < count; router++) join(router, stream.integer(router));
  while (joined.size < 4 * count) join(stream.integer(count), stream.integer(count));
  return { links, interfaces, lsas: described.map((own, router) => routerLsa(router, own)) };
}

function idOf(router: number): RouterId {
  return (0x01000000 + router) as RouterId;
}

function routerLsa(router: number, links: readonly RouterLink[]): Lsa {
  const host: RouterLink = { type: 'stub', linkId: idOf(router), linkData: 0xffffffff, metric: 0 };
  return makeLsa({
    type: lsTypes.router,
    options: 2,
    linkStateId: idOf(router) as number as LinkStateId,
    advertisingRouter: idOf(router),
    sequence: initialSequenceNumber,
    body: { kind: 'router', flags: 0, links: [...links, host] },
  });
}

interface PlainTree {
  readonly distance: readonly number[];
  readonly nextHops: readonly ReadonlySet<Ipv4Address>[];
}

/** The oracle: as a textbook has it. */
function plainDijkstra(links: RandomArea['links'], root: number): PlainTree {
  const distance = new Array<number>(links.length).fill(Infinity);
  const nextHops = links.map(() => new Set<Ipv4Address>());
  const settled = new Set<number>();
  const queue = new TinyQueue<{ readonly router: number; readonly at: number }>(
    [{ router: root, at: 0 }],
    (left, right) => left.at - right.at,
  );
  distance[root] = 0;
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { router } = next;
    if (settled.has(router)) continue;
    settled.add(router);
    for (const { to, cost, address } of links[router]!) {
      const through = distance[router]! + cost;
      if (through > distance[to]!) continue;
      if (through < distance[to]!) {
        distance[to] = through;
        nextHops[to] = new Set();
        queue.push({ router: to, at: through });
      }
      if (router === root) nextHops[to]!.add(address);
      else for (const hop of nextHops[router]!) nextHops[to]!.add(hop);
    }
  }
  return { distance, nextHops };
}

/** Throws unless ours finds the oracle's distance and next hops for every router, from a few roots. */
function checkEqual(area: RandomArea): void {
  const graph = buildLinkStateGraph(area.lsas);
  for (const root of [0, 1, area.lsas.length >> 1]) {
    const plain = plainDijkstra(area.links, root);
    const paths = computeShortestPaths(graph, idOf(root), area.interfaces[root]!);
    const hosts = computeIntraAreaRoutes(paths, area0, maximumPaths).filter(
      ({ prefix }) => prefix.length === 32,
    );
    for (const { prefix, cost, nextHops } of hosts) {
      const router = prefix.address - idOf(0);
      if (router === root) continue;
      const found = nextHops.map(({ address }) => address).join();
      const wanted = [...plain.nextHops[router]!].sort((left, right) => left - right).join();
      if (cost !== plain.distance[router] || found !== wanted) {
        throw new Error(`spf: router ${router} from ${root}: ${cost} via ${found}, not via ${wanted}`);
      }
    }
    if (hosts.length < area.lsas.length - 1) throw new Error(`spf: ${hosts.length} hosts reached`);
  }
}

/** Runs `run` with root 0, 1, 2 … so that no result can be remembered. */
function overRoots(name: string, area: RandomArea, perRound: number, run: (root: number) => void): Contender {
  let root = 0;
  return {
    name,
    run: () => {
      for (let time = 0; time < perRound; time++) run(root++ % area.lsas.length);
      return perRound;
    },
  };
}

function contenders(area: RandomArea, perRound: number): Contender[] {
  const graph = buildLinkStateGraph(area.lsas);
  const peerGraph = new DirectedGraph();
  const costs: Record<string, Record<string, number>> = {};
  area.links.forEach((_, router) => peerGraph.addNode(String(router)));
  area.links.forEach((own, router) => {
    const row: Record<string, number> = {};
    for (const { to, cost } of own) {
      row[String(to)] = cost;
      peerGraph.addDirectedEdge(String(router), String(to), { weight: cost });
    }
    costs[String(router)] = row;
  });
  return [
    overRoots('ospflab', area, perRound, (root) => {
      computeShortestPaths(graph, idOf(root), area.interfaces[root]!);
    }),
    overRoots('Map and Set Dijkstra', area, 1, (root) => {
      plainDijkstra(area.links, root);
    }),
    overRoots('graphology-shortest-path', area, 1, (root) => {
      graphologyDijkstra.singleSource(peerGraph, String(root), 'weight');
    }),
    overRoots('dijkstrajs', area, 1, (root) => {
      dijkstrajs.single_source_shortest_paths(costs, String(root));
    }),
  ];
}

// The machine's speed is told by dijkstrajs: its cost hangs on the number of vertices alone, so it compares best with the areas
// that the goals were set on.
const sizes = [
  { count: 1000, floor: 0.2, moonshot: 0.1, peerMs: 27, perRound: 200, rounds: 7 },
  { count: 10_000, floor: 2.5, moonshot: 1.2, peerMs: 2456, perRound: 20, rounds: 3 },
];

export function* spfRaces(): Iterable<Race> {
  for (const { count, floor, moonshot, peerMs, perRound, rounds } of sizes) {
    const area = randomArea(count);
    checkEqual(area);
    yield {
      title: `SPF with next-hop sets, one root, random ${count} routers / ${4 * count} links`,
      unit: 'ms',
      floor,
      moonshot,
      reference: { peer: 'dijkstrajs', result: peerMs },
      contenders: contenders(area, perRound),
      rounds,
    };
    yield {
      title: `LSAs to routes, LSAs read before but no graph kept, random ${count} routers`,
      unit: 'ms',
      contenders: [
        overRoots('ospflab', area, 3, (root) => {
          const graph = buildLinkStateGraph(area.lsas);
          const paths = computeShortestPaths(graph, idOf(root), area.interfaces[root]!);
          computeIntraAreaRoutes(paths, area0, maximumPaths);
        }),
      ],
    };
  }
}
