// Random networks of several areas, as data: a backbone, areas behind one to three border routers each, LANs, parallel links, stubs.

import { parseIpv4Prefix, type Ipv4Prefix } from '@ospflab/net';
import { instantFromNanoseconds, seconds } from '@ospflab/sim';
import fc from 'fast-check';
import type {
  AreaId,
  OspfAreaConfig,
  OspfInterfaceConfig,
  OspfProfile,
  OspfRouterConfig,
} from '@ospflab/ospf-core';
import { interfaceConfig, routerConfig, TestNetwork, type TestNode } from './network.ts';

/** One end of a segment; the interface index of a router is 2 for its first segment. */
export interface PlannedEnd {
  readonly router: number;
  readonly cost: number;
  readonly address: string;
  readonly interfaceIndex: number;
}

export interface PlannedSegment {
  readonly area: number;
  readonly prefix: string;
  readonly pointToPoint: boolean;
  readonly ends: readonly PlannedEnd[];
}

export interface PlannedArea {
  readonly area: number;
  readonly kind: 'normal' | 'stub';
  readonly noSummary: boolean;
  /** Border routers that tell others of `10.<area>.0.0/16` alone. */
  readonly condensers: readonly number[];
}

export interface PlannedExternal {
  readonly router: number;
  readonly prefix: string;
  readonly metric: number;
  readonly metricType: 1 | 2;
}

export interface AreasPlan {
  readonly seed: number;
  readonly routerCount: number;
  readonly areas: readonly PlannedArea[];
  readonly segments: readonly PlannedSegment[];
  /** Area of the loopback of each router. */
  readonly loopbackAreas: readonly number[];
  readonly externals: readonly PlannedExternal[];
}

export const loopbackOf = (router: number): string => `10.255.0.${router + 1}`;
export const rangeOf = (area: number): string => `10.${area}.0.0/16`;

const drawnSegments = fc.array(
  fc.record({
    pointToPoint: fc.boolean(),
    picks: fc.array(fc.nat(99), { minLength: 2, maxLength: 4 }),
    costs: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 4, maxLength: 4 }),
  }),
  { maxLength: 4 },
);
type Drawn = { pointToPoint: boolean; picks: number[]; costs: number[] };

const drawnArea = fc.record({
  kind: fc.constantFrom<'normal' | 'stub'>('normal', 'normal', 'stub'),
  noSummary: fc.boolean(),
  borders: fc.array(fc.nat(99), { minLength: 1, maxLength: 3 }),
  condensing: fc.constantFrom<'nobody' | 'one' | 'all'>('nobody', 'nobody', 'one', 'all'),
  /** For each router inside, which earlier member it hangs on. */
  inside: fc.array(fc.nat(99), { maxLength: 3 }),
  segments: drawnSegments,
});

/** Up to `areasMax` areas beside the backbone. Areas may be partitioned; the backbone is not. */
export function arbitraryAreas(areasMax: number): fc.Arbitrary<AreasPlan> {
  return fc
    .record({
      seed: fc.nat(1_000_000),
      core: fc.array(fc.nat(99), { minLength: 1, maxLength: 4 }),
      coreSegments: drawnSegments,
      areas: fc.array(drawnArea, { minLength: 1, maxLength: areasMax }),
      loopbacks: fc.array(fc.nat(99), { minLength: 30, maxLength: 30 }),
      externals: fc.array(
        fc.record({
          router: fc.nat(99),
          prefix: fc.nat(2),
          metric: fc.integer({ min: 1, max: 5 }),
          metricType: fc.constantFrom<1 | 2>(1, 2),
        }),
        { maxLength: 4 },
      ),
    })
    .map(layOut);
}

type DrawnAreas = {
  seed: number;
  core: number[];
  coreSegments: Drawn[];
  areas: {
    kind: 'normal' | 'stub';
    noSummary: boolean;
    borders: number[];
    condensing: 'nobody' | 'one' | 'all';
    inside: number[];
    segments: Drawn[];
  }[];
  loopbacks: number[];
  externals: { router: number; prefix: number; metric: number; metricType: 1 | 2 }[];
};

function layOut(drawn: DrawnAreas): AreasPlan {
  const segments: PlannedSegment[] = [];
  const interfaceCounts: number[] = [];
  const subnets: number[] = [];
  const lay = (area: number, pointToPoint: boolean, members: readonly number[], costs: readonly number[]) => {
    const subnet = (subnets[area] = (subnets[area] ?? 0) + 1);
    const ends = members.map((router, index) => {
      interfaceCounts[router] = (interfaceCounts[router] ?? 0) + 1;
      return {
        router,
        cost: costs[index % costs.length]!,
        address: `10.${area}.${subnet}.${index + 1}`,
        interfaceIndex: interfaceCounts[router] + 1,
      };
    });
    segments.push({ area, prefix: `10.${area}.${subnet}.0/24`, pointToPoint, ends });
  };
  /** A tree over `hanging`, then what was drawn on top. */
  const layArea = (
    area: number,
    members: readonly number[],
    hangs: readonly number[],
    more: readonly Drawn[],
  ) => {
    hangs.forEach((pick, index) => {
      const at = members.length - hangs.length + index;
      lay(area, pick % 2 === 0, [members[pick % at]!, members[at]!], [1 + (pick % 3), 2 + (pick % 2)]);
    });
    for (const { pointToPoint, picks, costs } of more) {
      const ends = [...new Set(picks.map((pick) => members[pick % members.length]!))];
      const isLink = pointToPoint && ends.length > 1;
      lay(area, isLink, isLink ? ends.slice(0, 2) : ends, costs);
    }
  };
  // Two backbone routers at least, so that each border router has a neighbour there.
  let routerCount = 1 + drawn.core.length;
  const core = Array.from({ length: routerCount }, (_, index) => index);
  layArea(0, core, drawn.core, drawn.coreSegments);
  const areas: PlannedArea[] = [{ area: 0, kind: 'normal', noSummary: false, condensers: [] }];
  drawn.areas.forEach(({ kind, noSummary, borders, condensing, inside, segments: more }, index) => {
    const area = index + 1;
    const border = [...new Set(borders.map((pick) => pick % core.length))];
    const members = [...border, ...inside.map(() => routerCount++)];
    layArea(area, members, inside, more);
    // A border router without a link in its area has a LAN of its own there.
    for (const router of border) {
      const attached = segments.some(
        (one) => one.area === area && one.ends.some((end) => end.router === router),
      );
      if (!attached) lay(area, false, [router], [3]);
    }
    const condensers = condensing === 'nobody' ? [] : condensing === 'one' ? border.slice(0, 1) : border;
    areas.push({ area, kind, noSummary: kind === 'stub' && noSummary, condensers });
  });
  const loopbackAreas = Array.from({ length: routerCount }, (_, router) => {
    const own = areasOf(segments, router);
    return own[drawn.loopbacks[router % drawn.loopbacks.length]! % own.length]!;
  });
  const importers = loopbackAreas.flatMap((_, router) =>
    areasOf(segments, router).some((area) => areas[area]!.kind === 'normal') ? [router] : [],
  );
  const externals = new Map<string, PlannedExternal>();
  for (const { router: pick, prefix: number, metric, metricType } of drawn.externals) {
    const router = importers[pick % importers.length]!;
    const prefix = `198.51.${number}.0/24`;
    externals.set(`${router} ${prefix}`, { router, prefix, metric, metricType });
  }
  return {
    seed: drawn.seed,
    routerCount,
    areas,
    segments,
    loopbackAreas,
    externals: [...externals.values()],
  };
}

/** In rising order. */
export function areasOf(segments: readonly PlannedSegment[], router: number): number[] {
  const own = segments.filter(({ ends }) => ends.some((end) => end.router === router));
  return [...new Set(own.map(({ area }) => area))].sort((left, right) => left - right);
}

export interface BuiltAreas {
  readonly network: TestNetwork;
  readonly nodes: readonly TestNode[];
}

/** Every router will start within three seconds and learn after five what it is to import. */
export function buildAreas(plan: AreasPlan, profile: OspfProfile): BuiltAreas {
  const network = new TestNetwork(plan.seed + 1);
  const nodes = plan.loopbackAreas.map((_, router) =>
    network.addNode(`r${router + 1}`, configOf(plan, router, profile)),
  );
  for (const segment of plan.segments) {
    network.connect(...segment.ends.map((end) => [nodes[end.router]!, interfaceOf(segment, end)] as const));
  }
  for (const node of nodes) network.start(node, 3 * network.random());
  network.at(instantFromNanoseconds(5e9), () => {
    for (const { router, prefix, metric, metricType } of plan.externals) {
      network.input(nodes[router]!, {
        kind: 'externalRouteAdded',
        source: 'static',
        prefix: prefixNamed(prefix),
        metric,
        metricType,
        tag: 0,
      });
    }
  });
  return { network, nodes };
}

function configOf(plan: AreasPlan, router: number, profile: OspfProfile): OspfRouterConfig {
  const loopback = interfaceConfig(1, loopbackOf(router), 32, {
    areaId: plan.loopbackAreas[router]! as AreaId,
  });
  const links = plan.segments.flatMap((segment) =>
    segment.ends.filter((end) => end.router === router).map((end) => interfaceOf(segment, end)),
  );
  const areas = plan.areas
    .filter(({ area }) => areasOf(plan.segments, router).includes(area))
    .map(({ area, kind, noSummary, condensers }): OspfAreaConfig => ({
      areaId: area as AreaId,
      kind,
      noSummary,
      ...(condensers.includes(router)
        ? { ranges: [{ prefix: prefixNamed(rangeOf(area)), advertise: true }] }
        : {}),
    }));
  const asBoundaryRouter = plan.externals.some((external) => external.router === router);
  return routerConfig(loopbackOf(router), [loopback, ...links], { profile, areas, asBoundaryRouter });
}

function interfaceOf(segment: PlannedSegment, end: PlannedEnd): OspfInterfaceConfig {
  return interfaceConfig(end.interfaceIndex, end.address, 24, {
    areaId: segment.area as AreaId,
    networkType: segment.pointToPoint ? 'pointToPoint' : 'broadcast',
    cost: end.cost,
    retransmitInterval: seconds(2),
  });
}

function prefixNamed(text: string): Ipv4Prefix {
  const prefix = parseIpv4Prefix(text);
  if (prefix === undefined) throw new Error(`${text} is no prefix`);
  return prefix;
}
