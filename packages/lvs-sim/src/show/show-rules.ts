// `ipvsadm -Sn`, which ipvsadm-save calls: the services as the commands that would make them.

import type { Instant } from '@ospflab/sim';
import { formatIpv4Address } from '@ospflab/net';
import type { DestinationView, VirtualServiceView } from '../ipvs/views.ts';
import type { ForwardingMethod, VirtualServiceKey, VirtualServiceSettings } from '../ipvs/virtual-service.ts';
import type { DirectorReading } from './director-reading.ts';
import { endpointText } from './endpoint-text.ts';
import { sortedDestinations } from './sorted-destinations.ts';

const methodOptions: Readonly<Record<ForwardingMethod, string>> = {
  directRouting: '-g',
  masquerading: '-m',
  tunneling: '-i',
};

export function showRules(director: DirectorReading, now: Instant): string {
  const lines = director.virtualServices(now).flatMap(rulesOf);
  return lines.map((line) => `${line}\n`).join('');
}

function rulesOf({ key, settings, destinations }: VirtualServiceView): string[] {
  const name = serviceOption(key);
  return [
    `-A ${name} -s ${settings.scheduler}${serviceOptions(settings)}`,
    ...sortedDestinations(destinations).map((each) => `-a ${name} ${destinationOptions(each)}`),
  ];
}

function serviceOption({ protocol, address, port, firewallMark }: VirtualServiceKey): string {
  if (firewallMark !== undefined) return `-f ${firewallMark}`;
  return `${protocol === 'udp' ? '-u' : '-t'} ${endpointText(address, port)}`;
}

function serviceOptions({ persistence, onePacket, schedulerFlags }: VirtualServiceSettings): string {
  let text = '';
  if (persistence !== undefined) {
    text += ` -p ${persistence.timeoutSeconds}`;
    if (persistence.netmask !== 0xffffffff) text += ` -M ${formatIpv4Address(persistence.netmask)}`;
  }
  if (onePacket === true) text += ' -o';
  return schedulerFlags.length === 0 ? text : `${text} -b ${schedulerFlags.join(',')}`;
}

function destinationOptions({ key, settings }: DestinationView): string {
  const { upperThreshold, lowerThreshold } = settings;
  const thresholds =
    (upperThreshold === 0 ? '' : ` -x ${upperThreshold}`) +
    (lowerThreshold === 0 ? '' : ` -y ${lowerThreshold}`);
  return `-r ${endpointText(key.address, key.port)} ${methodOptions[settings.forwarding]} -w ${settings.weight}${thresholds}`;
}
