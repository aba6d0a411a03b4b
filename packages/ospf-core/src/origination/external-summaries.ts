// Imported routes told to the AS as a few prefixes around them (`summary-address`).

import { comparePrefixes, prefixContains } from '@ospflab/net';
import type { OspfExternalSummary } from '../config.ts';
import type { ExternalRouteAdded } from '../input.ts';

export interface SummariesInForce {
  readonly current: readonly OspfExternalSummary[];
  /** What the current ones become when the time to wait is over. */
  readonly wanted: readonly OspfExternalSummary[];
  /** Routes that came while the wanted ones wait. */
  readonly late: ReadonlySet<ExternalRouteAdded>;
}

/**
 * What lies inside a summary gives way to it, or to nothing when it is not advertised. The most specific summary counts.
 * FRR: ospfd/ospf_asbr.c, 8.4: a route that comes meanwhile lies inside the wanted ones and those that are about to go, and the summary
 * around it counts from then on.
 */
export function withSummaries(
  routes: readonly ExternalRouteAdded[],
  { current, wanted, late }: SummariesInForce,
): readonly ExternalRouteAdded[] {
  if (current.length === 0 && late.size === 0) return routes;
  const forLate = late.size === 0 ? current : [...wanted, ...current.filter((old) => !isAmong(wanted, old))];
  const active = new Set<OspfExternalSummary>();
  const single = routes.filter((route) => {
    const around = summaryAround(route, late.has(route) ? forLate : current);
    if (around !== undefined) active.add(around);
    return around === undefined;
  });
  // Changed ones count as changed.
  const told = [...forLate, ...current].filter(
    (summary, index, all) => active.has(summary) && !isAmong(activeBefore(all, index, active), summary),
  );
  return [...single, ...told.filter(({ advertise }) => advertise).map(importOf)];
}

function activeBefore(
  all: readonly OspfExternalSummary[],
  index: number,
  active: ReadonlySet<OspfExternalSummary>,
): readonly OspfExternalSummary[] {
  return all.slice(0, index).filter((summary) => active.has(summary));
}

function isAmong(summaries: readonly OspfExternalSummary[], { prefix }: OspfExternalSummary): boolean {
  return summaries.some((other) => comparePrefixes(other.prefix, prefix) === 0);
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
