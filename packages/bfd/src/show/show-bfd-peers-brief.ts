// `show bfd peers brief` of FRR 8.4. The local address is printed where the configuration gives it.

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
    ...sessions.map(({ discriminator, peer, local, configured, state }) =>
      line(
        `${discriminator}`,
        configured && local !== undefined ? formatIpv4Address(local) : '0.0.0.0',
        formatIpv4Address(peer),
        statusTexts[state],
      ),
    ),
    '',
  ].join('\n');
}
