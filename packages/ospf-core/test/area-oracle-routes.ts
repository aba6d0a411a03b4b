// Routes inside the AS of the oracle for several areas, and what border routers tell each area of them. RFC 2328 §12.4.3, §16.1 to §16.3.

import { holds, lengthOf, networkOf, vertexOf } from './area-oracle-paths.ts';
import type { OracleGround } from './area-oracle-ground.ts';
import { defaultPrefix, offer, type Costs, type Route, type Table } from './area-oracle-word.ts';
import { loopbackOf, rangeOf } from './planned-areas.ts';

export class OracleRoutes {
  readonly #ground: OracleGround;
  /** By router. */
  readonly tables: readonly Table[];

  constructor(ground: OracleGround) {
    this.#ground = ground;
    this.tables = ground.routers.map((router) => this.#tableOf(router));
  }

  rowsOf(router: number): string[] {
    return [...this.tables[router]!].map(([prefix, { cost, hops, inter }]) =>
      [prefix, inter ? 'interArea' : 'intraArea', cost, ...[...hops].sort()].join(' '),
    );
  }

  #tableOf(router: number): Table {
    const table: Table = new Map();
    if (this.#ground.isAway(router)) return table;
    for (const area of this.#ground.inOrder(router)) this.#addIntraRoutes(table, router, area);
    const intra = new Map(table);
    const condensed = this.#ground.border[router]!
      ? this.#ground.areasOf[router]!.filter((area) => this.#costsInRange(router, area, intra).length > 0)
      : [];
    for (const area of this.#ground.usableAreas(router)) {
      for (const [prefix, route] of this.summaries(router, area, 'networks')) {
        if (condensed.some((own) => rangeOf(own) === prefix) || intra.has(prefix)) continue;
        offer(table, prefix, route);
      }
    }
    this.takeTransitAreas(router, (area) => this.summaries(router, area, 'networks'), table);
    if (this.#ground.rules.profile.rangeDropsPackets) {
      // RFC 2328 §12.4.3: what is in a range but nowhere else is dropped.
      const told = condensed.filter((area) => !this.#ground.plan.areas[area]!.hidden);
      for (const area of told) table.set(rangeOf(area), { cost: 0, hops: new Set(), area, inter: true });
    }
    return table;
  }

  // RFC 2328 §16.1
  #addIntraRoutes(table: Table, router: number, area: number): void {
    const paths = this.#ground.pathsOf(area, router);
    const stub = (prefix: string, owner: number, cost: number, interfaceIndex: number): void => {
      const path = paths.get(vertexOf(owner));
      if (path === undefined) return;
      const hops = owner === router ? new Set([`direct@${interfaceIndex}`]) : path.hops;
      offer(table, prefix, { cost: path.cost + cost, hops, area, inter: false });
    };
    for (const { prefix, pointToPoint, ends, area: where } of this.#ground.segments) {
      if (where !== area) continue;
      const network = paths.get(networkOf(prefix));
      if (ends.length > 1 && !pointToPoint) {
        if (network !== undefined) offer(table, prefix, { ...network, area, inter: false });
      } else for (const end of ends) stub(prefix, end.router, end.cost, end.interfaceIndex);
    }
    this.#ground.plan.loopbackAreas.forEach((where, owner) => {
      if (where === area && !this.#ground.isAway(owner)) stub(`${loopbackOf(owner)}/32`, owner, 0, 1);
    });
  }

  #isCondenser(router: number, area: number): boolean {
    return this.#ground.plan.areas[area]!.condensers.includes(router);
  }

  /** Of what the range holds and some other area is told of. */
  #costsInRange(router: number, area: number, table: Table): number[] {
    if (!this.#isCondenser(router, area)) return [];
    const told = (route: Route): boolean =>
      this.#ground.areasOf[router]!.some(
        (other) =>
          !this.#ground.plan.areas[other]!.noSummary &&
          this.mayTell(router, other, route) &&
          this.#condensesInto(router, other, area),
      );
    return [...table].flatMap(([prefix, route]) =>
      !route.inter && route.area === area && isInRange(prefix, area) && told(route) ? [route.cost] : [],
    );
  }

  // RFC 2328 §12.4.3
  #condensesInto(router: number, other: number, area: number): boolean {
    const { transitAreasSeeNetworks } = this.#ground.rules.profile;
    return !this.#ground.isTransit(router, other) || (area !== 0 && !transitAreasSeeNetworks);
  }

  /** RFC 2328 §16.2 (1) to (4): what border routers within reach say in an area, with the ways there. */
  summaries(router: number, area: number, what: 'networks' | 'boundaries'): [string, Route][] {
    const { areaBorderRouter } = this.#ground.rules.profile;
    // FRR: ospfd/ospf_ia.c, process_summary_lsa, 8.4.
    const noDefault =
      this.#ground.border[router]! && areaBorderRouter !== 'severalAreas' && !this.#ground.isNormal(area);
    const said: [string, Route][] = [];
    for (const other of this.#ground.routers) {
      const path = other === router ? undefined : this.#ground.pathTo(area, router, other);
      if (path === undefined || !this.#ground.words[other]!.border) continue;
      for (const [name, cost] of this.#ground.words[other]![what][area]!) {
        if (noDefault && name === defaultPrefix) continue;
        said.push([name, { cost: path.cost + cost, hops: path.hops, area, inter: true }]);
      }
    }
    return said;
  }

  // RFC 2328 §16.3
  takeTransitAreas(router: number, summaries: (area: number) => [string, Route][], table: Table): void {
    if (!this.#ground.border[router]!) return;
    for (const area of this.#ground.areasOf[router]!) {
      if (area === 0 || !this.#ground.isTransit(router, area)) continue;
      for (const [name, { cost, hops }] of summaries(area)) {
        const known = table.get(name);
        if (known?.area !== 0) continue;
        offer(table, name, { ...known, cost, hops });
      }
    }
  }

  // RFC 2328 §12.4.3, RFC 3101 §2.7
  networksFor(router: number, area: number): Costs {
    const { profile } = this.#ground.rules;
    const { kind, noSummary } = this.#ground.plan.areas[area]!;
    const told = new Map<string, number>();
    if (kind === 'stub' || (kind === 'nssa' && (noSummary || profile.nssaDefault === 'summary')))
      told.set(defaultPrefix, profile.stubDefaultCost);
    const transit = this.#ground.isTransit(router, area);
    for (const other of this.#ground.areasOf[router]!) {
      if (other === area || (transit && other === 0) || (noSummary && !profile.rangesReachEveryArea))
        continue;
      const costs = this.#costsInRange(router, other, this.tables[router]!);
      if (costs.length > 0 && !this.#ground.plan.areas[other]!.hidden)
        told.set(rangeOf(other), Math.max(...costs));
    }
    if (noSummary) return told;
    for (const [prefix, route] of this.tables[router]!) {
      if (!this.mayTell(router, area, route)) continue;
      const condensed = !route.inter && this.#condensesInto(router, area, route.area);
      if (condensed && this.#isCondenser(router, route.area) && isInRange(prefix, route.area)) continue;
      if (kind !== 'normal' && prefix === defaultPrefix) continue;
      told.set(prefix, route.cost);
    }
    return told;
  }

  /** RFC 2328 §12.4.3: the area neither holds nor carries the way, and the backbone is told of nothing that came through areas. */
  mayTell(router: number, area: number, route: Route): boolean {
    if (route.area === area || route.hops.size === 0) return false;
    if (route.inter && (area === 0 || route.area !== 0)) return false;
    return ![...route.hops].some(
      (hop) => this.#ground.areaOfInterface(router, Number(hop.split('@')[1])) === area,
    );
  }

  lookUp(router: number, address: string): Route | undefined {
    const fitting = [...this.tables[router]!].filter(([prefix]) => holds(prefix, address));
    fitting.sort(([left], [right]) => lengthOf(right) - lengthOf(left));
    return fitting[0]?.[1];
  }
}

function isInRange(prefix: string, area: number): boolean {
  return prefix.startsWith(`10.${area}.`);
}
