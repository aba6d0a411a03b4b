// Whether a restart is over, RFC 3623 §2.2: every adjacency of before stands again, or somebody has given it up.

import type { Area } from '../area.ts';
import { lsaKeyOf } from '../lsa/lsa-key.ts';
import { lsTypes, type LsaBody, type RouterLink } from '../lsa/lsa.ts';
import type { Neighbor } from '../neighbor/neighbor.ts';
import { neighborState } from '../neighbor/neighbor-state.ts';
import type { RouterState } from '../router-state.ts';

/** Undefined while it goes on. */
export function restartOutcome(router: RouterState): 'completed' | 'inconsistent' | undefined {
  let complete = true;
  for (const area of router.areas) {
    const before = bodyOf(area, lsTypes.router, router.routerId, router.routerId);
    if (before?.kind !== 'router') {
      complete = false;
      continue;
    }
    for (const link of before.links) {
      if (isGivenUp(router, area, link)) return 'inconsistent';
      complete &&= standsAgain(router, area, link);
    }
  }
  return complete ? 'completed' : undefined;
}

function bodyOf(area: Area, type: number, linkStateId: number, from: number): LsaBody | undefined {
  return area.database.get(lsaKeyOf(type, linkStateId, from))?.lsa.body;
}

// RFC 3623 §2.2 (2): the other end tells of no link to this router any more.
function isGivenUp(router: RouterState, area: Area, { type, linkId }: RouterLink): boolean {
  if (type !== 'pointToPoint' && type !== 'virtual') return false;
  const other = bodyOf(area, lsTypes.router, linkId, linkId);
  if (other?.kind !== 'router') return false;
  return !other.links.some((back) => back.type === type && back.linkId === router.routerId);
}

function standsAgain(router: RouterState, area: Area, { type, linkId, linkData }: RouterLink): boolean {
  switch (type) {
    case 'stub':
      return true;
    case 'pointToPoint':
    case 'virtual':
      return fullNeighbors(area).some(({ routerId }) => routerId === linkId);
    case 'transit': {
      if (linkId !== linkData) return fullNeighbors(area).some(({ address }) => address === linkId);
      const network = bodyOf(area, lsTypes.network, linkId, router.routerId);
      if (network?.kind !== 'network') return false;
      const full = fullNeighbors(area);
      return network.attachedRouters.every(
        (attached) => attached === router.routerId || full.some(({ routerId }) => routerId === attached),
      );
    }
  }
}

function fullNeighbors(area: Area): Neighbor[] {
  return area.interfaces.flatMap(({ neighbors }) =>
    neighbors.filter(({ state }) => state === neighborState.full),
  );
}
