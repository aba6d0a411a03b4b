// `show ip ospf neighbor` and its JSON form.

import type { JsonValue } from '../packet/describe-ospf.ts';
import { dotted } from './dotted.ts';
import { durationText, wholeMilliseconds } from './duration-text.ts';
import { prettyJson } from './json-text.ts';
import { networkRole, neighborStateText } from './neighbor-state-text.ts';
import type { OspfInterfaceView, OspfNeighborView, OspfView } from './ospf-view.ts';
import type { OspfShowCommand } from './show-command.ts';
import type { ShowDialect } from './show-dialect.ts';

export const showNeighbor: OspfShowCommand = {
  words: 'show ip ospf neighbor',
  render: (view, dialect) => {
    const rows = view.interfaces.flatMap((attached) =>
      attached.neighbors.map((neighbor) => neighborRow(attached, neighbor, dialect)),
    );
    return neighborTableText(rows, dialect);
  },
};

export function neighborTableText(rows: readonly string[], { neighborTable }: ShowDialect): string {
  const { idHeading, listsUpTime, interfaceWidth } = neighborTable;
  const header = [
    `${idHeading} Pri State          `,
    ...(listsUpTime ? ['Up Time        '] : []),
    `Dead Time Address         ${'Interface'.padEnd(interfaceWidth)} RXmtL RqstL DBsmL`,
  ].join(' ');
  return ['', header, ...rows, '', ''].join('\n');
}

export function neighborRow(
  attached: OspfInterfaceView,
  neighbor: OspfNeighborView,
  { neighborTable }: ShowDialect,
): string {
  return [
    idText(neighbor).padEnd(15),
    String(neighbor.priority).padStart(3),
    neighborStateText(attached, neighbor).padEnd(15),
    ...(neighborTable.listsUpTime ? [upTime(neighbor).padEnd(15)] : []),
    durationText(neighbor.deadDue).padStart(9),
    dotted(neighbor.address).padEnd(15),
    interfaceText(attached).padEnd(neighborTable.interfaceWidth),
    String(neighbor.linkStateRetransmissionCount).padStart(5),
    String(neighbor.linkStateRequestCount).padStart(5),
    String(neighbor.databaseSummaryCount).padStart(5),
  ].join(' ');
}

/** A neighbour on a non-broadcast network that was never heard has no id yet. */
function idText({ routerId, state }: OspfNeighborView): string {
  return routerId === 0 && state === 'Attempt' ? '-' : dotted(routerId);
}

function upTime(neighbor: OspfNeighborView): string {
  return neighbor.sinceProgressiveChange === undefined ? '-' : durationText(neighbor.sinceProgressiveChange);
}

export function interfaceText(attached: OspfInterfaceView): string {
  return attached.virtualPeer === undefined ? `${attached.name}:${dotted(attached.address)}` : attached.name;
}

export const showNeighborJson: OspfShowCommand = {
  words: 'show ip ospf neighbor json',
  render: (view, dialect) => {
    const neighbors = neighborsById(view, neighborEntry(dialect));
    return `${prettyJson({ neighbors })}\n`;
  },
};

export type NeighborEntry = (attached: OspfInterfaceView, neighbor: OspfNeighborView) => JsonValue;

export function neighborEntry({ keepsOldNeighborKeys }: ShowDialect): NeighborEntry {
  return keepsOldNeighborKeys ? neighborJsonWithOldKeys : neighborJson;
}

/** Neighbours keyed by router id in order of appearance; one router behind several interfaces has several entries. */
export function neighborsById(view: OspfView, entryOf: NeighborEntry): Record<string, JsonValue[]> {
  const byId: Record<string, JsonValue[]> = {};
  for (const attached of view.interfaces) {
    for (const neighbor of attached.neighbors) {
      (byId[dotted(neighbor.routerId)] ??= []).push(entryOf(attached, neighbor));
    }
  }
  return byId;
}

function neighborJsonWithOldKeys(attached: OspfInterfaceView, neighbor: OspfNeighborView): JsonValue {
  const state = neighborStateText(attached, neighbor);
  const address = dotted(neighbor.address);
  const deadMilliseconds = wholeMilliseconds(neighbor.deadDue);
  return {
    priority: neighbor.priority,
    state,
    nbrPriority: neighbor.priority,
    nbrState: state,
    converged: neighbor.state,
    // Unlike in the state, the end of a point-to-point link has a role here.
    role: networkRole(attached, neighbor),
    upTimeInMsec: wholeMilliseconds(neighbor.sinceProgressiveChange),
    deadTimeMsecs: deadMilliseconds,
    routerDeadIntervalTimerDueMsec: deadMilliseconds,
    upTime: upTime(neighbor),
    deadTime: durationText(neighbor.deadDue),
    address,
    ifaceAddress: address,
    ifaceName: interfaceText(attached),
    retransmitCounter: neighbor.linkStateRetransmissionCount,
    linkStateRetransmissionListCounter: neighbor.linkStateRetransmissionCount,
    requestCounter: neighbor.linkStateRequestCount,
    linkStateRequestListCounter: neighbor.linkStateRequestCount,
    dbSummaryCounter: neighbor.databaseSummaryCount,
    databaseSummaryListCounter: neighbor.databaseSummaryCount,
  };
}

function neighborJson(attached: OspfInterfaceView, neighbor: OspfNeighborView): JsonValue {
  return {
    nbrState: neighborStateText(attached, neighbor),
    nbrPriority: neighbor.priority,
    converged: neighbor.state,
    role: networkRole(attached, neighbor),
    upTimeInMsec: wholeMilliseconds(neighbor.sinceProgressiveChange),
    routerDeadIntervalTimerDueMsec: wholeMilliseconds(neighbor.deadDue),
    upTime: upTime(neighbor),
    deadTime: durationText(neighbor.deadDue),
    ifaceAddress: dotted(neighbor.address),
    ifaceName: interfaceText(attached),
    linkStateRetransmissionListCounter: neighbor.linkStateRetransmissionCount,
    linkStateRequestListCounter: neighbor.linkStateRequestCount,
    databaseSummaryListCounter: neighbor.databaseSummaryCount,
  };
}
