// More external routes than routers have room for, RFC 1765: those who notice withdraw their own, so that all databases stay equal.

import { after, nanoseconds } from '@ospflab/sim';
import { lsTypes, type Lsa } from '../lsa/lsa.ts';
import { flushLsa } from '../origination/originate.ts';
import type { RouterState } from '../router-state.ts';
import { scheduleExternalRoutes } from '../spf-schedule.ts';

/** Of ExitOverflowInterval, by which routers leave at different instants. */
const jitter = 0.1;

/** RFC 1765 §2.1: the database never holds more than the limit. What is on its way out does not count. */
export function lacksRoomFor(router: RouterState, lsa: Pick<Lsa, 'type' | 'body' | 'key'>): boolean {
  if (router.overflow === undefined || !isLimitedExternal(lsa)) return false;
  const copy = router.asScope.database.get(lsa.key);
  if (copy !== undefined && !copy.isMaxAge(router.now)) return false;
  return isFull(router);
}

/** RFC 1765 §2.2: a new LSA stands in the database. */
export function noticeOverflow(router: RouterState): void {
  if (!router.overflowing && isFull(router)) enterOverflow(router);
}

/** RFC 1765 §2.3.2: whether the router may tell the AS of that itself; the limit makes itself felt here, too. */
export function mayOriginate(router: RouterState, lsa: Pick<Lsa, 'type' | 'body' | 'key'>): boolean {
  if (router.overflow === undefined || !isLimitedExternal(lsa)) return true;
  if (!router.overflowing && lacksRoomFor(router, lsa)) enterOverflow(router);
  return !router.overflowing;
}

// RFC 1765 §1: the default route is always kept.
function isLimitedExternal({ type, body }: Pick<Lsa, 'type' | 'body'>): boolean {
  return type === lsTypes.asExternal && !(body.kind === 'external' && body.mask === 0);
}

function isFull({ overflow, asScope, now }: RouterState): boolean {
  if (overflow === undefined || asScope.database.size < overflow.limit) return false;
  let held = 0;
  for (const entry of asScope.database.values()) {
    if (isLimitedExternal(entry.lsa) && !entry.isMaxAge(now)) held++;
  }
  return held >= overflow.limit;
}

function enterOverflow(router: RouterState): void {
  const { overflow, asScope, now } = router;
  if (overflow === undefined) return;
  router.overflowing = true;
  const { limit, exitInterval } = overflow;
  if (exitInterval > 0) {
    // RFC 1765 §2.4
    const factor = 1 + jitter * (2 * router.random() - 1);
    router.overflowTimer = router.timers.allocate(() => leaveOverflow(router));
    router.overflowTimer.set(after(now, nanoseconds(Math.round(exitInterval * factor))));
  }
  router.record({ kind: 'overflowEntered', limit, until: router.overflowTimer?.at });
  for (const entry of [...asScope.database.sorted()]) {
    if (!entry.selfOriginated || !isLimitedExternal(entry.lsa) || entry.isMaxAge(now)) continue;
    asScope.wanted.delete(entry.lsa.key);
    flushLsa(router, entry, 'databaseOverflow');
  }
}

/** RFC 1765 §2.4: what was withdrawn is told again, until the database is full again. */
export function leaveOverflow(router: RouterState): void {
  if (!router.overflowing) return;
  router.overflowing = false;
  if (router.overflowTimer !== undefined) router.timers.release(router.overflowTimer);
  router.overflowTimer = undefined;
  router.record({ kind: 'overflowLeft' });
  scheduleExternalRoutes(router);
}
