// What a router of a random lab imports into OSPF: static, kernel and connected routes, through route maps and lists, and a default route.

import type { Dice } from './dice.ts';
import type { PlannedSegment } from './lab-plan.ts';

export class ImportWriter {
  /** Lines outside of blocks, and lists and route maps. */
  readonly top: string[] = [];
  readonly maps: string[] = [];
  /** Inside `router ospf`. */
  readonly ospf: string[] = [];
  readonly kernelRoutes: string[] = [];
  readonly #dice: Dice;
  readonly #router: string;
  readonly #number: number;
  readonly #segments: readonly PlannedSegment[];
  readonly #stubby: boolean;

  /** `stubby`: all areas of the router are stub areas. */
  constructor(dice: Dice, router: string, segments: readonly PlannedSegment[], stubby: boolean) {
    this.#dice = dice;
    this.#router = router;
    this.#number = Number(router.slice(1));
    this.#segments = segments;
    this.#stubby = stubby;
  }

  write(): void {
    const dice = this.#dice;
    if (!dice.chance(this.#stubby ? 0.1 : 0.4)) return;
    for (const source of ['connected', 'static', 'kernel']) {
      if (!dice.chance(0.5)) continue;
      if (source === 'static') this.#writeStaticRoutes();
      if (source === 'kernel') this.#writeKernelRoutes();
      const options = dice.shuffled([
        ...(dice.chance(0.6) ? [`metric ${dice.between(0, 40)}`] : []),
        ...(dice.chance(0.6) ? [`metric-type ${dice.between(1, 2)}`] : []),
        ...(dice.chance(0.35) ? [`route-map ${this.#writeRouteMap(source)}`] : []),
      ]);
      this.ospf.push(['redistribute', source, ...options].join(' '));
      if (dice.chance(0.1)) {
        const name = `DL${source}`;
        this.maps.push(
          `access-list ${name} seq 5 deny ${dice.pick(['192.168.0.0/16', '172.16.0.0/16', '198.18.0.0/16'])}`,
          `access-list ${name} seq 10 permit any`,
        );
        this.ospf.push(`distribute-list ${name} out ${source}`);
      }
    }
    if (dice.chance(0.3)) this.#writeDefault();
    if (dice.chance(0.1)) this.ospf.push(`default-metric ${dice.between(1, 50)}`);
    if (dice.chance(0.2)) {
      const how = dice.pick(['', ` tag ${dice.between(1, 9)}`, ' no-advertise']);
      this.ospf.push(
        `summary-address ${dice.pick(['192.168.0.0/16', '172.16.0.0/12', '198.18.0.0/15', '203.0.113.0/24'])}${how}`,
        'aggregation timer 5',
      );
    }
  }

  #writeStaticRoutes(): void {
    const dice = this.#dice;
    for (let count = dice.between(1, 3); count > 0; count--) {
      const shared = ['203.0.113.0/24', '203.0.113.128/25', '198.51.100.0/24', '192.0.2.7/32'][count]!;
      const prefix = dice.chance(0.7) ? `192.168.${this.#number * 10 + count}.0/24` : shared;
      this.top.push(
        `ip route ${prefix} ${this.#target()}${dice.chance(0.2) ? ` tag ${dice.between(1, 200)}` : ''}`,
      );
    }
  }

  /** Nowhere, or somebody on one of the networks. */
  #target(): string {
    const dice = this.#dice;
    const networks = this.#segments.filter(
      ({ type, length }) =>
        length < 30 && (type === 'broadcast' || type === 'stub' || type === 'pointToPoint'),
    );
    if (networks.length === 0 || dice.chance(0.5)) return dice.pick(['blackhole', 'Null0']);
    const { network, ends } = dice.pick(networks);
    const host = ends.findIndex((end) => end !== this.#router) + 1;
    return `${network}.${host === 0 ? 6 : dice.pick([host, 6])}`;
  }

  #writeKernelRoutes(): void {
    const dice = this.#dice;
    for (let count = dice.between(1, 2); count > 0; count--) {
      const target = this.#target();
      const how = /^\d/.test(target) ? `via ${target}` : undefined;
      const prefix = `198.18.${this.#number * 10 + count}.0/24`;
      this.kernelRoutes.push(
        how === undefined ? `ip route add blackhole ${prefix}` : `ip route add ${prefix} ${how}`,
      );
    }
  }

  #writeRouteMap(source: string): string {
    const dice = this.#dice;
    const name = `RM${source}`;
    const list = `PL${source}`;
    this.maps.push(
      `ip prefix-list ${list} seq 5 permit ${dice.pick(['192.168.0.0/16', '172.16.0.0/12', '198.18.0.0/15', '203.0.113.0/24'])} le ${dice.pick([24, 25, 32])}`,
    );
    const sets = dice
      .shuffled([
        `set metric ${dice.pick(['', '+'])}${dice.between(1, 30)}`,
        `set metric-type type-${dice.between(1, 2)}`,
        `set tag ${dice.between(1, 99)}`,
      ])
      .slice(0, dice.between(0, 3));
    this.maps.push(
      `route-map ${name} ${dice.chance(0.75) ? 'permit' : 'deny'} 10`,
      dice.chance(0.8) ? ` match ip address prefix-list ${list}` : ` match tag ${dice.between(1, 200)}`,
      ...sets.map((line) => ` ${line}`),
    );
    if (dice.chance(0.7)) this.maps.push(`route-map ${name} permit 20`, ` set tag ${dice.between(100, 200)}`);
    return name;
  }

  #writeDefault(): void {
    const dice = this.#dice;
    const always = dice.chance(0.6);
    if (!always) this.top.push(`ip route 0.0.0.0/0 ${this.#target()}`);
    const options = dice.shuffled([
      ...(always ? ['always'] : []),
      ...(dice.chance(0.5) ? [`metric ${dice.between(0, 40)}`] : []),
      ...(dice.chance(0.5) ? [`metric-type ${dice.between(1, 2)}`] : []),
    ]);
    this.ospf.push(['default-information originate', ...options].join(' '));
  }
}
