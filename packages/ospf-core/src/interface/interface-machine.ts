// The interface state machine, RFC 2328 §9.3, as a table, and delivering an event to it.

import { after } from '@ospflab/sim';
import { removeNeighbor } from '../neighbor/remove-neighbor.ts';
import { fireNeighborEvent } from '../neighbor/neighbor-machine.ts';
import { neighborState } from '../neighbor/neighbor-state.ts';
import { StateMachine, type Named } from '../state-machine.ts';
import { electDesignatedRouter, type ElectionCandidate } from './elect-designated-router.ts';
import { changeInterfaceState } from './interface-changed.ts';
import {
  interfaceEventNames,
  interfaceState,
  interfaceStateNames,
  type InterfaceEventName,
  type InterfaceStateName,
} from './interface-state.ts';
import type { OspfInterface } from './ospf-interface.ts';

type Guard = Named<(ospfInterface: OspfInterface) => boolean>;

const none = 0 as OspfInterface['designatedRouter'];
const pointToPoint: Guard = { says: 'no designated router', run: ({ electing }) => !electing };
const eligible: Guard = { says: 'priority above 0', run: ({ config }) => config.priority > 0 };
const startWaiting = {
  says: 'start wait timer',
  run: ({ router, waitTimer, config }: OspfInterface): void =>
    waitTimer.set(after(router.now, config.deadInterval)),
};
const election = { says: 'elect', run: elect, among: ['drOther', 'backup', 'designatedRouter'] } as const;
const resetDown = { says: 'kill neighbours, reset', run: resetInterface('down'), among: ['down'] } as const;
const resetLoopback = {
  says: 'kill neighbours, reset',
  run: resetInterface('loopback'),
  among: ['loopback'],
} as const;

export const interfaceMachine = new StateMachine<InterfaceStateName, InterfaceEventName, OspfInterface>(
  interfaceStateNames,
  interfaceEventNames,
  [
    { from: ['down'], event: 'interfaceUp', when: pointToPoint, to: 'pointToPoint' },
    { from: ['down'], event: 'interfaceUp', when: eligible, to: 'waiting', action: startWaiting },
    { from: ['down'], event: 'interfaceUp', to: 'drOther' },
    { from: ['waiting'], event: 'backupSeen', to: 'decided', decide: election },
    { from: ['waiting'], event: 'waitTimer', to: 'decided', decide: election },
    {
      from: ['drOther', 'backup', 'designatedRouter'],
      event: 'neighborChange',
      to: 'decided',
      decide: election,
    },
    { from: interfaceStateNames, event: 'interfaceDown', to: 'decided', decide: resetDown },
    { from: interfaceStateNames, event: 'loopIndication', to: 'decided', decide: resetLoopback },
    { from: ['loopback'], event: 'unloopIndication', to: 'down' },
  ],
);

/** Delivers the event now. Handlers of other machines raise it on the router's queue instead. */
export function fireInterfaceEvent(ospfInterface: OspfInterface, event: InterfaceEventName): void {
  const row = interfaceMachine.rowFor(ospfInterface.state, event, ospfInterface);
  if (row === undefined) return;
  const to = row.to === 'decided' ? row.decide!.run(ospfInterface) : row.to;
  if (to !== 'same') changeInterfaceState(ospfInterface, interfaceState[to as InterfaceStateName], event);
  row.action?.run(ospfInterface);
}

// RFC 2328 §9.4 with its inputs and consequences.
function elect(ospfInterface: OspfInterface): InterfaceStateName {
  const { router, config, designatedRouter, backupDesignatedRouter } = ospfInterface;
  const others: ElectionCandidate[] = [];
  for (const neighbor of ospfInterface.neighbors) {
    if (neighbor.state < neighborState.twoWay) continue;
    others.push({
      routerId: neighbor.routerId,
      address: neighbor.address,
      priority: neighbor.priority ?? 0,
      designatedRouter: neighbor.designatedRouter,
      backupDesignatedRouter: neighbor.backupDesignatedRouter,
    });
  }
  const elected = electDesignatedRouter(
    {
      routerId: router.routerId,
      address: config.address,
      priority: config.priority,
      designatedRouter,
      backupDesignatedRouter,
    },
    others,
  );
  if (
    elected.designatedRouter !== designatedRouter ||
    elected.backupDesignatedRouter !== backupDesignatedRouter
  ) {
    adoptElection(ospfInterface, elected.designatedRouter, elected.backupDesignatedRouter);
  }
  if (elected.designatedRouter === config.address) return 'designatedRouter';
  return elected.backupDesignatedRouter === config.address ? 'backup' : 'drOther';
}

// RFC 2328 §9.4 (7): who is adjacent to whom has to be looked at again.
function adoptElection(
  ospfInterface: OspfInterface,
  designatedRouter: OspfInterface['designatedRouter'],
  backupDesignatedRouter: OspfInterface['designatedRouter'],
): void {
  const { router, config } = ospfInterface;
  ospfInterface.designatedRouter = designatedRouter;
  ospfInterface.backupDesignatedRouter = backupDesignatedRouter;
  ospfInterface.hello = undefined;
  router.record({
    kind: 'designatedRouterElected',
    interfaceIndex: config.interfaceIndex,
    designatedRouter,
    backupDesignatedRouter,
  });
  for (const neighbor of ospfInterface.neighbors) {
    if (neighbor.state >= neighborState.twoWay) router.raiseNeighborEvent(neighbor, 'adjacencyOk');
  }
}

// RFC 2328 §9.3, InterfaceDown: all variables are reset and every neighbour gets KillNbr, before the state changes.
function resetInterface(next: InterfaceStateName): (ospfInterface: OspfInterface) => InterfaceStateName {
  return (ospfInterface) => {
    for (const neighbor of [...ospfInterface.neighbors]) {
      fireNeighborEvent(neighbor, 'killNeighbor');
      if (!neighbor.deleted) removeNeighbor(neighbor);
    }
    ospfInterface.designatedRouter = none;
    ospfInterface.backupDesignatedRouter = none;
    return next;
  };
}
