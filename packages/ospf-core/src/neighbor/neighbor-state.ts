// Neighbour states and events, RFC 2328 §10.1 and §10.2. Small integers inside, so that "Exchange or greater" is a comparison.

export const neighborStateNames = [
  'down',
  'attempt',
  'init',
  'twoWay',
  'exStart',
  'exchange',
  'loading',
  'full',
] as const;

export type NeighborStateName = (typeof neighborStateNames)[number];

export const neighborState = {
  down: 0,
  attempt: 1,
  init: 2,
  twoWay: 3,
  exStart: 4,
  exchange: 5,
  loading: 6,
  full: 7,
} as const satisfies Record<NeighborStateName, number>;

export const neighborEventNames = [
  'helloReceived',
  'start',
  'twoWayReceived',
  'negotiationDone',
  'exchangeDone',
  'badLinkStateRequest',
  'loadingDone',
  'adjacencyOk',
  'sequenceNumberMismatch',
  'oneWayReceived',
  'killNeighbor',
  'inactivityTimer',
  'linkDown',
] as const;

export type NeighborEventName = (typeof neighborEventNames)[number];
