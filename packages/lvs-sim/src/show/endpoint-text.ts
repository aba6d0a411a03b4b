import { formatIpv4Address, type Ipv4Address } from '@ospflab/net';

/** `192.168.28.211:80` */
export function endpointText(address: Ipv4Address, port: number): string {
  return `${formatIpv4Address(address)}:${port}`;
}
