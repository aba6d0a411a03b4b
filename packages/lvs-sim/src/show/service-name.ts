import type { VirtualServiceKey } from '../ipvs/virtual-service.ts';
import { endpointText } from './endpoint-text.ts';

/** `TCP  192.168.28.211:80`, `FWM  7` */
export function serviceName({ protocol, address, port, firewallMark }: VirtualServiceKey): string {
  if (firewallMark !== undefined) return `FWM  ${firewallMark}`;
  return `${protocol.toUpperCase().padEnd(4)} ${endpointText(address, port)}`;
}
