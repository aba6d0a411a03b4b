// Which routes of a host's RIB its ospfd imports: `redistribute` and `default-information originate` with their route maps.

import type { RibEntry } from '@ospflab/linux-host';
import { comparePrefixes, type Ipv4Address, type Ipv4Prefix } from '@ospflab/net';
import type { ExternalRouteAdded, ImportSource } from '@ospflab/ospf-core';
import type { FrrConfig, FrrDefaultInformation, FrrRedistribution } from '../readers/frr/frr-config.ts';
import {
  defaultMetricOf,
  externalMetricTypeUnlessConfigured,
  externalMetricUnlessConfigured,
} from './external-metrics.ts';
import { accessListNamed, permits } from './frr-lists.ts';
import { throughRouteMap } from './route-map.ts';

const defaultRoute: Ipv4Prefix = { address: 0 as Ipv4Address, length: 0 };

/** What redistribution asks of the host that it runs on. */
export interface RedistributingHost {
  readonly rib: readonly RibEntry[];
  /** Whether an address of the host runs OSPF, for its network needs no import. */
  readonly runsOspf: (prefix: Ipv4Prefix) => boolean;
  readonly interfaceName: (interfaceIndex: number) => string | undefined;
}

export function importedRoutes(frr: FrrConfig, host: RedistributingHost): ExternalRouteAdded[] {
  const { rib, runsOspf } = host;
  const { ospf } = frr;
  if (ospf === undefined) return [];
  const imported: ExternalRouteAdded[] = [];
  const offer = (
    route: ExternalRouteAdded,
    routeMap: string | undefined,
    entry: RibEntry | undefined,
  ): void => {
    const mapped =
      routeMap === undefined ? route : throughRouteMap(frr, routeMap, route, outgoingInterface(entry, host));
    if (mapped !== undefined) imported.push(mapped);
  };
  for (const redistribution of ospf.redistributions) {
    for (const entry of rib) {
      if (entry.source !== redistribution.source || !entry.selected || entry.prefix.length === 0) continue;
      // FRR: ospfd/ospf_zebra.c, ospf_distribute_check_connected, 8.4.
      if (entry.source === 'connected' && runsOspf(entry.prefix)) continue;
      if (!passesDistributeList(frr, redistribution.source, entry.prefix)) continue;
      const metric = redistribution.metric ?? ospf.defaultMetric ?? externalMetricUnlessConfigured;
      const imported = importOf(redistribution.source, entry, metric, redistribution);
      offer({ ...imported, tag: tagOf(frr, entry) }, redistribution.routeMap, entry);
    }
  }
  const { defaultInformation } = ospf;
  if (defaultInformation !== undefined) {
    const entry = rib.find(
      ({ prefix, selected, source }) => prefix.length === 0 && selected && source !== 'ospf',
    );
    if (entry !== undefined || defaultInformation.always) {
      offer(
        importOf('default', entry, defaultMetricOf(defaultInformation), defaultInformation),
        defaultInformation.routeMap,
        entry,
      );
    }
  }
  return imported;
}

/** Of the first next hop. */
function outgoingInterface(
  entry: RibEntry | undefined,
  { interfaceName }: RedistributingHost,
): string | undefined {
  const outgoing = entry?.hops.find(({ active }) => active)?.interfaceIndex;
  return outgoing === undefined ? undefined : interfaceName(outgoing);
}

/** FRR: ospfd/ospf_zebra.c, ospf_redistribute_check, 8.4: a list that does not exist lets everything through. */
function passesDistributeList(frr: FrrConfig, source: ImportSource, prefix: Ipv4Prefix): boolean {
  const configured = frr.ospf?.distributeLists.find((candidate) => candidate.source === source);
  const list = configured === undefined ? undefined : accessListNamed(frr, configured.list);
  return list === undefined || permits(list, prefix);
}

/** zebra keeps the tag of a static route beside it. */
function tagOf({ staticRoutes }: FrrConfig, { source, prefix }: RibEntry): number {
  if (source !== 'static') return 0;
  const found = staticRoutes.find((route) => comparePrefixes(route.prefix, prefix) === 0);
  return found?.tag ?? 0;
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
    metricType: metricType ?? externalMetricTypeUnlessConfigured,
    tag: 0,
    ...(nextHop === undefined ? {} : { nextHop }),
  };
}
