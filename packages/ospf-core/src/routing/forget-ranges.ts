// What looking at type 7 LSAs does to area ranges in FRR: it counts afresh what lies in them, and finds nothing but what it translates.

import { after } from '@ospflab/sim';
import type { RouterState } from '../router-state.ts';
import { announceRoutes } from './announce-routes.ts';

/** A type 7 LSA came, or the router has just begun. */
export function expectForgottenRanges(router: RouterState): void {
  const { forgottenRangesTimer: timer, profile, now } = router;
  if (profile.rangesForgottenAfter === undefined || timer.at !== undefined) return;
  timer.set(after(now, profile.rangesForgottenAfter));
}

export function forgetRanges(router: RouterState): void {
  if (!router.areaBorderRouter || !router.areas.some(({ isNssa }) => isNssa)) return;
  if (router.routes.every(({ nextHops }) => nextHops.length > 0)) return;
  router.routes = router.routes.filter(({ nextHops }) => nextHops.length > 0);
  announceRoutes(router);
}
