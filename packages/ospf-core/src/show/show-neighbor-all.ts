// `show ip ospf neighbor all` and its JSON form: with the configured neighbours that are down.

import type { JsonValue } from '../packet/describe-ospf.ts';
import { allNeighbors } from './all-neighbors.ts';
import { dotted } from './dotted.ts';
import { prettyJson } from './json-text.ts';
import type { OspfInterfaceView, OspfSilentNeighborView } from './ospf-view.ts';
import type { OspfShowCommand } from './show-command.ts';
import { interfaceText, neighborEntry, neighborRow, neighborTableText } from './show-neighbor.ts';

export const showNeighborAll: OspfShowCommand = {
  words: 'show ip ospf neighbor all',
  render: (view, dialect) => {
    const rows = view.interfaces.flatMap((attached) => [
      ...attached.neighbors.map((neighbor) => neighborRow(attached, neighbor, dialect)),
      ...(attached.silentNeighbors ?? []).map((neighbor) => silentRow(attached, neighbor)),
    ]);
    return neighborTableText(rows, dialect);
  },
};

/** Its columns are not those of the heading. FRR: ospfd/ospf_vty.c, show_ip_ospf_neighbour_all, 8.4. */
function silentRow(attached: OspfInterfaceView, { address, priority }: OspfSilentNeighborView): string {
  const nothing = '0'.padStart(5);
  return [
    '-'.padEnd(15),
    String(priority).padStart(3),
    'Down'.padEnd(15),
    '-'.padStart(9),
    dotted(address).padEnd(32),
    interfaceText(attached).padEnd(20),
    nothing,
    nothing,
    nothing,
  ].join(' ');
}

/** Those that are down are keyed by address. */
export const showNeighborAllJson: OspfShowCommand = {
  words: 'show ip ospf neighbor all json',
  render: (view, dialect) => {
    const keyOf = ({ address }: OspfSilentNeighborView): string => dotted(address);
    return `${prettyJson(allNeighbors(view, neighborEntry(dialect), keyOf, silentJson))}\n`;
  },
};

function silentJson(attached: OspfInterfaceView, { priority }: OspfSilentNeighborView): JsonValue {
  return {
    nbrNbmaPriority: priority,
    nbrNbmaDown: true,
    nbrNbmaIfaceName: interfaceText(attached),
    nbrNbmaRetransmitCounter: 0,
    nbrNbmaRequestCounter: 0,
    nbrNbmaDbSummaryCounter: 0,
  };
}
