// Routes out of the AS of the oracle for several areas: boundary routers, types 5 and 7, translation. RFC 2328 §16.4, RFC 3101.

import { holds, vertexOf } from './area-oracle-paths.ts';
import type { OracleGround } from './area-oracle-ground.ts';
import type { OracleRoutes } from './area-oracle-routes.ts';
import {
  defaultPrefix,
  offer,
  type Costs,
  type External,
  type Route,
  type Table,
} from './area-oracle-word.ts';
import { externalRange, loopbackOf, type PlannedEnd, type PlannedExternal } from './planned-areas.ts';

export class OracleExternals {
  readonly #ground: OracleGround;
  readonly #routes: OracleRoutes;

  constructor(ground: OracleGround, routes: OracleRoutes) {
    this.#ground = ground;
    this.#routes = routes;
  }

  // RFC 2328 §3.3, RFC 3101 §3.1
  isBoundary(router: number): boolean {
    if (this.#importsOf(router).length > 0 || this.#translatedAreas(router).length > 0) return true;
    const bordersNssa = this.#ground.areasOf[router]!.some(
      (area) => this.#ground.plan.areas[area]!.kind === 'nssa',
    );
    return this.#ground.border[router]! && bordersNssa && this.#ground.rules.profile.nssaBorderIsBoundary;
  }

  boundariesFor(router: number, area: number): Costs {
    const told = new Map<string, number>();
    if (!this.#ground.isNormal(area)) return told;
    for (const boundary of this.#ground.routers) {
      const route = this.#pathToBoundary(router, boundary);
      if (route === undefined || !this.#ground.isNormal(route.area)) continue;
      if (this.#routes.mayTell(router, area, route)) told.set(vertexOf(boundary), route.cost);
    }
    return told;
  }

  /**
   * RFC 3101 §2.5 (3): AS-external-LSAs count where there is a way through areas that take them. Otherwise every way to a border or
   * boundary router counts, and the best of them has to be one to a boundary router.
   */
  #counts(area: number, boundary: number): 'boundary' | 'border' | undefined {
    const { kind } = this.#ground.plan.areas[area]!;
    const { border, boundary: isBoundary } = this.#ground.words[boundary]!;
    if (kind === 'normal' && isBoundary) return 'boundary';
    if (!this.#ground.rules.profile.boundariesThroughAnyArea) return undefined;
    if (kind === 'nssa' && isBoundary) return 'boundary';
    return border ? 'border' : undefined;
  }

  // RFC 2328 §16.4 (3) and §16.4.1
  #pathToBoundary(router: number, boundary: number): Route | undefined {
    if (boundary === router && !this.#ground.rules.profile.believesSummariesOfItself) return undefined;
    const name = vertexOf(boundary);
    const table: Table = new Map();
    const ways: Route[] = [];
    const borders = new Set<number>();
    for (const area of this.#ground.inOrder(router)) {
      const path = boundary === router ? undefined : this.#ground.pathTo(area, router, boundary);
      const kind = this.#counts(area, boundary);
      if (path === undefined || kind === undefined) continue;
      if (kind === 'border') borders.add(area);
      if (area === 0) table.set(name, { ...path, area, inter: false });
      else ways.push({ ...path, area, inter: false });
    }
    for (const area of this.#ground.usableAreas(router)) {
      if (table.has(name) && area === 0) continue;
      if (ways.some((way) => way.area === area)) continue;
      const best: Table = new Map();
      for (const [other, route] of this.#routes.summaries(router, area, 'boundaries'))
        if (other === name) offer(best, name, route);
      const found = best.get(name);
      if (found === undefined) continue;
      if (area === 0) table.set(name, found);
      else ways.push(found);
    }
    const ofBoundary = (area: number): [string, Route][] =>
      this.#routes.summaries(router, area, 'boundaries').filter(([other]) => other === name);
    this.#routes.takeTransitAreas(router, ofBoundary, table);
    const all = [...ways, ...table.values()];
    all.sort(
      (left, right) =>
        Number(this.#isPreferred(right)) - Number(this.#isPreferred(left)) ||
        left.cost - right.cost ||
        right.area - left.area,
    );
    const [best] = all;
    return best !== undefined && !best.inter && borders.has(best.area) ? undefined : best;
  }

  // RFC 2328 §16.4.1
  #isPreferred({ area, inter }: Route): boolean {
    return !this.#ground.rules.rfc1583Compatibility && !inter && area !== 0;
  }

  #importsOf(router: number): PlannedExternal[] {
    return this.#ground.isAway(router)
      ? []
      : this.#ground.plan.externals.filter((external) => external.router === router);
  }

  /** RFC 2328 §12.4.4.1: an address on a network of the router that is up. */
  #forwardingAddress(router: number, { nextHop }: PlannedExternal): string | undefined {
    const near = this.#ground.segments.some(
      ({ prefix, ends }) =>
        nextHop !== undefined && holds(prefix, nextHop) && ends.some((end) => end.router === router),
    );
    return near ? nextHop : undefined;
  }

  externalsOf(router: number): External[] {
    const told: External[] = this.#importsOf(router).map((external) => ({
      ...external,
      forwardingAddress: this.#forwardingAddress(router, external),
      mayGoOn: false,
    }));
    for (const area of this.#translatedAreas(router)) {
      for (const external of this.#translated(router, area))
        if (told.every(({ prefix }) => prefix !== external.prefix)) told.push(external);
    }
    return told;
  }

  // RFC 3101 §2.3, §2.4, §2.7
  insideExternalsOf(router: number, area: number): External[] {
    const { kind, noSummary } = this.#ground.plan.areas[area]!;
    if (kind !== 'nssa' || !this.#ground.areasOf[router]!.includes(area)) return [];
    const border = this.#ground.border[router]!;
    const own = border ? undefined : this.#addressInside(router, area);
    const told = this.#importsOf(router).flatMap((external): External[] => {
      const forwardingAddress = this.#forwardingAddress(router, external) ?? own;
      if (!border && forwardingAddress === undefined) return [];
      return [{ ...external, forwardingAddress, mayGoOn: !border }];
    });
    const { nssaDefault, stubDefaultCost } = this.#ground.rules.profile;
    if (border && !noSummary && nssaDefault === 'external') {
      const metric = stubDefaultCost;
      told.push({
        router,
        prefix: defaultPrefix,
        metric,
        metricType: 2,
        forwardingAddress: undefined,
        mayGoOn: false,
      });
    }
    return told;
  }

  #addressInside(router: number, area: number): string | undefined {
    const ends = this.#ground.segments.flatMap((one) => (one.area === area ? one.ends : []));
    const own = ends.filter((end) => end.router === router);
    own.sort((left, right) => left.interfaceIndex - right.interfaceIndex);
    const loopback = this.#ground.plan.loopbackAreas[router] === area ? loopbackOf(router) : undefined;
    return own[0]?.address ?? loopback;
  }

  // RFC 3101 §3.1
  #translatedAreas(router: number): number[] {
    if (!this.#ground.border[router]!) return [];
    return this.#ground.areasOf[router]!.filter((area) => {
      const { kind, translator } = this.#ground.plan.areas[area]!;
      if (kind !== 'nssa') return false;
      const roleOf = (other: number) => (other === translator.router ? translator.role : 'candidate');
      if (roleOf(router) !== 'candidate') return roleOf(router) === 'always';
      return !this.#ground.routers.some(
        (other) =>
          other !== router &&
          this.#ground.words[other]!.border &&
          this.#ground.areasOf[other]!.includes(area) &&
          this.#ground.pathTo(area, router, other) !== undefined &&
          (other > router || roleOf(other) === 'always'),
      );
    });
  }

  // RFC 3101 §3.2
  #translated(router: number, area: number): External[] {
    const best = new Map<string, External>();
    const shared = new Set<string>();
    for (const other of this.#ground.routers) {
      if (other === router || this.#ground.pathTo(area, router, other) === undefined) continue;
      for (const external of this.#ground.words[other]!.inside[area]!) {
        const { prefix, metricType, forwardingAddress } = external;
        if (!external.mayGoOn || forwardingAddress === undefined) continue;
        const route = this.#routes.lookUp(router, forwardingAddress);
        if (route === undefined || route.inter || route.area !== area) continue;
        const metric = this.#ground.rules.profile.nssaTranslatedMetrics?.network ?? external.metric;
        const known = best.get(prefix);
        if (known !== undefined) shared.add(prefix);
        const order = known && compareOrders([metricType, metric], [known.metricType, known.metric]);
        if (order === undefined || order < 0) best.set(prefix, { ...external, metric });
      }
    }
    const { translatesSharedPrefixes } = this.#ground.rules.profile;
    const told = [...best.values()].filter(({ prefix }) => translatesSharedPrefixes || !shared.has(prefix));
    if (!this.#ground.plan.areas[area]!.externalCondensers.includes(router)) return told;
    const inside = told.filter(({ prefix }) => holds(externalRange, prefix.split('/')[0]!));
    inside.sort((left, right) => right.metricType - left.metricType || right.metric - left.metric);
    const [worst] = inside;
    if (worst === undefined) return told;
    const metric = worst.metric + (worst.metricType === 2 ? 1 : 0);
    const range = { ...worst, prefix: externalRange, metric, forwardingAddress: undefined };
    return [...told.filter((external) => !inside.includes(external)), range];
  }

  #ownsAddress(router: number, address: string): boolean {
    const own = (end: PlannedEnd): boolean => end.router === router && end.address === address;
    return loopbackOf(router) === address || this.#ground.plan.segments.some(({ ends }) => ends.some(own));
  }

  /** The way to who said it or to its forwarding address; `area`: of an NSSA. */
  #pathOut(router: number, external: External, area: number | undefined): Route | undefined {
    const { router: boundary, forwardingAddress } = external;
    const inArea = area === undefined ? undefined : this.#ground.pathTo(area, router, boundary);
    const there =
      area === undefined || this.#ground.rules.profile.boundariesThroughAnyArea
        ? this.#pathToBoundary(router, boundary)
        : inArea && { ...inArea, area, inter: false };
    if (there === undefined || forwardingAddress === undefined) return there;
    const route = this.#routes.lookUp(router, forwardingAddress);
    if (route === undefined || route.hops.size === 0 || this.#ownsAddress(router, forwardingAddress))
      return undefined;
    // RFC 3101 §2.5 (3)
    if (area === undefined ? !this.#ground.isNormal(route.area) : route.area !== area) return undefined;
    if (area !== undefined && route.inter && !this.#ground.rules.profile.boundariesThroughAnyArea)
      return undefined;
    const hops = new Set([...route.hops].map((hop) => hop.replace('direct', forwardingAddress)));
    return { ...route, hops };
  }

  // RFC 2328 §16.4, RFC 3101 §2.5
  externalRows(router: number): string[] {
    const best = new Map<string, { order: readonly number[]; text: string; hops: Set<string> }>();
    const consider = (external: External, area: number | undefined): void => {
      const { prefix, metric, metricType, mayGoOn } = external;
      if (this.#routes.tables[router]!.has(prefix)) return;
      if (area !== undefined && prefix === defaultPrefix && this.#ground.border[router]! && !mayGoOn) return;
      const path = this.#pathOut(router, external, area);
      if (path === undefined) return;
      const cost = metricType === 1 ? path.cost + metric : path.cost;
      const order = [metricType, metricType === 2 ? metric : 0, this.#isPreferred(path) ? 0 : 1, cost];
      const text = metricType === 1 ? `external1 ${cost}` : `external2 ${cost}+${metric}`;
      const known = best.get(prefix);
      const rank = known === undefined ? -1 : compareOrders(order, known.order);
      if (rank < 0) best.set(prefix, { order, text, hops: new Set(path.hops) });
      else if (rank === 0) for (const hop of path.hops) known!.hops.add(hop);
    };
    if (this.#ground.isAway(router)) return [];
    this.#ground.words.forEach(({ externals, inside }, other) => {
      if (other === router) return;
      if (this.#ground.isFloodedTo(router, other))
        for (const external of externals) consider({ ...external, router: other }, undefined);
      for (const area of this.#ground.areasOf[router]!)
        for (const external of inside[area]!) consider({ ...external, router: other }, area);
    });
    return [...best].map(([prefix, { text, hops }]) => [prefix, text, ...[...hops].sort()].join(' '));
  }
}

function compareOrders(left: readonly number[], right: readonly number[]): number {
  const place = left.findIndex((value, index) => value !== right[index]);
  return place < 0 ? 0 : left[place]! - right[place]!;
}
