// New settings of the running process that do not need a new beginning. The router id does: see `OspfRouter`.

import { comparePrefixes } from '@ospflab/net';
import { after } from '@ospflab/sim';
import type { Area } from './area.ts';
import { checkBorderStatus } from './border-status.ts';
import type { OspfAreaConfig, OspfExternalSummary, OspfRouterConfig } from './config.ts';
import { leaveOverflow, noticeOverflow } from './database/database-overflow.ts';
import { dropUnwantedHelp } from './graceful-restart/check-helped-neighbors.ts';
import { bringUp, takeDown } from './interface/device-state.ts';
import { originateRouterLsa } from './origination/originate.ts';
import type { RouterState } from './router-state.ts';
import { scheduleExternalRoutes, scheduleSpf } from './spf-schedule.ts';

export function reconfigureRouter(router: RouterState, config: OspfRouterConfig): void {
  const { maxMetricWanted, maximumPaths, isAsBoundaryRouter, profile, overflow, wantedExternalSummaries } =
    router;
  router.adopt(config);
  // The host is given all routes anew.
  if (maximumPaths !== router.maximumPaths) router.announced = [];
  // A new limit is a new beginning.
  if (overflow?.limit !== router.overflow?.limit) {
    leaveOverflow(router);
    noticeOverflow(router);
  }
  dropUnwantedHelp(router);
  checkBorderStatus(router);
  for (const area of router.areas) adoptAreaConfig(router, area, config.areas);
  if (
    maxMetricWanted !== router.maxMetricWanted ||
    isAsBoundaryRouter !== router.isAsBoundaryRouter ||
    profile.referenceBandwidthMbit !== config.profile.referenceBandwidthMbit
  ) {
    originateAllRouterLsas(router);
  }
  for (const area of router.areas) scheduleSpf(router, area);
  if (!areSame(wantedExternalSummaries, router.wantedExternalSummaries)) delayExternalSummaries(router);
  scheduleExternalRoutes(router);
}

// FRR: ospfd/ospf_asbr.c, ospf_external_aggregator_timer_set, 8.4: the first change winds the timer, others take what is left of it.
function delayExternalSummaries(router: RouterState): void {
  const { externalSummariesTimer, externalSummaryDelay, now } = router;
  if (externalSummaryDelay === 0) router.externalSummaries = router.wantedExternalSummaries;
  else if (externalSummariesTimer.at === undefined)
    externalSummariesTimer.set(after(now, externalSummaryDelay));
}

export function adoptExternalSummaries(router: RouterState): void {
  router.lateImports.clear();
  router.externalSummaries = router.wantedExternalSummaries;
  scheduleExternalRoutes(router);
}

function areSame(left: readonly OspfExternalSummary[], right: readonly OspfExternalSummary[]): boolean {
  return (
    left.length === right.length &&
    left.every((one, index) => {
      const other = right[index]!;
      return (
        comparePrefixes(one.prefix, other.prefix) === 0 &&
        one.advertise === other.advertise &&
        one.metric === other.metric &&
        one.metricType === other.metricType &&
        one.tag === other.tag
      );
    })
  );
}

export function originateAllRouterLsas(router: RouterState): void {
  for (const area of router.areas) originateRouterLsa(router, area, 'configurationChanged');
}

// Neighbours have to agree on the kind of area, RFC 2328 §10.5: a new kind begins new adjacencies.
function adoptAreaConfig(router: RouterState, area: Area, configs: readonly OspfAreaConfig[]): void {
  const { areaId, config: old } = area;
  area.config = configs.find((config) => config.areaId === areaId) ?? { areaId };
  if ((area.config.kind ?? 'normal') === (old.kind ?? 'normal')) return;
  for (const ospfInterface of area.interfaces) {
    if (!ospfInterface.deviceUp) continue;
    takeDown(ospfInterface);
    bringUp(ospfInterface);
  }
}
