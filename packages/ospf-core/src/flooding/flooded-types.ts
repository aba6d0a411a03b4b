// Which LSAs an area takes: RFC 2328 §3.6 and §13 (3), RFC 3101 §2.3.

import type { Area } from '../area.ts';
import { lsTypes } from '../lsa/lsa.ts';

/** Of the types that are known. Opaque LSAs are known but not taken up. */
export function isFloodedIn(area: Area, lsType: number): boolean {
  switch (lsType) {
    case lsTypes.router:
    case lsTypes.network:
    case lsTypes.summaryNetwork:
      return true;
    case lsTypes.summaryAsbr:
    case lsTypes.asExternal:
      return area.takesExternals;
    case lsTypes.nssaExternal:
      return area.isNssa;
    default:
      return false;
  }
}
