// Which routes of a host's RIB its ospfd imports: `redistribute` and `default-information originate` with their route maps.

import type { RibEntry } from '@ospflab/linux-host';
import { maskOfLength, prefixContains, type Ipv4Address, type Ipv4Prefix } from '@ospflab/net';
import type { ExternalRouteAdded, ImportSource } from '@ospflab/ospf-core';
import type {
  FrrConfig,
  FrrDefaultInformation,
  FrrRedistribution,
  FrrRouteMapEntry,
  FrrRouteMapMatch,
} from '../readers/frr/frr-config.ts';

/** FRR: ospfd/ospf_zebra.h, 8.4. */
const metricUnlessConfigured = 20;
const defaultRouteMetric = 10;
const defaultRouteAlwaysMetric = 1;
const metricTypeUnlessConfigured = 2;

const defaultRoute: Ipv4Prefix = { address: 0 as Ipv4Address, length: 0 };

/** `runsOspf`: whether an address of the host runs OSPF, for its network needs no import. */
export function importedRoutes(
  frr: FrrConfig,
  rib: readonly RibEntry[],
  runsOspf: (prefix: Ipv4Prefix) => boolean,
): ExternalRouteAdded[] {
  const { ospf } = frr;
  if (ospf === undefined) return [];
  const imported: ExternalRouteAdded[] = [];
  const offer = (route: ExternalRouteAdded, routeMap: string | undefined): void => {
    const mapped = throughRouteMap(frr, routeMap, route);
    if (mapped !== undefined) imported.push(mapped);
  };
  for (const redistribution of ospf.redistributions) {
    for (const entry of rib) {
      if (entry.source !== redistribution.source || !entry.selected || entry.prefix.length === 0) continue;
      // FRR: ospfd/ospf_zebra.c, ospf_distribute_check_connected, 8.4.
      if (entry.source === 'connected' && runsOspf(entry.prefix)) continue;
      const metric = redistribution.metric ?? ospf.defaultMetric ?? metricUnlessConfigured;
      offer(importOf(redistribution.source, entry, metric, redistribution), redistribution.routeMap);
    }
  }
  const { defaultInformation } = ospf;
  if (defaultInformation !== undefined) {
    const entry = rib.find(
      ({ prefix, selected, source }) => prefix.length === 0 && selected && source !== 'ospf',
    );
    if (entry !== undefined || defaultInformation.always) {
      const byDefault = defaultInformation.always ? defaultRouteAlwaysMetric : defaultRouteMetric;
      offer(
        importOf('default', entry, defaultInformation.metric ?? byDefault, defaultInformation),
        defaultInformation.routeMap,
      );
    }
  }
  return imported;
}

function importOf(
  source: ImportSource,
  entry: RibEntry | undefined,
  metric: number,
  { metricType }: FrrRedistribution | FrrDefaultInformation,
): ExternalRouteAdded {
  const nextHop = entry?.hops.find(({ active }) => active)?.gateway;
  return {
    kind: 'externalRouteAdded',
    source,
    prefix: entry?.prefix ?? defaultRoute,
    metric,
    metricType: metricType ?? metricTypeUnlessConfigured,
    tag: 0,
    ...(nextHop === undefined ? {} : { nextHop }),
  };
}

/** Undefined when the map denies the route, or does not exist. */
function throughRouteMap(
  frr: FrrConfig,
  name: string | undefined,
  route: ExternalRouteAdded,
): ExternalRouteAdded | undefined {
  if (name === undefined) return route;
  const map = frr.routeMaps.find((candidate) => candidate.name === name);
  const entry = map?.entries.find(({ matches }) =>
    matches.every((one) => matchesPrefix(frr, one, route.prefix)),
  );
  return entry?.permit === true ? withSettings(entry, route) : undefined;
}

function withSettings(entry: FrrRouteMapEntry, route: ExternalRouteAdded): ExternalRouteAdded {
  return {
    ...route,
    metric: entry.setMetric ?? route.metric,
    metricType: entry.setMetricType ?? route.metricType,
    tag: entry.setTag ?? route.tag,
  };
}

/** A list that does not exist, or has no line for the prefix, denies. */
function matchesPrefix(frr: FrrConfig, match: FrrRouteMapMatch, prefix: Ipv4Prefix): boolean {
  if (match.kind === 'prefixList') {
    const list = frr.prefixLists.find(({ name }) => name === match.name);
    const line = list?.entries.find(
      (entry) =>
        isInside(entry.prefix, prefix) &&
        prefix.length >= (entry.ge ?? entry.prefix.length) &&
        prefix.length <= (entry.le ?? (entry.ge === undefined ? entry.prefix.length : 32)),
    );
    return line?.permit === true;
  }
  const list = frr.accessLists.find(({ name }) => name === match.name);
  const line = list?.entries.find(
    (entry) => isInside(entry.prefix, prefix) && (!entry.exact || entry.prefix.length === prefix.length),
  );
  return line?.permit === true;
}

function isInside(outer: Ipv4Prefix, inner: Ipv4Prefix): boolean {
  return (
    inner.length >= outer.length &&
    prefixContains(outer, inner.address) &&
    (inner.address & ~maskOfLength(inner.length)) === 0
  );
}
