// `show bfd peers counters` of FRR 8.4.

import type { BfdSessionView } from '../bfd-speaker.ts';
import { peerText, type BfdReading } from './bfd-reading.ts';

export function showBfdPeersCounters(reading: BfdReading): string {
  const peers = reading.sessions.map((session) => `${peerLines(session, reading).join('\n')}\n\n`);
  return `BFD Peers:\n${peers.join('')}`;
}

function peerLines(session: BfdSessionView, reading: BfdReading): string[] {
  const { packetsIn, packetsOut, upEvents, downEvents } = session;
  return [
    `\t${peerText(session, reading)}`,
    `\t\tControl packet input: ${packetsIn} packets`,
    `\t\tControl packet output: ${packetsOut} packets`,
    '\t\tEcho packet input: 0 packets',
    '\t\tEcho packet output: 0 packets',
    `\t\tSession up events: ${upEvents}`,
    `\t\tSession down events: ${downEvents}`,
    `\t\tZebra notifications: ${upEvents + downEvents + (session.configured ? 0 : 1)}`,
  ];
}
