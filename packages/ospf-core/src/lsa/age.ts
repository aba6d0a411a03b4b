// LS age: the architectural constants of RFC 2328 appendix B that concern it, in seconds.
// An age is computed from the instant of installation by whoever holds the LSA; nothing here ticks.

export const maxAgeSeconds = 3600;
export const maxAgeDiffSeconds = 900;
export const checkAgeSeconds = 300;
export const lsRefreshTimeSeconds = 1800;
export const minLsIntervalSeconds = 5;
export const minLsArrivalSeconds = 1;

/** RFC 2328 appendix B: the metric of a destination that cannot be reached, in summary- and AS-external-LSAs. */
export const lsInfinity = 0xffffff;
