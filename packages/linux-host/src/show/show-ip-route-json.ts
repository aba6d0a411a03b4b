// `show ip route json` of FRR 8.4: an object keyed by prefix, each with its offers, laid out with two spaces.

import { formatIpv4Address, formatIpv4Prefix } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { LinuxHost } from '../linux-host.ts';
import type { RibEntry, RibHop } from '../routing/rib-entry.ts';
import { uptimeText } from './uptime.ts';

/** zebra's bits: selected 8; installed 16; a next hop active 1, in the kernel 2. */
const flagSelected = 8;
const statusInstalled = 16;
const hopActive = 1;
const hopInKernel = 2;
const mainTable = 254;

export function showIpRouteJson(host: LinuxHost, now: Instant): string {
  const byPrefix: Record<string, unknown[]> = {};
  for (const entry of host.ribEntries()) {
    (byPrefix[formatIpv4Prefix(entry.prefix)] ??= []).push(recordOf(host, entry, now));
  }
  // FRR writes no space after the colon.
  return `${JSON.stringify(byPrefix, null, 2).replace(/^( *"[^"]*"): /gm, '$1:')}\n`;
}

function recordOf(host: LinuxHost, entry: RibEntry, now: Instant): Record<string, unknown> {
  const drops = entry.type === 'blackhole';
  return {
    prefix: formatIpv4Prefix(entry.prefix),
    prefixLen: entry.prefix.length,
    protocol: entry.source,
    vrfId: 0,
    vrfName: 'default',
    ...(entry.selected ? { selected: true, destSelected: true } : {}),
    distance: entry.distance,
    metric: entry.metric,
    ...(entry.installed ? { installed: true } : {}),
    table: mainTable,
    internalStatus: entry.installed ? statusInstalled : 0,
    internalFlags: entry.selected ? flagSelected : 0,
    internalNextHopNum: drops ? 1 : entry.hops.length,
    internalNextHopActiveNum: drops ? 1 : entry.hops.filter((hop) => hop.active).length,
    nexthopGroupId: entry.nextHopGroupId,
    ...(entry.installed ? { installedNexthopGroupId: entry.nextHopGroupId } : {}),
    uptime: uptimeText(entry.since, now),
    nexthops: drops ? [dropRecord(entry)] : entry.hops.map((hop) => hopRecord(host, entry, hop)),
  };
}

/** zebra's next hop of a route that drops packets. */
function dropRecord(entry: RibEntry): Record<string, unknown> {
  return {
    flags: hopActive + (entry.installed ? hopInKernel : 0),
    ...(entry.installed ? { fib: true } : {}),
    unreachable: true,
    blackhole: true,
    active: true,
    weight: 1,
  };
}

function hopRecord(host: LinuxHost, entry: RibEntry, hop: RibHop): Record<string, unknown> {
  const inKernel = entry.installed && hop.active;
  const name = host.interfaces.find((candidate) => candidate.index === hop.interfaceIndex)?.name;
  return {
    flags: (hop.active ? hopActive : 0) + (inKernel ? hopInKernel : 0),
    ...(inKernel ? { fib: true } : {}),
    ...(hop.gateway === undefined
      ? { directlyConnected: true }
      : { ip: formatIpv4Address(hop.gateway), afi: 'ipv4' }),
    interfaceIndex: hop.interfaceIndex,
    ...(name === undefined ? {} : { interfaceName: name }),
    ...(hop.active ? { active: true } : {}),
    ...(entry.source === 'ospf' || entry.source === 'static' ? { weight: hop.weight } : {}),
  };
}
