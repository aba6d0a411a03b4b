// Whether the router is an area border router: RFC 2328 §3.3 or, by profile, the rule of Cisco and IBM (RFC 3509 §2.2).

import { interfaceState } from './interface/interface-state.ts';
import { originateRouterLsa } from './origination/originate.ts';
import type { RouterState } from './router-state.ts';
import { scheduleSpf } from './spf-schedule.ts';

/** An interface came, went, or changed between down and not down. */
export function checkBorderStatus(router: RouterState): void {
  const isBorderRouter = bordersAreas(router);
  if (isBorderRouter === router.areaBorderRouter) return;
  router.areaBorderRouter = isBorderRouter;
  for (const area of router.areas) {
    originateRouterLsa(router, area, 'topologyChanged');
    scheduleSpf(router, area);
  }
}

function bordersAreas(router: RouterState): boolean {
  let configured = 0;
  let attached = 0;
  let backboneConfigured = false;
  let backboneAttached = false;
  for (const area of router.areas) {
    if (area.interfaces.length === 0) continue;
    configured++;
    if (area.isBackbone) backboneConfigured = true;
    if (area.interfaces.every(({ state }) => state === interfaceState.down)) continue;
    attached++;
    if (area.isBackbone) backboneAttached = true;
  }
  switch (router.profile.areaBorderRouter) {
    case 'severalAreas':
      return attached > 1;
    case 'backboneConfigured':
      return attached > 1 && backboneConfigured;
    case 'backboneAttached':
      return configured > 1 && backboneAttached;
  }
}
