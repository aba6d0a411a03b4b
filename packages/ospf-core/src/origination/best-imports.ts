// Of the routes that are imported for one prefix, the one that is told to the AS.

import { importSources, type ExternalRouteAdded } from '../input.ts';
import type { RouterState } from '../router-state.ts';
import { prefixNumber } from '../routing/route-book.ts';

/** One route per prefix: that of the source preferred. */
export function bestImports(router: RouterState): ExternalRouteAdded[] {
  const best = new Map<number, ExternalRouteAdded>();
  for (const source of importSources) {
    for (const route of router.imported.values()) {
      const key = prefixNumber(route.prefix);
      if (route.source === source && !best.has(key)) best.set(key, route);
    }
  }
  return [...best.values()];
}
