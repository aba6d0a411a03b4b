// The frr.conf of one router of a random lab.

import type { Dice } from './dice.ts';
import { ImportWriter } from './import-writer.ts';
import type { AreaKind, LabPlan, PlannedArea, PlannedSegment } from './lab-plan.ts';

/** What all routers have to agree on. */
export interface Agreement {
  readonly authentication: 'none' | 'simple' | 'messageDigest';
  readonly retransmit: number;
  readonly abrType: string | undefined;
  readonly rfc1583: boolean;
  readonly networkStatements: boolean;
}

const simpleKey = 'secret';

export class RouterWriter {
  kernelRoutes: readonly string[] = [];
  readonly #dice: Dice;
  readonly #plan: LabPlan;
  readonly #agreement: Agreement;
  readonly #ranges: ReadonlyMap<number, readonly string[]>;
  readonly #router: string;
  readonly #number: number;
  readonly #areas: readonly PlannedArea[];
  readonly #segments: readonly PlannedSegment[];
  readonly #top: string[] = [];
  readonly #maps: string[] = [];
  readonly #interfaces: string[] = [];
  readonly #ospf: string[] = [];
  readonly #loopbackArea: number | undefined;

  constructor(
    dice: Dice,
    plan: LabPlan,
    agreement: Agreement,
    ranges: ReadonlyMap<number, readonly string[]>,
    router: string,
  ) {
    this.#dice = dice;
    this.#plan = plan;
    this.#agreement = agreement;
    this.#ranges = ranges;
    this.#router = router;
    this.#number = Number(router.slice(1));
    this.#areas = plan.areas.filter(({ routers }) => routers.includes(router));
    this.#segments = plan.segments.filter(({ ends }) => ends.includes(router));
    const needsLoopback = this.#segments.some(({ type }) => type === 'unnumbered');
    this.#loopbackArea = needsLoopback || dice.chance(0.8) ? dice.pick(this.#areas).id : undefined;
  }

  write(): string {
    this.#ospf.push(`ospf router-id ${this.#plan.routerIds[this.#router]}`);
    this.#writeLoopback();
    this.#segments.forEach((segment, port) => this.#writeInterface(segment, port));
    this.#writeAreas();
    this.#writeVirtualLinks();
    const stubby = this.#areas.every(({ kind }) => kind === 'stub' || kind === 'totallyStubby');
    const imports = new ImportWriter(this.#dice, this.#router, this.#segments, stubby);
    imports.write();
    this.#top.push(...imports.top);
    this.#maps.push(...imports.maps);
    this.#ospf.push(...imports.ospf);
    this.kernelRoutes = imports.kernelRoutes;
    this.#writeOptions();
    return [
      `hostname ${this.#router}`,
      ...this.#top,
      ...this.#maps,
      ...this.#interfaces,
      'router ospf',
      ...this.#ospf.map((line) => ` ${line}`),
      '',
    ].join('\n');
  }

  #writeLoopback(): void {
    const lines = [`interface lo`, ` ip address 10.255.0.${this.#number}/32`];
    const addresses = this.#plan.anycast.flatMap(({ address, routers }) =>
      routers.includes(this.#router) ? [address] : [],
    );
    lines.push(...addresses.map((address) => ` ip address ${address}/32`));
    if (this.#loopbackArea !== undefined) {
      if (this.#agreement.networkStatements)
        for (const address of [`10.255.0.${this.#number}`, ...addresses])
          this.#ospf.push(`network ${address}/32 area ${this.#loopbackArea}`);
      else lines.push(` ip ospf area ${this.#loopbackArea}`);
      if (this.#dice.chance(addresses.length > 0 ? 0.4 : 0.1))
        lines.push(` ip ospf cost ${this.#dice.between(1, 20)}`);
    }
    this.#interfaces.push(...lines);
  }

  #writeInterface(segment: PlannedSegment, port: number): void {
    const dice = this.#dice;
    const host = segment.ends.indexOf(this.#router) + 1;
    const lines = [`interface eth${port}`];
    const addresses: string[] = [];
    if (segment.type === 'unnumbered') addresses.push(`10.255.0.${this.#number}/32`);
    else addresses.push(`${segment.network}.${host}/${segment.length}`);
    if (segment.secondary !== undefined) addresses.push(`${segment.secondary}.${host}/24`);
    lines.push(...addresses.map((address) => ` ip address ${address}`));
    this.#interfaces.push(...lines);
    if (segment.area === undefined) return;
    if (this.#agreement.networkStatements) {
      this.#ospf.push(
        ...addresses.map((address) => `network ${address.replace(/\.\d+\//, '.0/')} area ${segment.area}`),
      );
    } else {
      this.#interfaces.push(` ip ospf area ${segment.area}`);
    }
    if (dice.chance(0.85))
      this.#interfaces.push(` ip ospf cost ${dice.chance(0.1) ? dice.between(10, 900) : dice.between(1, 9)}`);
    this.#interfaces.push(
      ...this.#typeLines(segment),
      ' ip ospf hello-interval 1',
      ` ip ospf dead-interval ${segment.type === 'broadcast' ? 10 : 4}`,
    );
    this.#interfaces.push(` ip ospf retransmit-interval ${this.#agreement.retransmit}`, ...this.#keyLines());
  }

  #typeLines({ type, ends }: PlannedSegment): string[] {
    switch (type) {
      case 'pointToPoint':
      case 'unnumbered':
        return [' ip ospf network point-to-point'];
      case 'pointToMultipoint':
        return [' ip ospf network point-to-multipoint'];
      case 'broadcast':
        // Who is elected shall not depend on who is first: the priorities of a LAN differ.
        return [` ip ospf priority ${ends.indexOf(this.#router) * 10 + this.#dice.between(1, 5)}`];
      case 'stub':
        return this.#dice.chance(0.4) ? [' ip ospf passive'] : [];
    }
  }

  #keyLines(): string[] {
    switch (this.#agreement.authentication) {
      case 'none':
        return [];
      case 'simple':
        return [' ip ospf authentication', ` ip ospf authentication-key ${simpleKey}`];
      case 'messageDigest':
        return [` ip ospf message-digest-key 1 md5 ${simpleKey}`];
    }
  }

  #writeAreas(): void {
    const dice = this.#dice;
    for (const area of this.#areas) {
      const { id } = area;
      const isBorder = area.borders.includes(this.#router);
      const line = kindLine(area.kind, isBorder);
      if (line !== undefined)
        this.#ospf.push(
          `area ${id} ${line}${line.startsWith('nssa') && isBorder && dice.chance(0.2) ? translator(dice, line) : ''}`,
        );
      if (isBorder && area.kind !== 'normal' && dice.chance(0.3))
        this.#ospf.push(`area ${id} default-cost ${dice.between(0, 40)}`);
      if (this.#agreement.authentication === 'messageDigest')
        this.#ospf.push(`area ${id} authentication message-digest`);
      if (this.#areas.length > 1) {
        if (dice.chance(0.85)) this.#ospf.push(...this.#ranges.get(id)!);
        this.#writeFilters(id);
      }
    }
  }

  #writeFilters(id: number): void {
    const dice = this.#dice;
    for (const direction of ['in', 'out']) {
      if (!dice.chance(0.08)) continue;
      const name = `FL${id}${direction}`;
      this.#maps.push(
        `ip prefix-list ${name} seq 5 deny 10.${dice.between(0, 3)}.0.0/16 ge ${dice.between(17, 24)}`,
        `ip prefix-list ${name} seq 10 permit 0.0.0.0/0 le 32`,
      );
      this.#ospf.push(`area ${id} filter-list prefix ${name} ${direction}`);
    }
    for (const kind of ['import-list', 'export-list']) {
      if (!dice.chance(0.05)) continue;
      const name = `AL${id}${kind.slice(0, 2)}`;
      this.#maps.push(
        `access-list ${name} seq 5 deny 10.${dice.between(0, 3)}.0.0/16`,
        `access-list ${name} seq 10 permit any`,
      );
      this.#ospf.push(`area ${id} ${kind} ${name}`);
    }
  }

  #writeVirtualLinks(): void {
    for (const { transit, ends } of this.#plan.virtualLinks) {
      if (!ends.includes(this.#router)) continue;
      const other = ends.find((end) => end !== this.#router)!;
      const link = `area ${transit} virtual-link ${this.#plan.routerIds[other]}`;
      this.#ospf.push(
        `${link} hello-interval 1 dead-interval 4 retransmit-interval ${this.#agreement.retransmit}`,
      );
      if (this.#agreement.authentication === 'simple') {
        this.#ospf.push(`${link} authentication`, `${link} authentication-key ${simpleKey}`);
      }
      if (this.#agreement.authentication === 'messageDigest') {
        this.#ospf.push(
          `${link} authentication message-digest`,
          `${link} message-digest-key 1 md5 ${simpleKey}`,
        );
      }
    }
  }

  #writeOptions(): void {
    const dice = this.#dice;
    const { abrType, rfc1583 } = this.#agreement;
    if (abrType !== undefined) this.#ospf.push(`ospf abr-type ${abrType}`);
    if (rfc1583) this.#ospf.push('compatible rfc1583');
    if (dice.chance(0.08)) this.#ospf.push('max-metric router-lsa administrative');
    if (dice.chance(0.08)) this.#ospf.push(`maximum-paths ${dice.between(1, 3)}`);
    if (dice.chance(0.08)) this.#ospf.push(`distance ${dice.between(2, 200)}`);
    else if (dice.chance(0.08))
      this.#ospf.push(
        `distance ospf ${dice.pick(['intra-area', 'inter-area', 'external'])} ${dice.between(2, 200)}`,
      );
    if (dice.chance(0.08))
      this.#ospf.push(`auto-cost reference-bandwidth ${dice.pick([1000, 40000, 1000000])}`);
    if (dice.chance(0.05))
      this.#ospf.push(`passive-interface eth${dice.between(0, this.#segments.length - 1)}`);
  }
}

function kindLine(kind: AreaKind, isBorder: boolean): string | undefined {
  switch (kind) {
    case 'normal':
      return undefined;
    case 'stub':
      return 'stub';
    case 'totallyStubby':
      return isBorder ? 'stub no-summary' : 'stub';
    case 'nssa':
      return 'nssa';
    case 'totallyNssa':
      return isBorder ? 'nssa no-summary' : 'nssa';
  }
}

function translator(dice: Dice, line: string): string {
  // One line says both in an order of its own.
  return line === 'nssa'
    ? ` ${dice.pick(['translate-always', 'translate-never', 'translate-candidate'])}`
    : '';
}
