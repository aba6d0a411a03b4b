// SPF against FRR 8.4.4: from the recorded databases to the recorded `show ip ospf route json`, both ways, every row.

import { formatIpv4Address, formatIpv4Prefix, ipv4 } from '@ospflab/net';
import { describe, expect, it } from 'vitest';
import {
  buildLinkStateGraph,
  computeIntraAreaRoutes,
  computeShortestPaths,
  lsTypes,
  type AreaId,
  type Lsa,
} from '@ospflab/ospf-core';
import {
  readFixture,
  readRecordedLsdb,
  readRecordedRouters,
  recordedCases,
  type RecordedRouter,
} from '../recorded-lsdb.ts';

interface RecordedRoute {
  readonly routeType: string;
  readonly cost: number;
  readonly area?: string;
  readonly nexthops: readonly {
    readonly ip: string;
    readonly via?: string;
    readonly directlyAttachedTo?: string;
  }[];
}

/** Intra-area rows as sorted text: `10.0.1.0/24 5 10.0.1.2 eth0, 10.0.2.2 eth1`. */
function recordedRows(name: string, router: string, area: string): readonly string[] {
  const recorded = JSON.parse(readFixture(`${name}/${router}.ospf-route.json`)) as Record<
    string,
    RecordedRoute
  >;
  return Object.entries(recorded)
    .filter(([, route]) => route.routeType === 'N' && route.area === area)
    .map(([prefix, route]) => {
      const hops = route.nexthops.map((hop) =>
        hop.directlyAttachedTo === undefined ? `${hop.ip} ${hop.via}` : `direct ${hop.directlyAttachedTo}`,
      );
      return `${prefix} ${route.cost} ${hops.sort().join(', ')}`;
    })
    .sort();
}

function computedRows(lsas: readonly Lsa[], router: RecordedRouter, area: string): readonly string[] {
  const paths = computeShortestPaths(buildLinkStateGraph(lsas), router.routerId, router.interfaces);
  const nameOf = (index: number): string =>
    router.interfaces.find((candidate) => candidate.interfaceIndex === index)!.name;
  return computeIntraAreaRoutes(paths, ipv4(area) as number as AreaId, 256)
    .map((route) => {
      const hops = route.nextHops.map((hop) =>
        hop.address === undefined
          ? `direct ${nameOf(hop.interfaceIndex)}`
          : `${formatIpv4Address(hop.address)} ${nameOf(hop.interfaceIndex)}`,
      );
      return `${formatIpv4Prefix(route.prefix)} ${route.cost} ${hops.sort().join(', ')}`;
    })
    .sort();
}

const severalAreas = recordedCases.filter((name) => /^(areas-|intra-over-inter|virtual-link)/.test(name));

describe('intra-area routes from recorded databases', () => {
  for (const name of recordedCases.filter((candidate) => !severalAreas.includes(candidate))) {
    it(`of ${name} are those of FRR at every router that the database holds`, () => {
      const lsas = readRecordedLsdb(name).map(({ lsa }) => lsa);
      const present = readRecordedRouters(name).filter((router) =>
        lsas.some((lsa) => lsa.type === lsTypes.router && lsa.advertisingRouter === router.routerId),
      );
      expect(present.length).toBeGreaterThan(1);
      for (const router of present) {
        expect(computedRows(lsas, router, '0.0.0.0'), router.name).toEqual(
          recordedRows(name, router.name, '0.0.0.0'),
        );
      }
    });
  }

  for (const name of severalAreas) {
    it(`of ${name} are those of FRR in every area of the recording router`, () => {
      const recorded = readRecordedLsdb(name);
      const router = readRecordedRouters(name).find((candidate) => candidate.name === 'r1')!;
      const areas = [...new Set(recorded.map(({ areaId }) => areaId))];
      for (const area of areas) {
        const lsas = recorded.filter(({ areaId }) => areaId === area).map(({ lsa }) => lsa);
        expect(computedRows(lsas, router, area), area).toEqual(recordedRows(name, 'r1', area));
      }
    });
  }
});
