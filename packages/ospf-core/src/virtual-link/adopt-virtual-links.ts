// Virtual links that were typed, changed or taken back while the router runs. FRR: ospfd/ospf_vty.c, area_vlink, 8.4.

import type { OspfVirtualLinkConfig } from '../config.ts';
import { takeDown } from '../interface/device-state.ts';
import type { InterfaceTimerHandlers, OspfInterface } from '../interface/ospf-interface.ts';
import { reconfigureInterface } from '../interface/reconfigure.ts';
import type { RouterState } from '../router-state.ts';
import { addVirtualLink } from './add-virtual-link.ts';
import { virtualInterfaceConfig } from './virtual-interface-config.ts';

/** New ones come up when SPF next finds the way to their other end. */
export function adoptVirtualLinks(
  router: RouterState,
  wanted: readonly OspfVirtualLinkConfig[],
  expired: InterfaceTimerHandlers,
): void {
  for (const link of [...router.virtualLinks]) {
    if (!wanted.some((config) => isFor(link, config))) dropVirtualLink(link);
  }
  for (const config of wanted) {
    const link = router.virtualLinks.find((candidate) => isFor(candidate, config));
    if (link === undefined) addVirtualLink(router, config, expired);
    else changeVirtualLink(link, config);
  }
}

function isFor(
  { virtualEnds }: OspfInterface,
  { transitAreaId, neighborId }: OspfVirtualLinkConfig,
): boolean {
  return virtualEnds?.neighborId === neighborId && virtualEnds.transitArea.areaId === transitAreaId;
}

// What it took from the way to its other end stays.
function changeVirtualLink(link: OspfInterface, wanted: OspfVirtualLinkConfig): void {
  const { name, address, prefixLength, cost } = link.config;
  const changed = { ...virtualInterfaceConfig(name, wanted), address, prefixLength };
  reconfigureInterface(link, cost === undefined ? changed : { ...changed, cost });
}

function dropVirtualLink(link: OspfInterface): void {
  const { router, area } = link;
  takeDown(link);
  router.virtualLinks.splice(router.virtualLinks.indexOf(link), 1);
  area.interfaces.splice(area.interfaces.indexOf(link), 1);
  link.release();
}
