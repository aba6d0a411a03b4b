// Whether the root's own surroundings are those of an earlier run.

import type { SpfInterface } from './ospf-route.ts';

/** False may be said of equal virtual links, which are told apart by identity. */
export function sameInterfaces(left: readonly SpfInterface[], right: readonly SpfInterface[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) {
    const one = left[index]!;
    const other = right[index]!;
    if (one.interfaceIndex !== other.interfaceIndex || one.address !== other.address) return false;
    if (one.prefixLength !== other.prefixLength || one.networkType !== other.networkType) return false;
    if (one.unnumbered !== other.unnumbered || one.neighborAddress !== other.neighborAddress) return false;
    if (one.virtualLink !== other.virtualLink) return false;
  }
  return true;
}
