// Random networks of several areas: a backbone, perhaps in pieces, areas behind one to three border routers each, some of them behind
// another area and joined to the backbone by virtual links; LANs, parallel links, stubs, NSSAs, ranges, externals.

import fc from 'fast-check';
import {
  areasOf,
  type AreasPlan,
  type PlannedArea,
  type PlannedExternal,
  type PlannedSegment,
  type PlannedVirtualLink,
  type TranslatorRole,
} from './planned-areas.ts';

export interface AreasSize {
  /** Beside the backbone. */
  readonly areasMax: number;
  /** Routers in the backbone but for the first. */
  readonly coreMax: number;
  /** Routers of one area that are in no other. */
  readonly insideMax: number;
}

interface DrawnSegment {
  readonly pointToPoint: boolean;
  readonly picks: readonly number[];
  readonly costs: readonly number[];
}

const picks = (maxLength: number, minLength = 0): fc.Arbitrary<number[]> =>
  fc.array(fc.nat(99), { minLength, maxLength });

const drawnSegments = fc.array(
  fc.record({
    pointToPoint: fc.boolean(),
    picks: picks(4, 2),
    costs: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 4, maxLength: 4 }),
  }),
  { maxLength: 4 },
);

const drawnArea = (insideMax: number) =>
  fc.record({
    kind: fc.constantFrom<PlannedArea['kind']>('normal', 'normal', 'normal', 'stub', 'nssa'),
    noSummary: fc.boolean(),
    borders: picks(3, 1),
    /** For each border router but the first, which earlier one it hangs on within the area; else on none. */
    joins: fc.option(picks(2, 2)),
    /** Border routers are members of an earlier area that is normal, not of the backbone. */
    remote: fc.boolean(),
    /** Virtual links between the border routers. */
    linked: fc.boolean(),
    condensing: fc.constantFrom<'nobody' | 'one' | 'all'>('nobody', 'nobody', 'one', 'all'),
    hidden: fc.constantFrom(false, false, true),
    translator: fc.constantFrom<TranslatorRole>('candidate', 'candidate', 'always', 'never'),
    condensingExternals: fc.constantFrom<'nobody' | 'one' | 'all'>('nobody', 'nobody', 'one', 'all'),
    /** For each router inside, which earlier member it hangs on. */
    inside: picks(insideMax),
    segments: drawnSegments,
  });

const drawnExternal = fc.record({
  router: fc.nat(99),
  prefix: fc.nat(2),
  metric: fc.integer({ min: 1, max: 25 }),
  metricType: fc.constantFrom<1 | 2>(1, 2),
  nextHop: fc.option(fc.nat(99)),
});

const drawnAreas = ({ areasMax, coreMax, insideMax }: AreasSize) =>
  fc.record({
    seed: fc.nat(1_000_000),
    core: picks(coreMax, 1),
    /** Before which router of the backbone it comes apart; else nowhere. */
    split: fc.option(fc.nat(99)),
    coreSegments: drawnSegments,
    coreCondensing: fc.constantFrom<'nobody' | 'one' | 'all'>('nobody', 'nobody', 'one', 'all'),
    areas: fc.array(drawnArea(insideMax), { minLength: 1, maxLength: areasMax }),
    /** A pick of an area and two of its border routers. */
    virtualLinks: fc.array(fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)), { maxLength: 2 }),
    loopbacks: picks(30, 30),
    externals: fc.array(drawnExternal, { maxLength: 4 }),
  });

type Drawn<Make extends (...size: never[]) => fc.Arbitrary<unknown>> =
  ReturnType<Make> extends fc.Arbitrary<infer Value> ? Value : never;

export function arbitraryAreas(size: Partial<AreasSize> = {}): fc.Arbitrary<AreasPlan> {
  return drawnAreas({ areasMax: 3, coreMax: 4, insideMax: 3, ...size }).map((drawn) =>
    new Layout(drawn).plan(),
  );
}

class Layout {
  readonly #drawn: Drawn<typeof drawnAreas>;
  readonly #segments: PlannedSegment[] = [];
  readonly #interfaceCounts: number[] = [];
  readonly #subnets: number[] = [];
  readonly #areas: PlannedArea[] = [];
  /** By area. */
  readonly #members: number[][] = [];
  readonly #borders: number[][] = [];
  readonly #virtualLinks = new Map<string, PlannedVirtualLink>();
  #routerCount = 0;

  constructor(drawn: Drawn<typeof drawnAreas>) {
    this.#drawn = drawn;
  }

  plan(): AreasPlan {
    const { seed, areas, virtualLinks, loopbacks } = this.#drawn;
    this.#layBackbone();
    for (const area of areas) this.#layArea(area);
    for (const [area, one, other] of virtualLinks) {
      const transitArea = 1 + (area % areas.length);
      const borders = this.#borders[transitArea]!;
      this.#linkVirtually(transitArea, borders[one % borders.length]!, borders[other % borders.length]!);
    }
    const laid: AreasPlan = {
      seed,
      routerCount: this.#routerCount,
      areas: this.#areas,
      segments: this.#segments,
      virtualLinks: [...this.#virtualLinks.values()],
      loopbackAreas: Array.from({ length: this.#routerCount }, (_, router) => {
        const own = this.#areasWithSegments(router);
        return own[loopbacks[router % loopbacks.length]! % own.length]!;
      }),
      externals: [],
    };
    return { ...laid, externals: this.#externals(laid) };
  }

  #layBackbone(): void {
    const { core, split, coreSegments, coreCondensing } = this.#drawn;
    // Two routers at least, so that each border router may have a neighbour here.
    const members = [0, ...core].map(() => this.#routerCount++);
    const apart = split === null ? undefined : split % core.length;
    const hangs = core.map((pick, index) => (index === apart ? undefined : pick));
    this.#hang(0, members, hangs);
    this.#layDrawn(0, members, coreSegments);
    this.#layMissing(0, members);
    this.#members.push(members);
    this.#borders.push(members);
    this.#areas.push({
      area: 0,
      kind: 'normal',
      noSummary: false,
      condensers: someOf(coreCondensing, members),
      hidden: false,
      translator: { router: 0, role: 'candidate' },
      externalCondensers: [],
    });
  }

  #layArea(drawn: Drawn<typeof drawnArea>): void {
    const area = this.#areas.length;
    const { kind, noSummary, borders: picked, joins, inside, condensing, hidden, translator } = drawn;
    const behind = drawn.remote ? this.#normalAreas() : [];
    const transitArea = behind.length === 0 ? 0 : behind[picked[0]! % behind.length]!;
    const around = this.#members[transitArea]!;
    const borders = [...new Set(picked.map((pick) => around[pick % around.length]!))];
    const members = [...borders, ...inside.map(() => this.#routerCount++)];
    const hangs = borders.slice(1).map((_, index) => joins?.[index]);
    this.#hang(area, members, [...hangs, ...inside]);
    this.#layDrawn(area, members, drawn.segments);
    this.#layMissing(area, borders);
    this.#members.push(members);
    this.#borders.push(borders);
    if (drawn.linked) {
      for (const [index, border] of borders.entries())
        if (index > 0) this.#linkVirtually(area, borders[index - 1]!, border);
    }
    if (transitArea !== 0) this.#joinToBackbone(transitArea, borders, picked);
    this.#areas.push({
      area,
      kind,
      noSummary: kind !== 'normal' && noSummary,
      condensers: someOf(condensing, borders),
      hidden,
      translator: { router: borders[0]!, role: translator },
      externalCondensers: kind === 'nssa' ? someOf(drawn.condensingExternals, borders) : [],
    });
  }

  #normalAreas(): number[] {
    return this.#areas.flatMap(({ area, kind }) => (kind === 'normal' && area !== 0 ? [area] : []));
  }

  /** Each border router of an area behind another gets a virtual link to a border router of that other. */
  #joinToBackbone(transitArea: number, borders: readonly number[], picked: readonly number[]): void {
    const others = this.#borders[transitArea]!;
    for (const [index, border] of borders.entries()) {
      const pick = picked[index % picked.length]! + index;
      this.#linkVirtually(transitArea, border, others[pick % others.length]!);
    }
  }

  #linkVirtually(transitArea: number, one: number, other: number): void {
    if (one === other) return;
    const ends = [Math.min(one, other), Math.max(one, other)] as const;
    this.#virtualLinks.set(`${transitArea} ${ends[0]} ${ends[1]}`, { transitArea, ends });
  }

  /** A tree over the last members, as far as they hang on anything. */
  #hang(area: number, members: readonly number[], hangs: readonly (number | undefined)[]): void {
    for (const [index, pick] of hangs.entries()) {
      const at = members.length - hangs.length + index;
      if (pick === undefined) continue;
      this.#lay(area, pick % 2 === 0, [members[pick % at]!, members[at]!], [1 + (pick % 3), 2 + (pick % 2)]);
    }
  }

  #layDrawn(area: number, members: readonly number[], drawn: readonly DrawnSegment[]): void {
    for (const { pointToPoint, picks, costs } of drawn) {
      const ends = [...new Set(picks.map((pick) => members[pick % members.length]!))];
      const isLink = pointToPoint && ends.length > 1;
      this.#lay(area, isLink, isLink ? ends.slice(0, 2) : ends, costs);
    }
  }

  /** Who shall be in an area without a link there has a LAN of its own. */
  #layMissing(area: number, routers: readonly number[]): void {
    for (const router of routers) {
      if (!this.#areasWithSegments(router).includes(area)) this.#lay(area, false, [router], [3]);
    }
  }

  #areasWithSegments(router: number): number[] {
    const own = this.#segments.filter(({ ends }) => ends.some((end) => end.router === router));
    return [...new Set(own.map(({ area }) => area))];
  }

  #lay(area: number, pointToPoint: boolean, members: readonly number[], costs: readonly number[]): void {
    const subnet = (this.#subnets[area] = (this.#subnets[area] ?? 0) + 1);
    const ends = members.map((router, index) => ({
      router,
      cost: costs[index % costs.length]!,
      address: `10.${area}.${subnet}.${index + 1}`,
      interfaceIndex: (this.#interfaceCounts[router] = (this.#interfaceCounts[router] ?? 0) + 1) + 1,
    }));
    this.#segments.push({ area, prefix: `10.${area}.${subnet}.0/24`, pointToPoint, ends });
  }

  #externals(plan: AreasPlan): PlannedExternal[] {
    const takes = (area: number): boolean => plan.areas[area]!.kind !== 'stub';
    const importers = plan.loopbackAreas.flatMap((_, router) =>
      areasOf(plan, router).some(takes) ? [router] : [],
    );
    const externals = new Map<string, PlannedExternal>();
    for (const { router: pick, prefix: number, metric, metricType, nextHop } of this.#drawn.externals) {
      const router = importers[pick % importers.length]!;
      const prefix = `198.51.${number}.0/24`;
      const own = areasOf(plan, router);
      // RFC 3101 §2.3: of type 7, a forwarding address lies inside the NSSA.
      const mayLead = own.length === 1 || own.every((area) => plan.areas[area]!.kind === 'normal');
      const near = plan.segments.filter(({ ends }) => ends.some((end) => end.router === router));
      const via = nextHop === null || !mayLead ? undefined : near[nextHop % near.length];
      externals.set(`${router} ${prefix}`, {
        router,
        prefix,
        metric,
        metricType,
        nextHop: via?.prefix.replace('.0/24', '.200'),
      });
    }
    return [...externals.values()];
  }
}

function someOf(which: 'nobody' | 'one' | 'all', routers: readonly number[]): readonly number[] {
  return which === 'nobody' ? [] : which === 'one' ? routers.slice(0, 1) : routers;
}
