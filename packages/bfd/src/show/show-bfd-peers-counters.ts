// `show bfd peers counters` of FRR 8.4.

import { formatIpv4Address } from '@ospflab/net';
import type { BfdSessionView } from '../bfd-speaker.ts';
import type { BfdReading } from './bfd-reading.ts';

export function showBfdPeersCounters({ sessions, interfaceName }: BfdReading): string {
  const peers = sessions.map((session) => `${peerLines(session, interfaceName).join('\n')}\n\n`);
  return `BFD Peers:\n${peers.join('')}`;
}

function peerLines(session: BfdSessionView, interfaceName: BfdReading['interfaceName']): string[] {
  const { packetsIn, packetsOut, upEvents, downEvents } = session;
  return [
    `\tpeer ${formatIpv4Address(session.peer)} vrf default interface ${interfaceName(session.interfaceIndex)}`,
    `\t\tControl packet input: ${packetsIn} packets`,
    `\t\tControl packet output: ${packetsOut} packets`,
    '\t\tEcho packet input: 0 packets',
    '\t\tEcho packet output: 0 packets',
    `\t\tSession up events: ${upEvents}`,
    `\t\tSession down events: ${downEvents}`,
    `\t\tZebra notifications: ${upEvents + downEvents + 1}`,
  ];
}
