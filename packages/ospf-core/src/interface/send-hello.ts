// Sending hellos, RFC 2328 §9.5: one to everybody, or on non-broadcast networks one to each neighbour that shall have it.

import { after } from '@ospflab/sim';
import { allSpfRouters } from '../effect.ts';
import type { RouterId } from '../lsa/lsa.ts';
import type { Neighbor } from '../neighbor/neighbor.ts';
import { neighborState } from '../neighbor/neighbor-state.ts';
import type { HelloPacket } from '../packet/ospf-packet.ts';
import { sendPacket } from '../send-packet.ts';
import { deadIntervalSeconds, helloIntervalSeconds } from './hello-intervals.ts';
import { interfaceState } from './interface-state.ts';
import type { OspfInterface } from './ospf-interface.ts';

/** The hello timer expired. */
export function helloTick(ospfInterface: OspfInterface): void {
  const { router, config } = ospfInterface;
  if (ospfInterface.multicasts) {
    sendPacket(ospfInterface, allSpfRouters, currentHello(ospfInterface));
  } else {
    for (const neighbor of ospfInterface.neighbors) {
      if (neighbor.state > neighborState.down && isGreeted(neighbor)) greet(neighbor);
    }
  }
  ospfInterface.helloTimer.set(after(router.now, config.helloInterval));
}

/** A hello to this neighbour alone. */
export function greet(neighbor: Neighbor): void {
  const { ospfInterface } = neighbor;
  sendPacket(ospfInterface, neighbor.address, currentHello(ospfInterface));
}

/**
 * RFC 2328 §9.5.1: whether the neighbour on a non-broadcast network is sent hellos regularly. Those that are eligible greet each other;
 * the designated router and the backup greet everybody and are greeted by everybody.
 */
export function isGreeted({ ospfInterface, address, priority }: Neighbor): boolean {
  const { config, designatedRouter, backupDesignatedRouter, state, router } = ospfInterface;
  if (config.priority === 0) return address === designatedRouter || address === backupDesignatedRouter;
  if ((priority ?? 0) > 0 || state >= interfaceState.backup) return true;
  return state === interfaceState.waiting && router.profile.attemptsAllNeighbors;
}

// Unchanged hellos are the same object, which tells the receiver of decoded packets that nothing is new.
function currentHello(ospfInterface: OspfInterface): HelloPacket {
  return (ospfInterface.hello ??= makeHello(ospfInterface));
}

function makeHello(ospfInterface: OspfInterface): HelloPacket {
  const { config, area } = ospfInterface;
  const neighbors: RouterId[] = [];
  for (const { state, routerId } of ospfInterface.neighbors) {
    if (state >= neighborState.init) neighbors.push(routerId);
  }
  neighbors.sort((left, right) => left - right);
  return {
    kind: 'hello',
    networkMask: ospfInterface.mask,
    helloIntervalSeconds: helloIntervalSeconds(ospfInterface),
    options: area.options,
    priority: config.priority,
    deadIntervalSeconds: deadIntervalSeconds(ospfInterface),
    designatedRouter: ospfInterface.designatedRouter,
    backupDesignatedRouter: ospfInterface.backupDesignatedRouter,
    neighbors,
  };
}
