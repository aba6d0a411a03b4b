// `show ip ospf interface traffic` and its JSON form: packets by type.

import type { JsonValue } from '../packet/describe-ospf.ts';
import { unescapedPrettyJson } from './json-text.ts';
import type { OspfInterfaceView } from './ospf-view.ts';
import type { OspfShowCommand } from './show-command.ts';
import { inOrderOfDevices } from './show-interface.ts';

/** In the order of columns. */
const kinds = [
  ['hello', 'hello', 8],
  ['databaseDescription', 'dbDesc', 7],
  ['linkStateRequest', 'lsReq', 7],
  ['linkStateUpdate', 'lsUpd', 7],
  ['linkStateAcknowledgement', 'lsAck', 7],
] as const;

/** A simulated packet leaves at once. */
const queued = 0;
const widthOfQueued = 12;

const heading = [
  '',
  'Interface       HELLO            DB-Desc         LS-Req           LS-Update        LS-Ack            Packets      ',
  '                Rx/Tx            Rx/Tx            Rx/Tx            Rx/Tx            Rx/Tx            Queued       ',
  '-------------------------------------------------------------------------------------------------------------',
];

export const showInterfaceTraffic: OspfShowCommand = {
  words: 'show ip ospf interface traffic',
  render: (view) => [...heading, ...inOrderOfDevices(view).filter(isUp).map(trafficLine), '', ''].join('\n'),
};

export const showInterfaceTrafficJson: OspfShowCommand = {
  words: 'show ip ospf interface traffic json',
  render: (view) => {
    const entries: Record<string, JsonValue> = {};
    for (const shown of inOrderOfDevices(view).filter(isUp)) entries[shown.name] = trafficJson(shown);
    return `${unescapedPrettyJson(entries)}\n`;
  },
};

function isUp({ up }: OspfInterfaceView): boolean {
  return up;
}

function trafficLine({ name, traffic }: OspfInterfaceView): string {
  const columns = kinds.map(([kind, , width]) => {
    const received = String(traffic.received[kind]).padStart(width);
    return `${received}/${String(traffic.sent[kind]).padEnd(width)}`;
  });
  return [name.padEnd(10), ...columns, String(queued).padStart(widthOfQueued)].join(' ');
}

function trafficJson({ interfaceIndex, traffic }: OspfInterfaceView): JsonValue {
  const entry: Record<string, JsonValue> = { ifIndex: interfaceIndex };
  for (const [kind, key] of kinds) {
    entry[`${key}In`] = traffic.received[kind];
    entry[`${key}Out`] = traffic.sent[kind];
  }
  entry['packetsQueued'] = queued;
  return entry;
}
