// Interface states and events, RFC 2328 §9.1 and §9.2. Small integers inside, names in traces and diagrams.

export const interfaceStateNames = [
  'down',
  'loopback',
  'waiting',
  'pointToPoint',
  'drOther',
  'backup',
  'designatedRouter',
] as const;

export type InterfaceStateName = (typeof interfaceStateNames)[number];

export const interfaceState = {
  down: 0,
  loopback: 1,
  waiting: 2,
  pointToPoint: 3,
  drOther: 4,
  backup: 5,
  designatedRouter: 6,
} as const satisfies Record<InterfaceStateName, number>;

export const interfaceEventNames = [
  'interfaceUp',
  'waitTimer',
  'backupSeen',
  'neighborChange',
  'loopIndication',
  'unloopIndication',
  'interfaceDown',
] as const;

export type InterfaceEventName = (typeof interfaceEventNames)[number];
