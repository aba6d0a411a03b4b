// `show ip ospf neighbor detail` and its JSON form.

import { optionsText } from '../lsa/lsa-text.ts';
import type { JsonValue } from '../packet/describe-ospf.ts';
import { areaText } from './area-text.ts';
import { dotted } from './dotted.ts';
import { durationText, wholeMilliseconds } from './duration-text.ts';
import { networkRole, neighborStateText } from './neighbor-state-text.ts';
import type { OspfInterfaceView, OspfNeighborView, OspfView } from './ospf-view.ts';
import type { OspfShowCommand } from './show-command.ts';
import { helpEndTexts, helpRefusalTexts, restartReasonTexts } from './restart-texts.ts';
import type { ShowDialect } from './show-dialect.ts';
import { neighborsById, type NeighborEntry } from './show-neighbor.ts';

export const showNeighborDetail: OspfShowCommand = {
  words: 'show ip ospf neighbor detail',
  render: (view, dialect) => {
    const blocks = view.interfaces.flatMap((attached) =>
      attached.neighbors.map((neighbor) => neighborBlock(view, attached, neighbor, dialect)),
    );
    return `${blocks.join('')}\n`;
  },
};

/** With its line ends and the empty line behind it. */
export function neighborBlock(
  view: OspfView,
  attached: OspfInterfaceView,
  neighbor: OspfNeighborView,
  dialect: ShowDialect,
): string {
  const { namesNeighborRole } = dialect;
  const place = namesNeighborRole ? ` local interface IP ${dotted(attached.address)}` : '';
  const role = namesNeighborRole ? `Role is ${networkRole(attached, neighbor)},    ` : '';
  const lines = [
    ` Neighbor ${dotted(neighbor.routerId)}, interface address ${dotted(neighbor.address)}`,
    `    In the area ${areaText(view, attached.areaId)} via interface ${attached.name}${place}`,
    `    Neighbor priority is ${neighbor.priority}, State is ${neighborStateText(attached, neighbor)}, ${role}${neighbor.stateChanges} state changes`,
    ...changeLines(neighbor),
    ...designatedLines(neighbor, dialect),
    `    Options ${neighbor.options} ${optionsText(neighbor.options)}`,
    `    Dead timer due in ${durationText(neighbor.deadDue)}`,
    `    Database Summary List ${neighbor.databaseSummaryCount}`,
    `    Link State Request List ${neighbor.linkStateRequestCount}`,
    `    Link State Retransmission List ${neighbor.linkStateRetransmissionCount}`,
    `    Thread Inactivity Timer ${onOff(neighbor.deadDue !== undefined)}`,
    `    Thread Database Description Retransmision ${onOff(neighbor.databaseDescriptionTimerOn)}`,
    `    Thread Link State Request Retransmission ${onOff(neighbor.linkStateRequestTimerOn)}`,
    `    Thread Link State Update Retransmission ${onOff(neighbor.linkStateUpdateTimerOn)}`,
    ...(dialect.listsHelperStatus ? helperLines(neighbor) : []),
  ];
  return `${lines.join('\n')}\n\n`;
}

function helperLines({ help, lastHelpRefusal, lastHelpEnd }: OspfNeighborView): string[] {
  const lines = ['', '    Graceful restart Helper info:'];
  if (help !== undefined) {
    return [
      ...lines,
      '      Graceful Restart HELPER Status : Inprogress.',
      `      Graceful Restart grace period time: ${help.graceSeconds} (seconds).`,
      `      Graceful Restart reason: ${restartReasonTexts[help.reason]}.`,
    ];
  }
  lines.push('      Graceful Restart HELPER Status : None');
  if (lastHelpRefusal !== undefined) {
    lines.push(`      Helper rejected reason: ${helpRefusalTexts[lastHelpRefusal]}.`);
  }
  if (lastHelpEnd !== undefined) lines.push(`      Last helper exit reason: ${helpEndTexts[lastHelpEnd]}.`);
  return lines;
}

function designatedLines(neighbor: OspfNeighborView, { namesNeighborRole }: ShowDialect): string[] {
  const { designatedRouter, backupDesignatedRouter } = neighbor;
  if (!namesNeighborRole) {
    return [`    DR is ${dotted(designatedRouter)}, BDR is ${dotted(backupDesignatedRouter)}`];
  }
  const backup =
    backupDesignatedRouter === 0
      ? '    No backup designated router on this network'
      : `     BDR is ${dotted(backupDesignatedRouter)}`;
  // FRR breaks the line only after the sentence.
  if (designatedRouter === 0) return ['    No designated router on this network', backup];
  return [`    DR is ${dotted(designatedRouter)},${backup}`];
}

function changeLines(neighbor: OspfNeighborView): string[] {
  const { sinceProgressiveChange: progressive, sinceRegressiveChange: regressive } = neighbor;
  if (progressive === undefined && regressive === undefined) return [];
  const lines = ['    Most recent state change statistics:'];
  if (progressive !== undefined) lines.push(`      Progressive change ${durationText(progressive)} ago`);
  if (regressive !== undefined) {
    const reason = neighbor.regressiveReason ?? '';
    lines.push(`      Regressive change ${durationText(regressive)} ago, due to ${reason}`);
  }
  return lines;
}

function onOff(running: boolean): string {
  return running ? 'on' : 'off';
}

export const showNeighborDetailJson: OspfShowCommand = {
  words: 'show ip ospf neighbor detail json',
  render: (view, dialect) => {
    const neighbors = neighborsById(view, neighborDetailEntry(view, dialect));
    return `${dialect.detailJson({ neighbors })}\n`;
  },
};

export function neighborDetailEntry(view: OspfView, dialect: ShowDialect): NeighborEntry {
  return (attached, neighbor) => detailJson(view, attached, neighbor, dialect);
}

function detailJson(
  view: OspfView,
  attached: OspfInterfaceView,
  neighbor: OspfNeighborView,
  { namesNeighborRole }: ShowDialect,
): JsonValue {
  const entry: Record<string, JsonValue> = {
    ifaceAddress: dotted(neighbor.address),
    areaId: areaText(view, attached.areaId),
    ifaceName: attached.name,
    ...(namesNeighborRole ? { localIfaceAddress: dotted(attached.address) } : {}),
    nbrPriority: neighbor.priority,
    nbrState: neighborStateText(attached, neighbor),
    ...(namesNeighborRole ? { role: networkRole(attached, neighbor) } : {}),
    stateChangeCounter: neighbor.stateChanges,
  };
  if (neighbor.sinceProgressiveChange !== undefined) {
    entry['lastPrgrsvChangeMsec'] = wholeMilliseconds(neighbor.sinceProgressiveChange);
  }
  if (neighbor.sinceRegressiveChange !== undefined) {
    entry['lastRegressiveChangeMsec'] = wholeMilliseconds(neighbor.sinceRegressiveChange);
    if (neighbor.regressiveReason !== undefined) {
      entry['lastRegressiveChangeReason'] = neighbor.regressiveReason;
    }
  }
  if (!namesNeighborRole || neighbor.designatedRouter !== 0) {
    entry['routerDesignatedId'] = dotted(neighbor.designatedRouter);
  }
  if (!namesNeighborRole || neighbor.backupDesignatedRouter !== 0) {
    entry['routerDesignatedBackupId'] = dotted(neighbor.backupDesignatedRouter);
  }
  entry['optionsCounter'] = neighbor.options;
  entry['optionsList'] = optionsText(neighbor.options);
  entry['routerDeadIntervalTimerDueMsec'] = wholeMilliseconds(neighbor.deadDue);
  entry['databaseSummaryListCounter'] = neighbor.databaseSummaryCount;
  entry['linkStateRequestListCounter'] = neighbor.linkStateRequestCount;
  entry['linkStateRetransmissionListCounter'] = neighbor.linkStateRetransmissionCount;
  if (neighbor.deadDue !== undefined) entry['threadInactivityTimer'] = 'on';
  if (neighbor.databaseDescriptionTimerOn) entry['threadDatabaseDescriptionRetransmission'] = 'on';
  if (neighbor.linkStateRequestTimerOn) entry['threadLinkStateRequestRetransmission'] = 'on';
  if (neighbor.linkStateUpdateTimerOn) entry['threadLinkStateUpdateRetransmission'] = 'on';
  addHelp(entry, neighbor);
  return entry;
}

function addHelp(entry: Record<string, JsonValue>, neighbor: OspfNeighborView): void {
  const { help, lastHelpRefusal, lastHelpEnd } = neighbor;
  entry['grHelperStatus'] = help === undefined ? 'None' : 'Inprogress';
  if (help !== undefined) {
    entry['graceInterval'] = help.graceSeconds;
    entry['grRestartReason'] = restartReasonTexts[help.reason];
    return;
  }
  if (lastHelpRefusal !== undefined) entry['helperRejectReason'] = helpRefusalTexts[lastHelpRefusal];
  if (lastHelpEnd !== undefined) entry['helperExitReason'] = helpEndTexts[lastHelpEnd];
}
