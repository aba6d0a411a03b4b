// `ipvsadm -Ln`: services, destinations, weights and connection counts.

import type { Instant } from '@ospflab/sim';
import { formatIpv4Address } from '@ospflab/net';
import type { VirtualServiceView } from '../ipvs/views.ts';
import type { ForwardingMethod, VirtualServiceSettings } from '../ipvs/virtual-service.ts';
import type { DirectorReading } from './director-reading.ts';
import { endpointText } from './endpoint-text.ts';
import { serviceName } from './service-name.ts';
import { sortedDestinations } from './sorted-destinations.ts';
import { tableTitle } from './table-title.ts';

const forwardingNames: Readonly<Record<ForwardingMethod, string>> = {
  directRouting: 'Route',
  masquerading: 'Masq',
  tunneling: 'Tunnel',
};

export function showServices(director: DirectorReading, now: Instant): string {
  return [
    tableTitle,
    'Prot LocalAddress:Port Scheduler Flags',
    '  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn',
    ...director.virtualServices(now).flatMap(serviceLines),
    '',
  ].join('\n');
}

function serviceLines({ key, settings, destinations }: VirtualServiceView): string[] {
  return [
    `${serviceName(key)} ${settings.scheduler}${flagsText(settings)}`,
    ...sortedDestinations(destinations).map((each) =>
      [
        `  -> ${endpointText(each.key.address, each.key.port).padEnd(28)}`,
        forwardingNames[each.settings.forwarding].padEnd(7),
        String(each.settings.weight).padEnd(6),
        String(each.activeConnections).padEnd(10),
        String(each.inactiveConnections).padEnd(10),
      ].join(' '),
    ),
  ];
}

function flagsText({ schedulerFlags, persistence, onePacket }: VirtualServiceSettings): string {
  let text = schedulerFlags.length === 0 ? '' : ` (${schedulerFlags.join(',')})`;
  if (persistence !== undefined) {
    text += ` persistent ${persistence.timeoutSeconds}`;
    if (persistence.netmask !== 0xffffffff) text += ` mask ${formatIpv4Address(persistence.netmask)}`;
  }
  return onePacket === true ? `${text} ops` : text;
}
