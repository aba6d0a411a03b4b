// Networks of several areas as data: what the random ones are laid out as, what the oracle reads, and what real routers are built from.

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

export type TranslatorRole = 'always' | 'candidate' | 'never';

export interface PlannedArea {
  readonly area: number;
  readonly kind: 'normal' | 'stub' | 'nssa';
  readonly noSummary: boolean;
  /** Border routers that tell others of `10.<area>.0.0/16` alone. */
  readonly condensers: readonly number[];
  /** They tell nothing instead. */
  readonly hidden: boolean;
  /** NSSA: what the first border router is configured as. The others are candidates. */
  readonly translator: { readonly router: number; readonly role: TranslatorRole };
  /** NSSA: translators that tell the AS of `externalRange` alone. */
  readonly externalCondensers: readonly number[];
}

export interface PlannedExternal {
  readonly router: number;
  readonly prefix: string;
  readonly metric: number;
  readonly metricType: 1 | 2;
  /** On a network of the router: becomes the forwarding address. */
  readonly nextHop: string | undefined;
}

export interface PlannedVirtualLink {
  readonly transitArea: number;
  readonly ends: readonly [number, number];
}

export interface AreasPlan {
  readonly seed: number;
  readonly routerCount: number;
  readonly areas: readonly PlannedArea[];
  readonly segments: readonly PlannedSegment[];
  readonly virtualLinks: readonly PlannedVirtualLink[];
  /** Area of the loopback of each router. */
  readonly loopbackAreas: readonly number[];
  readonly externals: readonly PlannedExternal[];
}

/** What of a plan does not work just now. */
export interface Damage {
  /** Routers that do not run. */
  readonly away: ReadonlySet<number>;
  /** Segments that carry nothing, of which no router is told. */
  readonly cut: ReadonlySet<PlannedSegment>;
  /** Interfaces that their router knows to be down. */
  readonly down: ReadonlySet<PlannedEnd>;
}

export const noDamage: Damage = { away: new Set(), cut: new Set(), down: new Set() };

export const externalRange = '198.51.0.0/23';

export const loopbackOf = (router: number): string => `10.255.0.${router + 1}`;
export const rangeOf = (area: number): string => `10.${area}.0.0/16`;

/** Those that a router is configured to be in, in rising order; a virtual link makes the backbone one of them. */
export function areasOf(plan: AreasPlan, router: number): number[] {
  const own = plan.segments.filter(({ ends }) => ends.some((end) => end.router === router));
  const areas = new Set(own.map(({ area }) => area));
  if (plan.virtualLinks.some(({ ends }) => ends.includes(router))) areas.add(0);
  return [...areas].sort((left, right) => left - right);
}

/** The segments as they are: without the ends that are gone, and cut ones as one segment per end. */
export function segmentsLeft(plan: AreasPlan, { away, cut, down }: Damage): PlannedSegment[] {
  return plan.segments.flatMap((segment) => {
    const ends = segment.ends.filter((end) => !away.has(end.router) && !down.has(end));
    if (cut.has(segment)) return ends.map((end) => ({ ...segment, ends: [end] }));
    return ends.length > 0 ? [{ ...segment, ends }] : [];
  });
}
