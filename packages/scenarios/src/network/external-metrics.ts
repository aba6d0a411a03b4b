// What ospfd says of imported routes unless it is told otherwise. FRR: ospfd/ospf_zebra.h, 8.4.

import type { FrrDefaultInformation } from '../readers/frr/frr-config.ts';

export const externalMetricUnlessConfigured = 20;
export const externalMetricTypeUnlessConfigured = 2;
const defaultRouteMetric = 10;
const defaultRouteAlwaysMetric = 1;

/** Of `default-information originate`. */
export function defaultMetricOf({ metric, always }: FrrDefaultInformation): number {
  return metric ?? (always ? defaultRouteAlwaysMetric : defaultRouteMetric);
}

/** What a type 5 LSA can say. */
export const largestExternalMetric = 0xfffffe;
