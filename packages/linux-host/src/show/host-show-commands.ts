// The table of what an operator can ask a host. A new command is one file and one row.

import type { Instant } from '@ospflab/sim';
import type { LinuxHost } from '../linux-host.ts';
import { showAddresses } from './ip-addr.ts';
import { showNextHopBuckets } from './ip-nexthop-bucket.ts';
import { showNextHops } from './ip-nexthop.ts';
import { showNeighbors } from './ip-neigh.ts';
import { showRouteGet } from './ip-route-get.ts';
import { showKernelRoutes } from './ip-route.ts';
import { showIpRoute } from './show-ip-route.ts';
import { showIpRouteJson } from './show-ip-route-json.ts';

export interface HostShowCommand {
  /** As typed, single spaces. */
  readonly command: string;
  readonly about: string;
  /** What stands for a word that is typed behind the command, and handed on. */
  readonly argument?: string;
  readonly run: (host: LinuxHost, now: Instant, argument?: string) => string;
}

export const hostShowCommands: readonly HostShowCommand[] = [
  { command: 'ip route', about: 'the main table of the kernel', run: showKernelRoutes },
  {
    command: 'ip route get',
    argument: 'ADDRESS',
    about: 'the way to an address, with redirects and path MTU',
    run: showRouteGet,
  },
  { command: 'ip nexthop', about: 'next-hop objects and groups, and the groups of zebra', run: showNextHops },
  { command: 'ip nexthop bucket', about: 'the buckets of resilient groups', run: showNextHopBuckets },
  { command: 'ip neigh', about: 'the neighbours that ARP found or looks for', run: showNeighbors },
  { command: 'ip -br addr', about: 'interfaces, their state and addresses', run: showAddresses },
  { command: 'show ip route', about: 'the table of zebra', run: showIpRoute },
  { command: 'show ip route json', about: 'the table of zebra as JSON', run: showIpRouteJson },
];
