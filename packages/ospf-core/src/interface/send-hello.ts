// Sending hellos, RFC 2328 §9.5.

import { after } from '@ospflab/sim';
import { allSpfRouters } from '../effect.ts';
import type { RouterId } from '../lsa/lsa.ts';
import { neighborState } from '../neighbor/neighbor-state.ts';
import { deadIntervalSeconds, helloIntervalSeconds } from '../neighbor/receive-hello.ts';
import type { HelloPacket } from '../packet/ospf-packet.ts';
import { sendPacket } from '../send-packet.ts';
import type { OspfInterface } from './ospf-interface.ts';

/** The hello timer expired. */
export function helloTick(ospfInterface: OspfInterface): void {
  const { router, config } = ospfInterface;
  sendPacket(ospfInterface, allSpfRouters, (ospfInterface.hello ??= makeHello(ospfInterface)));
  ospfInterface.helloTimer.set(after(router.now, config.helloInterval));
}

// Unchanged hellos are the same object, which tells the receiver of decoded packets that nothing is new.
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
