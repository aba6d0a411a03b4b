// `ip route`: the kernel's main table as iproute2 6.1 prints it (each line ends in a space).

import { formatIpv4Address, formatIpv4Prefix, type Ipv4Prefix } from '@ospflab/net';
import type { LinuxHost } from '../linux-host.ts';
import type { FibHop, FibRoute } from '../routing/fib-route.ts';
import { nameOfInterface } from './name-of-interface.ts';

export function showKernelRoutes(host: LinuxHost): string {
  // The kernel's tree walks by address, and within one address from the longest prefix.
  const routes = host
    .fibRoutes()
    .toSorted(
      (left, right) =>
        left.prefix.address - right.prefix.address ||
        right.prefix.length - left.prefix.length ||
        left.metric - right.metric,
    );
  return routes.map((route) => lineOf(host, route)).join('');
}

function lineOf(host: LinuxHost, route: FibRoute): string {
  const parts: string[] = [];
  if (route.type !== 'unicast') parts.push(route.type);
  parts.push(prefixText(route.prefix));
  if (route.nextHopGroupId !== 0) {
    parts.push(`nhid ${route.nextHopGroupId}`);
    // The kernel hangs a blackhole object on the loopback.
    if (route.type === 'blackhole') parts.push('dev lo');
  }
  const only = route.hops.length === 1 ? route.hops[0] : undefined;
  if (only !== undefined) parts.push(hopText(host, only));
  if (route.source !== 'kernel')
    parts.push(`proto ${route.source === 'connected' ? 'kernel' : route.source}`);
  const namesObject = route.source === 'kernel' && route.nextHopGroupId !== 0;
  if (only !== undefined && only.gateway === undefined && !namesObject) parts.push('scope link');
  if (route.preferredSource !== undefined) parts.push(`src ${formatIpv4Address(route.preferredSource)}`);
  if (route.metric !== 0) parts.push(`metric ${route.metric}`);
  if (only !== undefined) parts.push(...flagsOf(only));
  const first = `${parts.join(' ')} \n`;
  if (route.hops.length < 2) return first;
  return first + route.hops.map((hop) => `\tnexthop ${memberText(host, hop)} \n`).join('');
}

function prefixText(prefix: Ipv4Prefix): string {
  if (prefix.length === 0) return 'default';
  return prefix.length === 32 ? formatIpv4Address(prefix.address) : formatIpv4Prefix(prefix);
}

function hopText(host: LinuxHost, hop: FibHop): string {
  const device = `dev ${nameOfInterface(host, hop.interfaceIndex)}`;
  return hop.gateway === undefined ? device : `via ${formatIpv4Address(hop.gateway)} ${device}`;
}

function memberText(host: LinuxHost, hop: FibHop): string {
  return [hopText(host, hop), `weight ${hop.weight}`, ...flagsOf(hop)].join(' ');
}

function flagsOf(hop: FibHop): string[] {
  return [...(hop.dead ? ['dead'] : []), ...(hop.linkDown ? ['linkdown'] : [])];
}
