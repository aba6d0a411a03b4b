// Own LSAs that describe routes (summaries, externals): brings what stands in a database to what is wanted. RFC 2328 §12.4.3, §12.4.4.

import type { Area } from '../area.ts';
import { mayOriginate, noticeOverflow } from '../database/database-overflow.ts';
import type { OriginationReason } from '../event.ts';
import type { WantedLsa } from '../flooding-scope.ts';
import { lsaKeyOf, type LsaKeyText } from '../lsa/lsa-key.ts';
import type { RouterState } from '../router-state.ts';
import { flushLsa, originate } from './originate.ts';

/** `area` undefined: the AS. LSAs of these types that are not wanted any more are flushed; only differences are originated. */
export function advertise(
  router: RouterState,
  area: Area | undefined,
  types: readonly number[],
  lsas: readonly WantedLsa[],
): void {
  if (!router.running) return;
  const scope = area ?? router.asScope;
  const wanted = new Map(lsas.map((lsa) => [lsaKeyOf(lsa.type, lsa.linkStateId, router.routerId), lsa]));
  for (const [key, { type }] of [...scope.wanted]) {
    if (!types.includes(type) || wanted.has(key)) continue;
    scope.wanted.delete(key);
    scope.deferred.delete(key);
    const entry = scope.database.get(key);
    if (entry !== undefined) flushLsa(router, entry, 'noLongerNeeded');
  }
  for (const [key, lsa] of wanted) {
    scope.wanted.set(key, lsa);
    originateWanted(router, area, key, 'topologyChanged');
  }
}

/** The next instance of an LSA that is wanted; false when it is not. */
export function originateWanted(
  router: RouterState,
  area: Area | undefined,
  key: LsaKeyText,
  reason: OriginationReason,
): boolean {
  const scope = area ?? router.asScope;
  const wanted = scope.wanted.get(key);
  if (wanted === undefined) return false;
  // RFC 1765 §2.3.2, §2.3.3
  if (area === undefined && !mayOriginate(router, { type: wanted.type, body: wanted.body, key })) {
    scope.wanted.delete(key);
    return false;
  }
  originate(router, area, {
    type: wanted.type,
    linkStateId: wanted.linkStateId,
    options: wanted.options,
    reason,
    onlyIfChanged: true,
    body: () => wanted.body,
    again: () => void originateWanted(router, area, key, reason),
  });
  if (area === undefined) noticeOverflow(router);
  return true;
}
