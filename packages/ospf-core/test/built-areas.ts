// Real routers from the plan of a network of several areas, the damage that is done to them, and what has to hold once they are quiet.

import {
  formatIpv4Address,
  formatIpv4Prefix,
  ipv4,
  parseIpv4Prefix,
  prefixContains,
  type Ipv4Address,
  type Ipv4Prefix,
} from '@ospflab/net';
import { after, seconds } from '@ospflab/sim';
import { expect } from 'vitest';
import type {
  AreaId,
  OspfAreaConfig,
  OspfEvent,
  OspfInterfaceConfig,
  OspfProfile,
  OspfRouterConfig,
  OspfVirtualLinkConfig,
  RouterId,
} from '@ospflab/ospf-core';
import type { OracleRules } from './area-oracle-word.ts';
import { interfaceConfig, routerConfig, TestNetwork, type TestNode } from './network.ts';
import { view } from './pair.ts';
import {
  areasOf,
  externalRange,
  loopbackOf,
  rangeOf,
  segmentsLeft,
  type AreasPlan,
  type Damage,
  type PlannedEnd,
  type PlannedSegment,
} from './planned-areas.ts';

export interface AreasRules extends OracleRules {
  readonly profile: OspfProfile;
}

const learnsAfter = seconds(2);
/** Longer than anything waits that goes on: the translator of an NSSA stays for 40 s (RFC 3101, TranslatorStabilityInterval). */
const quietSeconds = 60;
const quietLatestSeconds = 900;

const signsOfLife: ReadonlySet<OspfEvent['kind']> = new Set<OspfEvent['kind']>([
  'lsaOriginated',
  'lsaFlushed',
  'lsaInstalled',
  'ospfRouteChanged',
  'ospfRouteRemoved',
]);

export class BuiltAreas {
  readonly plan: AreasPlan;
  readonly network: TestNetwork;
  readonly nodes: readonly TestNode[];
  readonly #away = new Set<number>();
  readonly #cut = new Set<PlannedSegment>();
  readonly #down = new Set<PlannedEnd>();

  /** Every router will start within three seconds. */
  constructor(plan: AreasPlan, rules: AreasRules) {
    this.plan = plan;
    this.network = new TestNetwork(plan.seed + 1);
    const { network } = this;
    this.nodes = plan.loopbackAreas.map((_, router) =>
      network.addNode(`r${router + 1}`, configOf(plan, router, rules)),
    );
    for (const segment of plan.segments) {
      network.connect(
        ...segment.ends.map((end) => [this.nodes[end.router]!, interfaceOf(segment, end)] as const),
      );
    }
    for (const router of this.nodes.keys()) this.#start(router, 3 * network.random());
  }

  get damage(): Damage {
    return { away: this.#away, cut: this.#cut, down: this.#down };
  }

  #start(router: number, delaySeconds: number): void {
    const { network, plan } = this;
    const node = this.nodes[router]!;
    network.start(node, delaySeconds);
    network.at(after(network.now, (seconds(delaySeconds) + learnsAfter) as typeof learnsAfter), () => {
      for (const { router: importer, prefix, metric, metricType, nextHop } of plan.externals) {
        if (importer !== router) continue;
        network.input(node, {
          kind: 'externalRouteAdded',
          source: 'static',
          prefix: prefixNamed(prefix),
          metric,
          metricType,
          tag: 0,
          ...(nextHop === undefined ? {} : { nextHop: ipv4(nextHop) }),
        });
      }
    });
  }

  stop(router: number, graceful: boolean): void {
    this.#away.add(router);
    this.network.input(this.nodes[router]!, { kind: 'stopped', graceful });
  }

  startAgain(router: number): void {
    this.#away.delete(router);
    this.#start(router, 0);
  }

  setCut(segment: PlannedSegment, cut: boolean): void {
    if (cut) this.#cut.add(segment);
    else this.#cut.delete(segment);
    for (const end of segment.ends) this.#setStations(end, segment);
  }

  setDown(segment: PlannedSegment, end: PlannedEnd, down: boolean): void {
    if (down) this.#down.add(end);
    else this.#down.delete(end);
    this.#setStations(end, segment);
    const { interfaceIndex } = end;
    const kind = down ? 'interfaceDown' : 'interfaceUp';
    this.network.input(this.nodes[end.router]!, { kind, interfaceIndex });
  }

  #setStations(end: PlannedEnd, segment: PlannedSegment): void {
    const isCut = this.#cut.has(segment) || this.#down.has(end);
    this.network.setCut(this.nodes[end.router]!, end.interfaceIndex, isCut);
  }

  /** Until nobody has had any news for a while. */
  runUntilQuiet(): void {
    const { network } = this;
    const began = network.now;
    let lastNews: number | undefined = began;
    while (lastNews !== undefined) {
      expect((lastNews - began) / 1e9, 'the network does not become quiet').toBeLessThan(quietLatestSeconds);
      network.log.length = 0;
      network.runUntil(lastNews / 1e9 + quietSeconds);
      lastNews = network.log.findLast(({ event }) => signsOfLife.has(event.kind))?.at;
    }
  }

  /** For each router the rows of the oracle. */
  rows(): string[][] {
    return this.nodes.map(routeRows);
  }
}

function configOf(plan: AreasPlan, router: number, rules: AreasRules): OspfRouterConfig {
  const loopback = interfaceConfig(1, loopbackOf(router), 32, {
    areaId: plan.loopbackAreas[router]! as AreaId,
  });
  const links = plan.segments.flatMap((segment) =>
    segment.ends.filter((end) => end.router === router).map((end) => interfaceOf(segment, end)),
  );
  const asBoundaryRouter = plan.externals.some((external) => external.router === router);
  return routerConfig(loopbackOf(router), [loopback, ...links], {
    profile: rules.profile,
    rfc1583Compatibility: rules.rfc1583Compatibility,
    areas: areaConfigs(plan, router),
    virtualLinks: virtualLinksOf(plan, router),
    asBoundaryRouter,
  });
}

function areaConfigs(plan: AreasPlan, router: number): OspfAreaConfig[] {
  return areasOf(plan, router).map((index) => {
    const { area, kind, noSummary, condensers, hidden, translator, externalCondensers } = plan.areas[index]!;
    const ranges = [{ prefix: prefixNamed(rangeOf(area)), advertise: !hidden }];
    const externalRanges = [{ prefix: prefixNamed(externalRange), advertise: true }];
    return {
      areaId: area as AreaId,
      kind,
      noSummary,
      ...(kind === 'nssa' && translator.router === router ? { translator: translator.role } : {}),
      ...(condensers.includes(router) ? { ranges } : {}),
      ...(externalCondensers.includes(router) ? { externalRanges } : {}),
    };
  });
}

function virtualLinksOf(plan: AreasPlan, router: number): OspfVirtualLinkConfig[] {
  return plan.virtualLinks.flatMap(({ transitArea, ends }) => {
    if (!ends.includes(router)) return [];
    const other = ends[0] === router ? ends[1] : ends[0];
    return {
      transitAreaId: transitArea as AreaId,
      neighborId: ipv4(loopbackOf(other)) as number as RouterId,
      helloInterval: seconds(1),
      deadInterval: seconds(4),
      retransmitInterval: seconds(2),
      transmitDelay: seconds(1),
    };
  });
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

function routeRows(node: TestNode): string[] {
  const rows = [...node.routes.values()].map((route) => {
    const cost = route.pathType === 'external2' ? `${route.cost}+${route.type2Cost}` : route.cost;
    const hops = route.nextHops.map(
      ({ address, interfaceIndex }) =>
        `${address === undefined ? 'direct' : formatIpv4Address(address)}@${interfaceIndex}`,
    );
    return [formatIpv4Prefix(route.prefix), route.pathType, cost, ...hops.sort()].join(' ');
  });
  return rows.sort();
}

// An LSA at MaxAge is gone already; when each router takes it out of its database is its own affair. Parts of a partitioned area have
// nothing to do with each other, so equality is asked along each segment.
export function expectEqualDatabases({ plan, network, nodes, damage }: BuiltAreas): void {
  const living = (router: number, area: number | undefined): string[] => {
    const { areas, externalLsas } = view(network, nodes[router]!);
    const lsas = area === undefined ? externalLsas : areas.find(({ areaId }) => areaId === area)!.lsas;
    return lsas
      .filter(({ ageSeconds }) => ageSeconds < 3600)
      .map(({ lsa }) => [...lsa.bytes.subarray(2)].join(' '));
  };
  for (const { area, prefix, ends } of segmentsLeft(plan, damage)) {
    const scopes = plan.areas[area]!.kind === 'normal' ? [area, undefined] : [area];
    for (const scope of scopes) {
      const rows = living(ends[0]!.router, scope);
      expect(rows.length, `databases on ${prefix}`).toBeGreaterThan(scope === undefined ? -1 : 0);
      for (const { router } of ends) expect(living(router, scope), `databases on ${prefix}`).toEqual(rows);
    }
  }
}

/**
 * Whichever of its ways each router takes, no packet to an address that any router knows a route to comes by the same router twice. A
 * router that imports a route sends what it is for out of the AS. `backboneInPieces`: border routers then disagree on who is within reach,
 * and only destinations inside the AS are safe (RFC 2328 §3.1 asks for a backbone in one piece).
 */
export function expectNoLoops({ plan, nodes, damage }: BuiltAreas, backboneInPieces: boolean): void {
  const owners = new Map<number, TestNode>();
  for (const node of nodes) {
    for (const stations of node.stations.values())
      for (const { address, cut } of stations) if (!cut) owners.set(address, node);
  }
  const leavesAt = (node: TestNode, address: Ipv4Address): boolean =>
    plan.externals.some(
      ({ router, prefix }) =>
        nodes[router] === node && !damage.away.has(router) && prefixContains(prefixNamed(prefix), address),
    );
  for (const [name, address] of destinationsOf(nodes)) {
    if (backboneInPieces && isOutside(name)) continue;
    const settled = new Set<TestNode>();
    const follow = (node: TestNode, path: readonly string[]): void => {
      expect(path, `a packet to ${name} goes in a circle`).not.toContain(node.name);
      if (settled.has(node) || leavesAt(node, address)) return;
      for (const hop of node.routeTo(address)?.nextHops ?? []) {
        const next = hop.address === undefined ? undefined : owners.get(hop.address);
        if (next !== undefined) follow(next, [...path, node.name]);
      }
      settled.add(node);
    };
    for (const node of nodes) follow(node, []);
  }
}

const rangeLength = 16;
const isOutside = (prefix: string): boolean => prefix.startsWith('198.51.');

/**
 * An address in each prefix that any router knows, ranges left out: where a virtual link crosses the area of a range that its end tells the
 * backbone, RFC 2328 itself has packets to addresses of the range that nobody has go in circles.
 */
function destinationsOf(nodes: readonly TestNode[]): Map<string, Ipv4Address> {
  const destinations = new Map<string, Ipv4Address>();
  for (const node of nodes) {
    for (const { prefix } of node.routes.values()) {
      if (prefix.length === rangeLength) continue;
      const inside = prefix.length === 32 ? prefix.address : prefix.address + 77;
      destinations.set(formatIpv4Prefix(prefix), inside as Ipv4Address);
    }
  }
  return destinations;
}
