// `show ip ospf neighbor detail all` and its JSON form: with the configured neighbours that are down.

import type { JsonValue } from '../packet/describe-ospf.ts';
import { allNeighbors } from './all-neighbors.ts';
import { areaText } from './area-text.ts';
import { dotted } from './dotted.ts';
import { durationText, wholeMilliseconds } from './duration-text.ts';
import type { OspfInterfaceView, OspfSilentNeighborView, OspfView } from './ospf-view.ts';
import type { OspfShowCommand } from './show-command.ts';
import { neighborBlock, neighborDetailEntry } from './show-neighbor-detail.ts';
import { interfaceText } from './show-neighbor.ts';

export const showNeighborDetailAll: OspfShowCommand = {
  words: 'show ip ospf neighbor detail all',
  render: (view, dialect) => {
    const blocks = view.interfaces.flatMap((attached) => [
      ...attached.neighbors.map((neighbor) => neighborBlock(view, attached, neighbor, dialect)),
      ...(attached.silentNeighbors ?? []).map((neighbor) => silentBlock(view, attached, neighbor)),
    ]);
    return `${blocks.join('')}\n`;
  },
};

function silentBlock(view: OspfView, attached: OspfInterfaceView, neighbor: OspfSilentNeighborView): string {
  const { address, priority, stateChanges, pollInterval, pollDue } = neighbor;
  return [
    ` Neighbor -, interface address ${dotted(address)}`,
    `    In the area ${areaText(view, attached.areaId)} via interface ${interfaceText(attached)}`,
    `    Neighbor priority is ${priority}, State is Down, ${stateChanges} state changes`,
    `    Poll interval ${pollInterval / 1e9}`,
    `    Poll timer due in ${durationText(pollDue)}`,
    `    Thread Poll Timer ${pollDue === undefined ? 'off' : 'on'}`,
    '',
  ].join('\n');
}

/** All that are down have one key, and the last one keeps it. FRR: ospfd/ospf_vty.c, show_ip_ospf_nbr_nbma_detail_sub, 8.4. */
export const showNeighborDetailAllJson: OspfShowCommand = {
  words: 'show ip ospf neighbor detail all json',
  render: (view, dialect) => {
    const all = allNeighbors(
      view,
      neighborDetailEntry(view, dialect),
      () => 'noNbrId',
      (attached, silent) => silentJson(view, attached, silent),
    );
    return `${dialect.detailJson(all)}\n`;
  },
};

function silentJson(
  view: OspfView,
  attached: OspfInterfaceView,
  neighbor: OspfSilentNeighborView,
): JsonValue {
  const { address, priority, stateChanges, pollInterval, pollDue } = neighbor;
  return {
    ifaceAddress: dotted(address),
    areaId: areaText(view, attached.areaId),
    iface: interfaceText(attached),
    nbrPriority: priority,
    nbrState: 'down',
    stateChangeCounter: stateChanges,
    pollInterval: pollInterval / 1e9,
    pollIntervalTimerDueMsec: wholeMilliseconds(pollDue),
    ...(pollDue === undefined ? {} : { pollIntervalTimerThread: 'on' }),
  };
}
