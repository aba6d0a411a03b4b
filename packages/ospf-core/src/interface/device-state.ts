// The device under an interface comes up or goes down.

import { fireInterfaceEvent } from './interface-machine.ts';
import type { OspfInterface } from './ospf-interface.ts';

export function bringUp(ospfInterface: OspfInterface): void {
  ospfInterface.deviceUp = true;
  const loopback = ospfInterface.config.networkType === 'loopback';
  fireInterfaceEvent(ospfInterface, loopback ? 'loopIndication' : 'interfaceUp');
}

export function takeDown(ospfInterface: OspfInterface): void {
  ospfInterface.deviceUp = false;
  fireInterfaceEvent(ospfInterface, 'interfaceDown');
}
