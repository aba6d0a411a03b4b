// A control packet in one line, as `decode` and traces print it.

import type { BfdPacket } from '../bfd-packet.ts';
import { wholeMilliseconds } from './bfd-reading.ts';
import { diagnosticText } from './diagnostic-text.ts';

export function describeBfd(packet: BfdPacket): string {
  const flags = [packet.poll ? 'poll' : '', packet.final ? 'final' : '', packet.demand ? 'demand' : ''];
  return [
    `BFD ${packet.state}`,
    ...(packet.diagnostic === 'none' ? [] : [`(${diagnosticText(packet.diagnostic)})`]),
    ...flags.filter((flag) => flag !== ''),
    `${hex(packet.myDiscriminator)} to ${hex(packet.yourDiscriminator)}`,
    `tx ${wholeMilliseconds(packet.desiredMinTx)} ms`,
    `rx ${wholeMilliseconds(packet.requiredMinRx)} ms`,
    `× ${packet.detectMultiplier}`,
  ].join(' ');
}

function hex(discriminator: number): string {
  return `0x${discriminator.toString(16).padStart(8, '0')}`;
}
