// The oracle for several areas: routes from the plan of the network, not from anybody's database, by relaxing costs and joining next
// hops until nothing changes. RFC 2328 §16.1 to §16.4.1 and §12.4.3. It shares no code with the calculations of the core.

import { areasOf, loopbackOf, rangeOf, type AreasPlan } from './random-areas.ts';

interface Path {
  readonly cost: number;
  readonly hops: ReadonlySet<string>;
}

interface Route extends Path {
  readonly area: number;
  readonly inter: boolean;
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly cost: number;
  /** What the far end is reached by: its address, and the near router's interface. */
  readonly address: string;
  readonly interfaceIndex: number;
}

type Paths = ReadonlyMap<string, Path>;
type Costs = Map<string, number>;

const vertexOf = (router: number): string => `router ${router}`;

/** For each router the rows `prefix kind cost hops`, sorted as text. A range that only drops packets has no hops. */
export function oracleRows(plan: AreasPlan): string[][] {
  const oracle = new AreaOracle(plan);
  return plan.loopbackAreas.map((_, router) => oracle.rowsOf(router));
}

class AreaOracle {
  readonly #plan: AreasPlan;
  /** By area, then router. */
  readonly #paths: Paths[][];
  /** Intra-area routes, then for border routers those through the backbone too. */
  readonly #tables: Map<string, Route>[];

  constructor(plan: AreasPlan) {
    this.#plan = plan;
    const routers = plan.loopbackAreas.map((_, router) => router);
    this.#paths = plan.areas.map(({ area }) => {
      const edges = edgesOf(plan, area);
      return routers.map((router) => pathsFrom(edges, router));
    });
    const intra = routers.map((router) => this.#intraRoutes(router));
    this.#tables = intra;
    const toldBackbone = routers.map((router) => this.#summaries(router, 0));
    this.#tables = routers.map((router) =>
      this.#isBorder(router) ? this.#withSummaries(router, 0, toldBackbone) : intra[router]!,
    );
    for (const router of routers.filter((one) => !this.#isBorder(one))) {
      const [area] = this.#areasOf(router);
      const told = routers.map((other) => this.#summaries(other, area!));
      this.#tables[router] = this.#withSummaries(router, area!, told);
    }
  }

  rowsOf(router: number): string[] {
    const rows = [...this.#tables[router]!].map(([prefix, { cost, hops, inter }]) =>
      [prefix, inter ? 'interArea' : 'intraArea', cost, ...[...hops].sort()].join(' '),
    );
    // RFC 2328 §16.2 (3), §16.3 of the condenser itself: what is in a range but nowhere else is dropped.
    for (const area of this.#activeRanges(router).keys()) rows.push(`${rangeOf(area)} interArea 0`);
    return [...rows, ...this.#externalRows(router)].sort();
  }

  #areasOf(router: number): number[] {
    return areasOf(this.#plan.segments, router);
  }

  #isBorder(router: number): boolean {
    return this.#areasOf(router).length > 1;
  }

  // RFC 2328 §16.1
  #intraRoutes(router: number): Map<string, Route> {
    const table = new Map<string, Route>();
    for (const area of this.#areasOf(router)) {
      const paths = this.#paths[area]![router]!;
      const stub = (prefix: string, owner: number, cost: number, interfaceIndex: number): void => {
        const path = paths.get(vertexOf(owner));
        if (path === undefined) return;
        const hops = owner === router ? new Set([`direct@${interfaceIndex}`]) : path.hops;
        offer(table, prefix, { cost: path.cost + cost, hops, area, inter: false });
      };
      for (const { prefix, pointToPoint, ends, area: where } of this.#plan.segments) {
        if (where !== area) continue;
        const network = paths.get(`network ${prefix}`);
        if (network !== undefined) offer(table, prefix, { ...network, area, inter: false });
        else if (pointToPoint || ends.length === 1)
          for (const end of ends) stub(prefix, end.router, end.cost, end.interfaceIndex);
      }
      this.#plan.loopbackAreas.forEach((where, owner) => {
        if (where === area) stub(`${loopbackOf(owner)}/32`, owner, 0, 1);
      });
    }
    return table;
  }

  /** Areas whose range this router tells instead of what lies inside, with the largest cost of that. */
  #activeRanges(router: number): Map<number, number> {
    const ranges = new Map<number, number>();
    for (const { area, condensers } of this.#plan.areas) {
      if (!condensers.includes(router)) continue;
      for (const [prefix, route] of this.#tables[router]!) {
        if (route.area !== area || route.inter || !isInRange(prefix, area)) continue;
        ranges.set(area, Math.max(ranges.get(area) ?? 0, route.cost));
      }
    }
    return ranges;
  }

  // RFC 2328 §12.4.3: what a border router tells an area of networks.
  #summaries(router: number, area: number): Costs {
    const told: Costs = new Map();
    if (!this.#isBorder(router) || !this.#areasOf(router).includes(area)) return told;
    const { kind, noSummary } = this.#plan.areas[area]!;
    if (kind === 'stub') told.set('0.0.0.0/0', 1);
    if (noSummary) return told;
    const ranges = this.#activeRanges(router);
    for (const [other, cost] of ranges) if (other !== area) told.set(rangeOf(other), cost);
    for (const [prefix, route] of this.#tables[router]!) {
      if (route.area === area || (route.inter && area === 0)) continue;
      if (!route.inter && ranges.has(route.area) && isInRange(prefix, route.area)) continue;
      told.set(prefix, route.cost);
    }
    return told;
  }

  // RFC 2328 §16.2
  #withSummaries(router: number, area: number, told: readonly Costs[]): Map<string, Route> {
    const table = new Map(this.#tables[router]!);
    const own = new Set([...this.#activeRanges(router).keys()].map(rangeOf));
    told.forEach((costs, border) => {
      const path = this.#paths[area]![router]!.get(vertexOf(border));
      if (border === router || path === undefined) return;
      for (const [prefix, cost] of costs) {
        if (own.has(prefix) || table.get(prefix)?.inter === false) continue;
        offer(table, prefix, { cost: path.cost + cost, hops: path.hops, area, inter: true });
      }
    });
    return table;
  }

  /** RFC 2328 §16.4 (3) and §16.4.1: the way to a boundary router that is to be taken. */
  #pathToBoundary(router: number, boundary: number): Route | undefined {
    const inside = this.#pathsInside(router, boundary);
    const asked = this.#isBorder(router) ? [0] : this.#normalAreasOf(router);
    const summarized = asked
      .filter((area) => inside.every((route) => route.area !== area))
      .flatMap((area) => this.#summarizedBoundary(router, boundary, area) ?? []);
    return preferredPath([...inside, ...summarized]);
  }

  #pathsInside(router: number, boundary: number): Route[] {
    const shared = this.#normalAreasOf(router).filter((area) => this.#normalAreasOf(boundary).includes(area));
    return shared.flatMap((area) => {
      const path = this.#paths[area]![router]!.get(vertexOf(boundary));
      return path === undefined ? [] : [{ ...path, area, inter: false }];
    });
  }

  // RFC 2328 §12.4.3 and §16.2 for boundary routers: what the border routers of the area say.
  #summarizedBoundary(router: number, boundary: number, area: number): Route | undefined {
    const best = new Map<string, Route>();
    for (let border = 0; border < this.#plan.routerCount; border++) {
      if (border === router || border === boundary || !this.#isBorder(border)) continue;
      const path = this.#paths[area]![router]!.get(vertexOf(border));
      if (path === undefined || !this.#areasOf(border).includes(area)) continue;
      // The backbone is told of nothing that came through it.
      const beyond =
        area === 0
          ? preferredPath(this.#pathsInside(border, boundary))
          : this.#pathToBoundary(border, boundary);
      if (beyond === undefined || beyond.area === area) continue;
      offer(best, 'boundary', { cost: path.cost + beyond.cost, hops: path.hops, area, inter: true });
    }
    return best.get('boundary');
  }

  #normalAreasOf(router: number): number[] {
    return this.#areasOf(router).filter((area) => this.#plan.areas[area]!.kind === 'normal');
  }

  // RFC 2328 §16.4 (6)
  #externalRows(router: number): string[] {
    const best = new Map<string, { order: readonly number[]; text: string; hops: Set<string> }>();
    for (const { router: boundary, prefix, metric, metricType } of this.#plan.externals) {
      const path = boundary === router ? undefined : this.#pathToBoundary(router, boundary);
      if (path === undefined) continue;
      const cost = metricType === 1 ? path.cost + metric : path.cost;
      const order = [metricType, metricType === 2 ? metric : 0, isPreferred(path) ? 0 : 1, cost];
      const text = metricType === 1 ? `external1 ${cost}` : `external2 ${cost}+${metric}`;
      const known = best.get(prefix);
      const rank = known === undefined ? -1 : compareOrders(order, known.order);
      if (rank < 0) best.set(prefix, { order, text, hops: new Set(path.hops) });
      else if (rank === 0) for (const hop of path.hops) known!.hops.add(hop);
    }
    return [...best].map(([prefix, { text, hops }]) => [prefix, text, ...[...hops].sort()].join(' '));
  }
}

const isPreferred = ({ area, inter }: Route): boolean => !inter && area !== 0;

// RFC 2328 §16.4.1, and §16.4 (3) for what is left.
function preferredPath(routes: readonly Route[]): Route | undefined {
  const sorted = [...routes].sort(
    (left, right) =>
      Number(isPreferred(right)) - Number(isPreferred(left)) ||
      left.cost - right.cost ||
      right.area - left.area,
  );
  return sorted[0];
}

function compareOrders(left: readonly number[], right: readonly number[]): number {
  const place = left.findIndex((value, index) => value !== right[index]);
  return place < 0 ? 0 : left[place]! - right[place]!;
}

function isInRange(prefix: string, area: number): boolean {
  return prefix.startsWith(`10.${area}.`);
}

/** The cheaper one stays; equal ones join their next hops. */
function offer(table: Map<string, Route>, key: string, route: Route): void {
  const known = table.get(key);
  if (known === undefined || route.cost < known.cost) table.set(key, route);
  else if (route.cost === known.cost)
    table.set(key, { ...known, hops: new Set([...known.hops, ...route.hops]) });
}

function edgesOf(plan: AreasPlan, area: number): Edge[] {
  const edges: Edge[] = [];
  for (const { prefix, pointToPoint, ends, area: where } of plan.segments) {
    if (where !== area || ends.length < 2) continue;
    for (const end of ends) {
      const { interfaceIndex, address, cost } = end;
      const from = vertexOf(end.router);
      if (pointToPoint) {
        const far = ends.find((other) => other !== end)!;
        edges.push({ from, to: vertexOf(far.router), cost, address: far.address, interfaceIndex });
      } else {
        edges.push({ from, to: `network ${prefix}`, cost, address: 'direct', interfaceIndex });
        edges.push({ from: `network ${prefix}`, to: from, cost: 0, address, interfaceIndex });
      }
    }
  }
  return edges;
}

function pathsFrom(edges: readonly Edge[], router: number): Paths {
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
  { from, to, address, interfaceIndex }: Edge,
  start: string,
  tight: readonly Edge[],
  hops: ReadonlyMap<string, ReadonlySet<string>>,
): Iterable<string> {
  if (to === start) return [];
  if (from === start) return [`${address}@${interfaceIndex}`];
  const onto = from.startsWith('network') && tight.find((edge) => edge.from === start && edge.to === from);
  return onto ? [`${address}@${onto.interfaceIndex}`] : hops.get(from)!;
}
