// `ip -br addr`: one line per interface with its state and addresses, as iproute2 6.1 prints it.

import { formatIpv4Address } from '@ospflab/net';
import type { NetworkInterface } from '../interface/network-interface.ts';
import type { LinuxHost } from '../linux-host.ts';

export function showAddresses(host: LinuxHost): string {
  return host.interfaces
    .map((entry) => {
      const addresses = entry.addresses.map(
        (held) => `${formatIpv4Address(held.address)}/${held.prefixLength} `,
      );
      return `${entry.name.padEnd(16)} ${stateOf(entry).padEnd(14)} ${addresses.join('')}\n`;
    })
    .join('');
}

/** The loopback has no operational state to report. */
function stateOf(entry: NetworkInterface): string {
  if (entry.loopback) return 'UNKNOWN';
  return entry.operational ? 'UP' : 'DOWN';
}
