// Which LSAs an area takes: RFC 2328 §3.6 and §13 (3), RFC 3101 §2.3.

import type { Area } from '../area.ts';
import { lsTypes } from '../lsa/lsa.ts';

/** Of the types that are known. */
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
    // RFC 5250 §3: AS scope is where AS-external-LSAs go.
    case lsTypes.opaqueLink:
    case lsTypes.opaqueArea:
      return area.opaqueCapable;
    case lsTypes.opaqueAs:
      return area.opaqueCapable && area.takesExternals;
    default:
      return false;
  }
}

export function isOpaque(lsType: number): boolean {
  return lsType >= lsTypes.opaqueLink && lsType <= lsTypes.opaqueAs;
}

/** LSAs that belong to one network, RFC 5250 §3. */
export function hasLinkScope(lsType: number): boolean {
  return lsType === lsTypes.opaqueLink;
}

/** LSAs that belong to the AS and to no area. */
export function hasAsScope(lsType: number): boolean {
  return lsType === lsTypes.asExternal || lsType === lsTypes.opaqueAs;
}
