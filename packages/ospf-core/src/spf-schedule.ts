// Asking for the calculations of routes: SPF with its throttle or back-off, and the external routes that follow.

import { after, type Duration } from '@ospflab/sim';
import type { Area } from './area.ts';
import type { RouterState } from './router-state.ts';

/** RFC 2328 §13.2: a change in this area makes its routes stale. */
export function scheduleSpf(router: RouterState, area: Area): void {
  area.spfWanted = true;
  const { now, spfBackoff } = router;
  // RFC 8405 §5.4: changes count while SPF is scheduled, too.
  const delay = spfBackoff?.changed(now);
  if (router.spfTimer.at !== undefined) return;
  const at = delay === undefined ? router.spf.schedule(now) : after(now, delay);
  router.spfTimer.set(at);
  router.record({ kind: 'spfScheduled', at });
}

/** RFC 2328 §16.6: an external LSA, or what is imported, changed. What changes at one instant is looked at once. */
export function scheduleExternalRoutes(router: RouterState): void {
  delayExternalRoutes(router, 0 as Duration);
}

/** The external routes are calculated after the delay, or before when that is wanted already. */
export function delayExternalRoutes(router: RouterState, delay: Duration): void {
  const { externalRoutesTimer, now } = router;
  const at = after(now, delay);
  if (externalRoutesTimer.at === undefined || at < externalRoutesTimer.at) externalRoutesTimer.set(at);
}
