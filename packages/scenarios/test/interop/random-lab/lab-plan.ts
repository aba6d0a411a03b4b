// What is plugged into what, and which area each cable belongs to: drawn before any line of configuration is written.

import type { Dice } from './dice.ts';

export type AreaKind = 'normal' | 'stub' | 'totallyStubby' | 'nssa' | 'totallyNssa';

export interface PlannedArea {
  readonly id: number;
  readonly kind: AreaKind;
  /** Border routers first. */
  readonly routers: string[];
  readonly borders: readonly string[];
}

export type SegmentType = 'pointToPoint' | 'broadcast' | 'pointToMultipoint' | 'unnumbered' | 'stub';

export interface PlannedSegment {
  readonly name: string;
  /** Undefined: OSPF does not run here. */
  readonly area: number | undefined;
  readonly type: SegmentType;
  readonly ends: readonly string[];
  /** `10.1.3`; the host comes behind it. */
  readonly network: string;
  readonly length: number;
  readonly secondary: string | undefined;
}

export interface PlannedVirtualLink {
  readonly transit: number;
  readonly ends: readonly [string, string];
}

export interface PlannedAnycast {
  readonly address: string;
  readonly routers: readonly string[];
}

export interface LabPlan {
  readonly routers: readonly string[];
  readonly routerIds: Readonly<Record<string, string>>;
  readonly areas: readonly PlannedArea[];
  readonly segments: readonly PlannedSegment[];
  readonly virtualLinks: readonly PlannedVirtualLink[];
  /** Addresses that several routers bear on their loopbacks. */
  readonly anycast: readonly PlannedAnycast[];
}

const areaKinds: readonly AreaKind[] = [
  'normal',
  'normal',
  'stub',
  'totallyStubby',
  'nssa',
  'nssa',
  'totallyNssa',
];

export function drawPlan(dice: Dice): LabPlan {
  const size = dice.chance(0.4) ? dice.between(8, 10) : dice.between(4, 8);
  const routers = Array.from({ length: size }, (_, index) => `r${index + 1}`);
  const hosts = dice.shuffled(routers.map((_, index) => index + 1));
  const routerIds = Object.fromEntries(routers.map((router, index) => [router, `10.255.0.${hosts[index]}`]));
  const areas = drawAreas(dice, routers);
  const virtualLinks = drawVirtualLinks(dice, areas);
  const segments = new SegmentDraw(dice);
  for (const area of areas) segments.connect(area);
  for (const router of routers) segments.addStubs(router, areas);
  const anycast = drawAnycast(dice, routers);
  return { routers, routerIds, areas, segments: segments.drawn, virtualLinks, anycast };
}

function drawAnycast(dice: Dice, routers: readonly string[]): PlannedAnycast[] {
  return Array.from({ length: dice.pick([0, 0, 1, 2, 3]) }, (_, index) => ({
    address: `10.254.${index + 1}.1`,
    routers: dice.shuffled(routers).slice(0, dice.between(2, 4)),
  }));
}

function drawAreas(dice: Dice, routers: readonly string[]): PlannedArea[] {
  const count = dice.pick([0, 1, 1, 2, 2, 3]);
  if (count === 0)
    return [{ id: dice.pick([0, 0, 0, 7]), kind: 'normal', routers: [...routers], borders: [] }];
  const coreSize = dice.between(2, Math.max(2, routers.length - count));
  const core = routers.slice(0, coreSize);
  const areas: PlannedArea[] = [{ id: 0, kind: 'normal', routers: core, borders: [] }];
  const rest = routers.slice(coreSize);
  for (let id = 1; id <= count; id++) {
    const inside = rest.splice(0, id === count ? rest.length : dice.between(0, rest.length));
    // An area behind another one needs a virtual link.
    const beyond = areas.find(
      (area) => area.id > 0 && area.kind === 'normal' && area.routers.length > area.borders.length,
    );
    const borders =
      beyond !== undefined && dice.chance(0.7)
        ? [dice.pick(beyond.routers.slice(beyond.borders.length))]
        : dice.shuffled(core).slice(0, dice.pick([1, 1, 2]));
    const kind = dice.pick(areaKinds);
    // An area of one router has no networks.
    if (borders.length + inside.length > 1)
      areas.push({ id, kind, routers: [...borders, ...inside], borders });
    else core.push(...inside);
  }
  return areas;
}

function drawVirtualLinks(dice: Dice, areas: readonly PlannedArea[]): PlannedVirtualLink[] {
  const links: PlannedVirtualLink[] = [];
  const core = areas[0]!.routers;
  for (const area of areas.slice(1)) {
    for (const border of area.borders) {
      if (core.includes(border)) continue;
      const transit = areas.find(({ id, routers }) => id > 0 && id !== area.id && routers.includes(border))!;
      for (const end of transit.borders) links.push({ transit: transit.id, ends: [border, end] });
    }
  }
  return links.filter(({ transit }) => areas.find(({ id }) => id === transit)!.kind === 'normal');
}

class SegmentDraw {
  readonly drawn: PlannedSegment[] = [];
  readonly #dice: Dice;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  /** A tree of cables and LANs over all routers of the area, then some more. */
  connect({ id, routers }: PlannedArea): void {
    const dice = this.#dice;
    const waiting = dice.shuffled(routers);
    const connected = waiting.splice(0, 1);
    while (waiting.length > 0) {
      const added = waiting.splice(0, dice.chance(0.35) ? dice.between(1, 3) : 1);
      this.#add(id, [dice.pick(connected), ...added]);
      connected.push(...added);
    }
    if (routers.length < 2) return;
    for (let extra = dice.between(0, routers.length); extra > 0; extra--) {
      this.#add(id, dice.shuffled(routers).slice(0, dice.chance(0.2) ? 3 : 2));
    }
    const cables = this.drawn.filter(({ area, ends }) => area === id && ends.length === 2);
    if (cables.length > 0 && dice.chance(0.3)) {
      const { ends } = dice.pick(cables);
      for (let more = dice.between(1, 2); more > 0; more--) this.#add(id, ends);
    }
  }

  /** Networks with nobody else, inside OSPF or beside it. */
  addStubs(router: string, areas: readonly PlannedArea[]): void {
    const dice = this.#dice;
    const own = areas.filter(({ routers }) => routers.includes(router));
    if (dice.chance(0.3)) this.#push(dice.pick(own).id, 'stub', [router]);
    if (dice.chance(0.25)) this.#push(undefined, 'stub', [router]);
  }

  #add(area: number, ends: readonly string[]): void {
    const dice = this.#dice;
    if (ends.length > 2) return this.#push(area, dice.chance(0.15) ? 'pointToMultipoint' : 'broadcast', ends);
    const types: readonly SegmentType[] = [
      'pointToPoint',
      'pointToPoint',
      'pointToPoint',
      'pointToPoint',
      'broadcast',
      'broadcast',
      'pointToMultipoint',
      'unnumbered',
    ];
    this.#push(area, dice.pick(types), ends);
  }

  #push(area: number | undefined, type: SegmentType, ends: readonly string[]): void {
    const number = this.drawn.length + 1;
    const network = area === undefined ? `172.16.${number}` : `10.${area}.${number}`;
    const length =
      ends.length === 2 && type !== 'stub'
        ? this.#dice.pick([24, 24, 30, 29])
        : this.#dice.pick([24, 24, 25, 28]);
    const plain = type === 'pointToPoint' || type === 'broadcast' || type === 'stub';
    const secondary = plain && this.#dice.chance(0.08) ? `10.${area ?? 99}.${100 + number}` : undefined;
    this.drawn.push({ name: `n${number}`, area, type, ends, network, length, secondary });
  }
}
