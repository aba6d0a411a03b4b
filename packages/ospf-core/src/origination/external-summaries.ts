// Imported routes told to the AS as a few prefixes around them (`summary-address`).

import { prefixContains } from '@ospflab/net';
import type { OspfExternalSummary } from '../config.ts';
import type { ExternalRouteAdded } from '../input.ts';

/** What lies inside a summary gives way to it, or to nothing when it is not advertised. The most specific summary counts. */
export function withSummaries(
  routes: readonly ExternalRouteAdded[],
  summaries: readonly OspfExternalSummary[],
): readonly ExternalRouteAdded[] {
  if (summaries.length === 0) return routes;
  const active = new Set<OspfExternalSummary>();
  const single = routes.filter((route) => {
    const around = summaryAround(route, summaries);
    if (around !== undefined) active.add(around);
    return around === undefined;
  });
  const told = summaries.filter((summary) => summary.advertise && active.has(summary));
  return [...single, ...told.map(importOf)];
}

/** The most specific one counts. */
export function summaryAround(
  { prefix }: ExternalRouteAdded,
  summaries: readonly OspfExternalSummary[],
): OspfExternalSummary | undefined {
  let found: OspfExternalSummary | undefined;
  for (const summary of summaries) {
    const { length } = summary.prefix;
    if (length > prefix.length || !prefixContains(summary.prefix, prefix.address)) continue;
    if (found === undefined || length > found.prefix.length) found = summary;
  }
  return found;
}

function importOf({ prefix, metric, metricType, tag }: OspfExternalSummary): ExternalRouteAdded {
  return { kind: 'externalRouteAdded', source: 'static', prefix, metric, metricType, tag };
}
