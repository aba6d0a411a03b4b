// Whom this router is configured to help when it restarts.

import type { RouterId } from '../lsa/lsa.ts';
import type { RouterState } from '../router-state.ts';

export function helpsRouter({ helper }: RouterState, routerId: RouterId): boolean {
  return helper !== undefined && (helper.everybody || helper.routers.includes(routerId));
}
