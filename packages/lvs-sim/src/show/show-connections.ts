// `ipvsadm -Lnc`: connection entries and templates with the time until they expire. The kernel lists them in the order of a randomly seeded
// hash table; here they are sorted by client.

import type { Instant } from '@ospflab/sim';
import type { ConnectionView } from '../ipvs/views.ts';
import type { DirectorReading } from './director-reading.ts';
import { endpointText } from './endpoint-text.ts';

export function showConnections(director: DirectorReading, now: Instant): string {
  return [
    'IPVS connection entries',
    'pro expire state       source             virtual            destination',
    ...director.connectionEntries(now).map((entry) => connectionLine(entry, now)),
    '',
  ].join('\n');
}

function connectionLine(entry: ConnectionView, now: Instant): string {
  const left = Math.floor((entry.expiresAt - now) / 1e9);
  const minutes = String(Math.floor(left / 60)).padStart(2, '0');
  return [
    entry.protocol.toUpperCase().padEnd(3),
    `${minutes}:${String(left % 60).padStart(2, '0')}`.padEnd(6),
    entry.state.padEnd(11),
    endpointText(entry.client, entry.clientPort).padEnd(18),
    endpointText(entry.virtualAddress, entry.virtualPort).padEnd(18),
    endpointText(entry.realServer, entry.realPort),
  ].join(' ');
}
