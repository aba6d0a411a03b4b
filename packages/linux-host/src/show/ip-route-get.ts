// `ip route get ADDRESS`: the way that a packet of the host would take, with what redirects and path MTU discovery have taught about the
// destination, as iproute2 6.1 prints it.

import { formatIpv4Address, parseIpv4Address } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { LinuxHost } from '../linux-host.ts';
import type { RouteAnswer } from '../routing/route-answer.ts';
import { nameOfInterface } from './name-of-interface.ts';

const refusals = {
  none: 'Network is unreachable',
  unreachable: 'No route to host',
  prohibit: 'Permission denied',
  blackhole: 'Invalid argument',
} as const;

export function showRouteGet(host: LinuxHost, now: Instant, text = ''): string {
  const address = parseIpv4Address(text);
  if (address === undefined) return `Error: any valid prefix is expected rather than "${text}".\n`;
  const answer = host.routeTo(address);
  if (answer.kind === 'refused') return `RTNETLINK answers: ${refusals[answer.type]}\n`;
  const target = formatIpv4Address(address);
  const source = answer.source === undefined ? '' : ` src ${formatIpv4Address(answer.source)}`;
  if (answer.kind === 'local') return `local ${target} dev lo${source} uid 0 \n    cache <local> \n`;
  const via = answer.gateway === undefined ? '' : ` via ${formatIpv4Address(answer.gateway)}`;
  const device = nameOfInterface(host, answer.interfaceIndex);
  return `${target}${via} dev ${device}${source} uid 0 \n    cache ${learned(answer, now)}\n`;
}

function learned({ exception }: RouteAnswer & { kind: 'unicast' }, now: Instant): string {
  if (exception === undefined) return '';
  const words: string[] = [];
  if (exception.gateway !== undefined) words.push('<redirected>');
  words.push(`expires ${Math.floor((exception.expiresAt - now) / 1e9)}sec`);
  if (exception.mtu !== undefined) words.push(`mtu${exception.mtuLocked ? ' lock' : ''} ${exception.mtu}`);
  return `${words.join(' ')} `;
}
