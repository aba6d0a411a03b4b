// Asking BFD about a neighbour, from 2-Way on. FRR: ospfd/ospf_bfd.c, 8.4.

import type { OspfBfdConfig } from '../config.ts';
import type { Neighbor } from './neighbor.ts';
import { neighborState } from './neighbor-state.ts';

/** The neighbour's state or the interface's configuration changed. */
export function followBfd(neighbor: Neighbor): void {
  const { ospfInterface, bfdRequested } = neighbor;
  const { interfaceIndex, address: local, bfd } = ospfInterface.config;
  const settings = neighbor.state >= neighborState.twoWay ? bfd : undefined;
  if (settings === undefined) {
    endBfd(neighbor);
    return;
  }
  if (bfdRequested !== undefined && sameSettings(bfdRequested, settings)) return;
  neighbor.bfdRequested = settings;
  const { router } = ospfInterface;
  router.sink({ kind: 'requestBfdSession', interfaceIndex, peer: neighbor.address, local, settings });
}

export function endBfd(neighbor: Neighbor): void {
  if (neighbor.bfdRequested === undefined) return;
  neighbor.bfdRequested = undefined;
  const { router, config } = neighbor.ospfInterface;
  const { interfaceIndex } = config;
  router.sink({ kind: 'releaseBfdSession', interfaceIndex, peer: neighbor.address });
}

function sameSettings(left: OspfBfdConfig, right: OspfBfdConfig): boolean {
  return (
    left.detectMultiplier === right.detectMultiplier &&
    left.receiveInterval === right.receiveInterval &&
    left.transmitInterval === right.transmitInterval &&
    left.passive === right.passive &&
    left.shutdown === right.shutdown
  );
}
