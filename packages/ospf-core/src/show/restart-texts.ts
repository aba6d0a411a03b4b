// Graceful restart in FRR's words. FRR: ospfd/ospf_gr_helper.c, 8.4.

import type { HelpEnd, HelpRefusal } from '../event.ts';
import type { RestartReason } from '../graceful-restart/grace-lsa.ts';

export const restartReasonTexts: Readonly<Record<RestartReason, string>> = {
  unknown: 'Unknown restart',
  softwareRestart: 'Software restart',
  softwareUpgrade: 'Software reload/upgrade',
  redundantProcessor: 'Switch to redundant control processor',
};

export const helpEndTexts: Readonly<Record<HelpEnd, string>> = {
  completed: 'Successful graceful restart',
  graceOver: 'Grace timer expiry',
  topologyChanged: 'Topology Change',
  neighborLost: 'Unknown reason',
};

export const helpRefusalTexts: Readonly<Record<HelpRefusal, string>> = {
  notEnabled: 'Helper support disabled',
  notFull: 'Neighbour is not in FULL state',
  notPlanned: 'Supports only planned restart but received unplanned',
  changesUnacknowledged: 'Topo change due to change in lsa rxmt list',
  graceOver: 'LSA age is more than Grace interval',
  restarting: 'Router is in the process of graceful restart',
};
