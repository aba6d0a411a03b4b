// `show ip route` of FRR 8.4: zebra's table, every offer, selected and in the kernel or not.

import { formatIpv4Address, formatIpv4Prefix } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { LinuxHost } from '../linux-host.ts';
import type { RibEntry, RibHop } from '../routing/rib-entry.ts';
import type { RouteSource } from '../routing/route.ts';
import { uptimeText } from './uptime.ts';

const header = [
  'Codes: K - kernel route, C - connected, S - static, R - RIP,',
  '       O - OSPF, I - IS-IS, B - BGP, E - EIGRP, N - NHRP,',
  '       T - Table, v - VNC, V - VNC-Direct, A - Babel, F - PBR,',
  '       f - OpenFabric,',
  '       > - selected route, * - FIB route, q - queued, r - rejected, b - backup',
  '       t - trapped, o - offload failure',
  '',
  '',
].join('\n');

const letters: Readonly<Record<RouteSource, string>> = {
  connected: 'C',
  kernel: 'K',
  static: 'S',
  ospf: 'O',
};

/** Nothing at all when there is no route. */
export function showIpRoute(host: LinuxHost, now: Instant): string {
  const entries = host.ribEntries();
  if (entries.length === 0) return '';
  return header + entries.map((entry) => linesOf(host, entry, now)).join('');
}

function linesOf(host: LinuxHost, entry: RibEntry, now: Instant): string {
  const cost = entry.source === 'connected' ? '' : ` [${entry.distance}/${entry.metric}]`;
  const selected = entry.selected ? '>' : ' ';
  const head = (mark: string): string =>
    `${letters[entry.source]}${selected}${mark} ${formatIpv4Prefix(entry.prefix)}${cost}`;
  if (entry.hops.length === 0) {
    return `${head(entry.installed ? '*' : ' ')} unreachable (${entry.type}), ${uptimeText(entry.since, now)}\n`;
  }
  return entry.hops
    .map((hop, position) => {
      const mark = entry.installed && hop.active ? '*' : ' ';
      const start = position === 0 ? head(mark) : `  ${mark}${' '.repeat(head(mark).length - 3)}`;
      return `${start}${hopText(host, entry, hop)}, ${uptimeText(entry.since, now)}\n`;
    })
    .join('');
}

function hopText(host: LinuxHost, entry: RibEntry, hop: RibHop): string {
  const name = host.interfaces.find((candidate) => candidate.index === hop.interfaceIndex)?.name;
  const where = name === undefined ? '' : `, ${name}`;
  const target =
    hop.gateway === undefined ? ' is directly connected' : ` via ${formatIpv4Address(hop.gateway)}`;
  const weight = entry.source === 'ospf' || entry.source === 'static' ? `, weight ${hop.weight}` : '';
  return `${target}${where}${hop.active ? '' : ' inactive'}${weight}`;
}
