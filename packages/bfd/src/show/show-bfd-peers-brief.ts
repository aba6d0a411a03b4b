// `show bfd peers brief` of FRR 8.4. It never prints the local address of sessions that a daemon asked for.

import { formatIpv4Address } from '@ospflab/net';
import type { SessionState } from '../session-state.ts';
import type { BfdReading } from './bfd-reading.ts';

const addressWidth = 40;
const statusWidth = 15;
const statusTexts: Readonly<Record<SessionState, string>> = {
  adminDown: 'admin-down',
  down: 'down',
  init: 'init',
  up: 'up',
};

export function showBfdPeersBrief({ sessions }: BfdReading): string {
  const line = (id: string, local: string, peer: string, status: string): string =>
    `${id.padEnd(10)} ${local.padEnd(addressWidth)} ${peer.padEnd(addressWidth - 1)} ${status.padEnd(statusWidth)}`;
  return [
    `Session count: ${sessions.length}`,
    line('SessionId', 'LocalAddress', 'PeerAddress', 'Status'),
    line('=========', '============', '===========', '======'),
    ...sessions.map(({ discriminator, peer, state }) =>
      line(`${discriminator}`, '0.0.0.0', formatIpv4Address(peer), statusTexts[state]),
    ),
    '',
  ].join('\n');
}
