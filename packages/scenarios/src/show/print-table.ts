// Who answers which command: the show tables of the cores, side by side.

import {
  showBfdPeers,
  showBfdPeersBrief,
  showBfdPeersCounters,
  showBfdPeersJson,
  type BfdReading,
} from '@ospflab/bfd';
import { hostShowCommands } from '@ospflab/linux-host';
import { ipvsadm, ipvsadmCommands } from '@ospflab/lvs-sim';
import { ospfShowForms, renderOspfShow } from '@ospflab/ospf-core';
import type { Instant } from '@ospflab/sim';
import type { Machine } from '../network/network.ts';
import { journalCommands, renderJournal } from './journal.ts';

export interface Printer {
  /** As people type them, for lists of what can be shown. */
  readonly commands: readonly string[];
  /** Undefined when it is none of its commands, or the machine runs nothing that answers it. */
  readonly print: (machine: Machine, commandLine: string, now: Instant) => string | undefined;
}

/** Other spellings that people type of the host's commands. */
const hostSpellings: ReadonlyMap<string, string> = new Map([
  ['ip r', 'ip route'],
  ['ip route show', 'ip route'],
  ['ip n', 'ip neigh'],
  ['ip nexthop show', 'ip nexthop'],
  ['ip nexthop list', 'ip nexthop'],
  ['ip nexthop bucket show', 'ip nexthop bucket'],
  ['ip nexthop bucket list', 'ip nexthop bucket'],
  ['ip neighbour', 'ip neigh'],
  ['ip neigh show', 'ip neigh'],
]);

const bfdCommands: Readonly<Record<string, (reading: BfdReading) => string>> = {
  'show bfd peers': showBfdPeers,
  'show bfd peers json': (reading) => `${JSON.stringify(showBfdPeersJson(reading), null, 2)}\n`,
  'show bfd peers brief': showBfdPeersBrief,
  'show bfd peers counters': showBfdPeersCounters,
};

export const printTable: readonly Printer[] = [
  {
    commands: ospfShowForms,
    print: ({ ospf, node }, commandLine, now) =>
      ospf.router === undefined
        ? undefined
        : renderOspfShow(ospf.router.view(now), commandLine, node.loaded.showDialect),
  },
  {
    commands: hostShowCommands.map(({ command, argument }) =>
      argument === undefined ? command : `${command} ${argument}`,
    ),
    print: ({ node }, commandLine, now) => {
      const typed = hostSpellings.get(commandLine) ?? commandLine;
      for (const { command, argument, run } of hostShowCommands) {
        if (argument === undefined ? command === typed : isWithOneWord(typed, command))
          return run(node.host, now, typed.slice(command.length + 1));
      }
      return undefined;
    },
  },
  {
    commands: Object.keys(bfdCommands),
    print: ({ bfd, node }, commandLine, now) =>
      bfdCommands[commandLine]?.({
        sessions: bfd.speaker?.sessions() ?? [],
        interfaceName: (index) => node.host.interfaces.find((one) => one.index === index)?.name ?? `${index}`,
        now,
      }),
  },
  {
    commands: ipvsadmCommands,
    print: ({ ipvs }, commandLine, now) =>
      ipvs === undefined ? undefined : ipvsadm(commandLine, ipvs.director, now),
  },
  {
    commands: journalCommands,
    print: renderJournal,
  },
];

function isWithOneWord(typed: string, command: string): boolean {
  return typed.startsWith(`${command} `) && !typed.slice(command.length + 1).includes(' ');
}
