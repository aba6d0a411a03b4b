// The neighbour state machine, RFC 2328 §10.3, as a table, and delivering an event to it.

import { greet } from '../interface/send-hello.ts';
import { StateMachine, type Named } from '../state-machine.ts';
import { adjacencyWanted } from './adjacency.ts';
import { beginExchange, beginSummary, restartInactivityTimer } from './database-exchange.ts';
import { requestUnlessWaiting } from './link-state-request.ts';
import type { Neighbor } from './neighbor.ts';
import { changeNeighborState } from './neighbor-changed.ts';
import {
  neighborEventNames,
  neighborState,
  neighborStateNames,
  type NeighborEventName,
  type NeighborStateName,
} from './neighbor-state.ts';
import { forgetNeighbor } from './remove-neighbor.ts';

type Guard = Named<(neighbor: Neighbor) => boolean>;
type Action = Named<(neighbor: Neighbor) => void>;

const wanted: Guard = { says: 'adjacency wanted', run: adjacencyWanted };
const unwanted: Guard = { says: 'adjacency not wanted', run: (neighbor) => !adjacencyWanted(neighbor) };
const nothingToRequest: Guard = {
  says: 'request list empty',
  run: (neighbor) => neighbor.requests.size === 0,
};
const restartTimer: Action = { says: 'restart inactivity timer', run: restartInactivityTimer };
const startExchange: Action = { says: 'send initial description', run: beginExchange };
const listSummary: Action = { says: 'list database summary', run: beginSummary };
const sendRequest: Action = { says: 'send link state request unless one is out', run: requestUnlessWaiting };
const forget: Action = { says: 'forget neighbour', run: forgetNeighbor };
const attempt: Action = {
  says: 'send hello, start inactivity timer',
  run: (neighbor) => {
    neighbor.greetingTimer.cancel();
    greet(neighbor);
    restartInactivityTimer(neighbor);
  },
};

/** The states of the given one and above, RFC 2328 §10.3: "2-Way or greater". */
function orGreater(state: NeighborStateName): readonly NeighborStateName[] {
  return neighborStateNames.slice(neighborState[state]);
}

export const neighborMachine = new StateMachine<NeighborStateName, NeighborEventName, Neighbor>(
  neighborStateNames,
  neighborEventNames,
  [
    { from: ['down'], event: 'start', to: 'attempt', action: attempt },
    { from: ['down', 'attempt'], event: 'helloReceived', to: 'init', action: restartTimer },
    { from: orGreater('init'), event: 'helloReceived', to: 'same', action: restartTimer },
    { from: ['init'], event: 'twoWayReceived', when: wanted, to: 'exStart', action: startExchange },
    { from: ['init'], event: 'twoWayReceived', when: unwanted, to: 'twoWay' },
    { from: ['exStart'], event: 'negotiationDone', to: 'exchange', action: listSummary },
    { from: ['exchange'], event: 'exchangeDone', when: nothingToRequest, to: 'full' },
    { from: ['exchange'], event: 'exchangeDone', to: 'loading', action: sendRequest },
    { from: ['loading'], event: 'loadingDone', when: nothingToRequest, to: 'full' },
    { from: ['twoWay'], event: 'adjacencyOk', when: wanted, to: 'exStart', action: startExchange },
    { from: orGreater('exStart'), event: 'adjacencyOk', when: unwanted, to: 'twoWay' },
    { from: orGreater('exchange'), event: 'sequenceNumberMismatch', to: 'exStart', action: startExchange },
    { from: orGreater('exchange'), event: 'badLinkStateRequest', to: 'exStart', action: startExchange },
    { from: orGreater('twoWay'), event: 'oneWayReceived', to: 'init' },
    { from: neighborStateNames, event: 'killNeighbor', to: 'down', action: forget },
    { from: neighborStateNames, event: 'inactivityTimer', to: 'down', action: forget },
    { from: neighborStateNames, event: 'linkDown', to: 'down', action: forget },
  ],
);

/** Delivers the event now. Handlers of other machines raise it on the router's queue instead. */
export function fireNeighborEvent(neighbor: Neighbor, event: NeighborEventName): void {
  if (neighbor.deleted) return;
  const row = neighborMachine.rowFor(neighbor.state, event, neighbor);
  if (row === undefined) return;
  if (row.to !== 'same' && row.to !== 'decided') changeNeighborState(neighbor, neighborState[row.to], event);
  row.action?.run(neighbor);
}
