// What the oracle for several areas knows of a network without routes: paths within areas, virtual links, who is a border router and whom
// border routers believe. RFC 2328 §3.3, §6, §15, RFC 3509 §2.

import {
  edgesOf,
  pathsFrom,
  sortedHops,
  vertexOf,
  type Edge,
  type Path,
  type Paths,
} from './area-oracle-paths.ts';
import type { OracleRules, Word } from './area-oracle-word.ts';
import {
  areasOf,
  segmentsLeft,
  type AreasPlan,
  type Damage,
  type PlannedEnd,
  type PlannedSegment,
  type PlannedVirtualLink,
} from './planned-areas.ts';

const largestCost = 0xffff;

export class OracleGround {
  readonly plan: AreasPlan;
  readonly rules: OracleRules;
  readonly damage: Damage;
  readonly segments: readonly PlannedSegment[];
  readonly routers: readonly number[];
  readonly areasOf: readonly (readonly number[])[];
  /** What everybody said in the round before. */
  words: readonly Word[] = [];
  /** Virtual links that stand. */
  standing: readonly PlannedVirtualLink[] = [];
  border: readonly boolean[] = [];
  /** By area, then router; the backbone's of this round. */
  readonly #paths: Paths[][];
  readonly #backboneEdges: readonly Edge[];
  #virtualEdges = '';

  constructor(plan: AreasPlan, rules: OracleRules, damage: Damage) {
    this.plan = plan;
    this.rules = rules;
    this.damage = damage;
    this.segments = segmentsLeft(plan, damage);
    this.routers = plan.loopbackAreas.map((_, router) => router);
    this.areasOf = this.routers.map((router) => areasOf(plan, router));
    this.#paths = plan.areas.map(({ area }) => {
      const edges = edgesOf(this.segments, area);
      return this.routers.map((router) => pathsFrom(edges, router));
    });
    this.#backboneEdges = edgesOf(this.segments, 0);
  }

  /** A round begins with what everybody said. */
  begin(words: readonly Word[]): void {
    this.words = words;
    this.#layVirtualLinks();
    this.border = this.routers.map((router) => this.#isBorder(router));
  }

  pathsOf(area: number, router: number): Paths {
    return this.#paths[area]![router]!;
  }

  isAway(router: number): boolean {
    return this.damage.away.has(router);
  }

  /** Whether AS-external-LSAs of one reach the other. */
  isFloodedTo(router: number, other: number): boolean {
    const reached = new Set([other]);
    for (let before = 0; before < reached.size;) {
      before = reached.size;
      for (const { area, ends } of this.segments) {
        if (!this.isNormal(area) || !ends.some((end) => reached.has(end.router))) continue;
        for (const end of ends) reached.add(end.router);
      }
    }
    return reached.has(router);
  }

  isNormal(area: number): boolean {
    return this.plan.areas[area]!.kind === 'normal';
  }

  pathTo(area: number, router: number, other: number): Path | undefined {
    return this.#paths[area]![router]!.get(vertexOf(other));
  }

  // RFC 2328 §15: each end by itself. The far end has to be a border router, without which neither leads to the backbone.
  #sees({ transitArea }: PlannedVirtualLink, router: number, other: number): Path | undefined {
    if (!this.isNormal(transitArea) || !this.words[other]!.border) return undefined;
    const path = this.pathTo(transitArea, router, other);
    return path === undefined || path.cost > largestCost ? undefined : path;
  }

  #layVirtualLinks(): void {
    this.standing = this.plan.virtualLinks.filter((link) => {
      const [one, other] = link.ends;
      return this.#sees(link, one, other) !== undefined && this.#sees(link, other, one) !== undefined;
    });
    const edges = this.standing.flatMap((link) => [
      this.#virtualEdge(link, link.ends[0], link.ends[1]),
      this.#virtualEdge(link, link.ends[1], link.ends[0]),
    ]);
    const text = JSON.stringify(edges);
    if (text === this.#virtualEdges) return;
    this.#virtualEdges = text;
    const all = [...this.#backboneEdges, ...edges];
    this.#paths[0] = this.routers.map((router) => pathsFrom(all, router));
  }

  #virtualEdge({ transitArea }: PlannedVirtualLink, from: number, to: number): Edge {
    const { cost, hops } = this.pathTo(transitArea, from, to)!;
    const used = sortedHops(hops).slice(0, this.rules.profile.virtualLinkPaths);
    return { from: vertexOf(from), to: vertexOf(to), cost, hops: used, address: '' };
  }

  // RFC 2328 §3.3, RFC 3509 §2.1 and §2.2
  #isBorder(router: number): boolean {
    if (this.isAway(router)) return false;
    const configured = this.areasOf[router]!;
    const attached = configured.filter((area) => this.#isAttached(router, area));
    switch (this.rules.profile.areaBorderRouter) {
      case 'severalAreas':
        return attached.length > 1;
      case 'backboneConfigured':
        return attached.length > 1 && configured.includes(0);
      case 'backboneAttached':
        return configured.length > 1 && attached.includes(0);
    }
  }

  #isAttached(router: number, area: number): boolean {
    if (this.plan.loopbackAreas[router] === area) return true;
    if (this.segments.some((one) => one.area === area && one.ends.some((end) => end.router === router)))
      return true;
    return area === 0 && this.plan.virtualLinks.some((link) => this.#raises(link, router));
  }

  #raises(link: PlannedVirtualLink, router: number): boolean {
    const [one, other] = link.ends;
    if (router === one) return this.#sees(link, one, other) !== undefined;
    return router === other && this.#sees(link, other, one) !== undefined;
  }

  #hasBackboneNeighbor(router: number): boolean {
    return (
      this.standing.some(({ ends }) => ends.includes(router)) ||
      this.segments.some(
        ({ area, ends }) => area === 0 && ends.length > 1 && ends.some((end) => end.router === router),
      )
    );
  }

  /** The backbone last. */
  inOrder(router: number): number[] {
    const areas = this.areasOf[router]!;
    return [...areas.filter((area) => area !== 0), ...areas.filter((area) => area === 0)];
  }

  // RFC 2328 §16.2, RFC 3509 §2.2
  usableAreas(router: number): readonly number[] {
    if (!this.border[router]!) return this.inOrder(router);
    const backbone = this.areasOf[router]!.filter((area) => area === 0);
    if (this.rules.profile.areaBorderRouter === 'severalAreas') return backbone;
    return this.#hasBackboneNeighbor(router) ? backbone : this.inOrder(router);
  }

  // TransitCapability, RFC 2328 §6
  isTransit(router: number, area: number): boolean {
    return this.routers.some(
      (other) =>
        this.words[other]!.endpointIn.includes(area) && this.pathTo(area, router, other) !== undefined,
    );
  }

  areaOfInterface(router: number, interfaceIndex: number): number {
    if (interfaceIndex === 1) return this.plan.loopbackAreas[router]!;
    const isOwn = (end: PlannedEnd): boolean =>
      end.router === router && end.interfaceIndex === interfaceIndex;
    return this.plan.segments.find(({ ends }) => ends.some(isOwn))!.area;
  }
}
