// What ospfd says of imported routes unless it is told otherwise. FRR: ospfd/ospf_zebra.h, 8.4.

export const externalMetricUnlessConfigured = 20;
export const externalMetricTypeUnlessConfigured = 2;
/** What a type 5 LSA can say. */
export const largestExternalMetric = 0xfffffe;
