// `check: neighbor`: what a node's `show ip ospf neighbor` says at this instant.

import { neighborStateText } from '@ospflab/ospf-core';
import type { Network } from '../network/network.ts';
import type { NeighborExpectation } from '../scenario/expectations/neighbor.ts';
import { outcomeOf, type CheckOutcome } from './check-outcome.ts';

export function checkNeighbor(network: Network, expected: NeighborExpectation): CheckOutcome {
  const view = network.machine(expected.node).ospf.router?.view(network.simulation.now);
  const states = (view?.interfaces ?? []).flatMap((attached) =>
    attached.neighbors
      .filter(({ routerId }) => (routerId as number) === expected.neighbor)
      .map((neighbor) => neighborStateText(attached, neighbor)),
  );
  const passed =
    expected.state === 'absent'
      ? states.length === 0
      : states.some((state) => state === expected.state || state.split('/')[0] === expected.state);
  return outcomeOf(passed, states.length === 0 ? 'absent' : states.join(', '));
}
