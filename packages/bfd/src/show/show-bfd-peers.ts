// `show bfd peers` of FRR 8.4.

import type { BfdSessionView } from '../bfd-speaker.ts';
import {
  echoReceiveMilliseconds,
  peerText,
  secondsInState,
  wholeMilliseconds,
  type BfdReading,
} from './bfd-reading.ts';
import { diagnosticText } from './diagnostic-text.ts';

export function showBfdPeers(reading: BfdReading): string {
  const peers = reading.sessions.map((session) => `${peerLines(session, reading).join('\n')}\n\n`);
  return `BFD Peers:\n${peers.join('')}`;
}

function peerLines(session: BfdSessionView, reading: BfdReading): string[] {
  const { settings, peerTimers } = session;
  const echo = wholeMilliseconds(peerTimers.requiredMinEchoRx);
  return [
    `\t${peerText(session, reading)}`,
    `\t\tID: ${session.discriminator}`,
    `\t\tRemote ID: ${session.remoteDiscriminator}`,
    `\t\t${settings.passive ? 'Passive' : 'Active'} mode`,
    ...statusLines(session, secondsInState(session, reading.now)),
    `\t\tDiagnostics: ${diagnosticText(session.diagnostic)}`,
    `\t\tRemote diagnostics: ${diagnosticText(session.remoteDiagnostic)}`,
    `\t\tPeer Type: ${session.configured ? 'configured' : 'dynamic'}`,
    '\t\tRTT min/avg/max: 0/0/0 usec',
    '\t\tLocal timers:',
    `\t\t\tDetect-multiplier: ${settings.detectMultiplier}`,
    `\t\t\tReceive interval: ${wholeMilliseconds(settings.receiveInterval)}ms`,
    `\t\t\tTransmission interval: ${wholeMilliseconds(settings.transmitInterval)}ms`,
    `\t\t\tEcho receive interval: ${echoReceiveMilliseconds}ms`,
    '\t\t\tEcho transmission interval: disabled',
    '\t\tRemote timers:',
    `\t\t\tDetect-multiplier: ${peerTimers.detectMultiplier}`,
    `\t\t\tReceive interval: ${wholeMilliseconds(peerTimers.requiredMinRx)}ms`,
    `\t\t\tTransmission interval: ${wholeMilliseconds(peerTimers.desiredMinTx)}ms`,
    `\t\t\tEcho receive interval: ${echo === 0 ? 'disabled' : `${echo}ms`}`,
  ];
}

function statusLines({ state }: BfdSessionView, seconds: number): string[] {
  switch (state) {
    case 'adminDown':
      return ['\t\tStatus: shutdown'];
    case 'down':
      return ['\t\tStatus: down', `\t\tDowntime: ${spanText(seconds)}`];
    case 'init':
      return ['\t\tStatus: init'];
    case 'up':
      return ['\t\tStatus: up', `\t\tUptime: ${spanText(seconds)}`];
  }
}

const units = [
  { name: 'day', seconds: 86_400 },
  { name: 'hour', seconds: 3600 },
  { name: 'minute', seconds: 60 },
] as const;

/** `1 hour(s), 2 second(s)`: units that are zero are left out, the seconds are not. */
function spanText(total: number): string {
  const parts: string[] = [];
  let rest = total;
  for (const { name, seconds } of units) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(`${count} ${name}(s)`);
  }
  return [...parts, `${rest} second(s)`].join(', ');
}
