// Every event that a run of a scenario can record: the unions of the packages, and the timeline's own.

import type { BfdEvent } from '@ospflab/bfd';
import type { HostEvent } from '@ospflab/linux-host';
import type { IpvsEvent, KeepalivedEvent } from '@ospflab/lvs-sim';
import type { OspfEvent } from '@ospflab/ospf-core';
import type { FrameDropped } from '@ospflab/sim';
import type { ApplicationEvent } from '../applications/application-event.ts';

export type SimulationEvent =
  | HostEvent
  | OspfEvent
  | BfdEvent
  | IpvsEvent
  | KeepalivedEvent
  | ApplicationEvent
  | FrameDropped
  | ActionPerformed;

/** Recorded under the node that the action is done to; whatever follows from it has it as cause. */
export interface ActionPerformed {
  readonly kind: 'actionPerformed';
  readonly action: string;
  readonly name: string;
}

/** Kinds that a report's causal chains are made of; the rest is counted and forgotten. */
export const chainKinds: readonly SimulationEvent['kind'][] = [
  'actionPerformed',
  'deadTimerExpired',
  'bfdSessionLost',
  'bfdSessionChanged',
  'helpBegun',
  'helpRefused',
  'helpEnded',
  'restartAnnounced',
  'restartBegun',
  'restartEnded',
  'neighborStateChanged',
  'interfaceStateChanged',
  'designatedRouterElected',
  'databaseDescriptionRetransmitted',
  'linkStateRequestRetransmitted',
  'lsaOriginated',
  'lsaInstalled',
  'lsaFlushed',
  'lsaDiscarded',
  'lsaRetransmitted',
  'spfScheduled',
  'spfRun',
  'ospfRouteChanged',
  'ospfRouteRemoved',
  'linkStateChanged',
  'addressChanged',
  'fibChanged',
];
