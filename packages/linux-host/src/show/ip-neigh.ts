// `ip neigh`: the neighbour table as iproute2 6.1 prints it.

import { formatIpv4Address, formatMacAddress } from '@ospflab/net';
import type { LinuxHost } from '../linux-host.ts';

export function showNeighbors(host: LinuxHost): string {
  return host
    .neighbors()
    .filter((neighbor) => neighbor.state !== 'none')
    .map((neighbor) => {
      const address = neighbor.mac === undefined ? '' : `lladdr ${formatMacAddress(neighbor.mac)} `;
      const where = `${formatIpv4Address(neighbor.address)} dev ${neighbor.holder.name}`;
      return `${where} ${address}${neighbor.state.toUpperCase()} \n`;
    })
    .join('');
}
