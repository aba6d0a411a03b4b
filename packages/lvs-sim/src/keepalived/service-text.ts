// How keepalived's log names a service: `[192.168.28.103]:tcp:80`.

import { formatIpv4Address, type Ipv4Address } from '@ospflab/net';

export function serviceText(address: Ipv4Address, protocol: 'tcp' | 'udp' | 'none', port: number): string {
  return `[${formatIpv4Address(address)}]:${protocol}:${port}`;
}
