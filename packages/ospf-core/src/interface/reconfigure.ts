// New settings of a running interface, with the consequences that the running daemon has: what stays as it is keeps its phase.

import { after, type Duration, type Instant } from '@ospflab/sim';
import type { OspfInterfaceConfig } from '../config.ts';
import { followBfd } from '../neighbor/follow-bfd.ts';
import { originateRouterLsa } from '../origination/originate.ts';
import { meetConfiguredNeighbors } from './configured-neighbors.ts';
import { setMembership } from './interface-changed.ts';
import { fireInterfaceEvent } from './interface-machine.ts';
import { interfaceState } from './interface-state.ts';
import { authenticationOf, type OspfInterface } from './ospf-interface.ts';

/** Same device, address, network type, area and mask: the interface keeps its state. */
export function reconfigureInterface(ospfInterface: OspfInterface, config: OspfInterfaceConfig): void {
  const { config: old, router, area } = ospfInterface;
  const costBefore = ospfInterface.cost;
  ospfInterface.config = config;
  ospfInterface.hello = undefined;
  // The next hello of each neighbour is compared with the new settings, even if it is the same as the last one.
  for (const neighbor of ospfInterface.neighbors) {
    neighbor.lastHello = undefined;
    followBfd(neighbor);
  }
  ospfInterface.authentication = authenticationOf(config);
  if (config.passive === true && old.passive !== true) fallSilent(ospfInterface);
  else if (config.passive !== true && old.passive === true) speakAgain(ospfInterface);
  else if (config.helloInterval !== old.helloInterval) restartHellos(ospfInterface);
  if (!ospfInterface.multicasts && ospfInterface.deviceUp) meetConfiguredNeighbors(ospfInterface);
  if (config.priority !== old.priority) fireInterfaceEvent(ospfInterface, 'neighborChange');
  if (ospfInterface.cost !== costBefore && ospfInterface.deviceUp) {
    originateRouterLsa(router, area, 'configurationChanged');
  }
}

// FRR: ospfd/ospfd.c, ospf_passive_interface_update, 8.4: nothing is said or heard any more, and neighbours last until their dead timer.
function fallSilent(ospfInterface: OspfInterface): void {
  ospfInterface.helloPhase = ospfInterface.helloTimer.at;
  ospfInterface.helloTimer.cancel();
  setMembership(ospfInterface);
}

function speakAgain(ospfInterface: OspfInterface): void {
  const { router, config, helloPhase } = ospfInterface;
  setMembership(ospfInterface);
  if (ospfInterface.state < interfaceState.waiting) return;
  const phase = helloPhase ?? router.now;
  const ticks = Math.max(0, Math.ceil((router.now - phase) / config.helloInterval));
  ospfInterface.helloTimer.set(after(phase, (ticks * config.helloInterval) as Duration));
}

/** Hellos get a new phase. */
function restartHellos({ helloTimer, router, config }: OspfInterface): void {
  if (helloTimer.at !== undefined) helloTimer.set((router.now + config.helloInterval) as Instant);
}
