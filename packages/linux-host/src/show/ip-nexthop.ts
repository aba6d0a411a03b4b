// `ip nexthop`: next-hop objects as iproute2 6.1 prints them, those of zebra among them.

import { formatIpv4Address, type Ipv4Address } from '@ospflab/net';
import type { Instant } from '@ospflab/sim';
import type { LinuxHost } from '../linux-host.ts';
import type { NextHopObject, ResilientState } from '../routing/next-hop-objects.ts';
import type { ZebraNextHop } from '../routing/rib.ts';
import { clockTime } from './clock-time.ts';
import { nameOfInterface } from './name-of-interface.ts';

export function showNextHops(host: LinuxHost, now: Instant): string {
  const lines = [
    ...host.nextHopObjects().map((object) => ({ id: object.id, text: objectText(host, object, now) })),
    ...host
      .zebraNextHops()
      .map((object) => ({ id: object.id, text: `${zebraText(host, object)} proto zebra` })),
  ];
  return lines
    .sort((left, right) => left.id - right.id)
    .map(({ id, text }) => `id ${id} ${text} \n`)
    .join('');
}

function objectText(host: LinuxHost, object: NextHopObject, now: Instant): string {
  switch (object.kind) {
    case 'blackhole':
      return 'blackhole';
    case 'hop':
      return hopText(host, object.interfaceIndex, object.address);
    case 'group': {
      const members = object.members.map(({ id, weight }) => (weight === 1 ? `${id}` : `${id},${weight}`));
      const group = `group ${members.join('/')}`;
      return object.resilient === undefined ? group : `${group} ${bucketsText(object.resilient, now)}`;
    }
  }
}

function bucketsText({ buckets, timers }: ResilientState, now: Instant): string {
  return [
    `type resilient buckets ${buckets.bucketMembers().length}`,
    `idle_timer ${timers.idleTimer / 1e9}`,
    `unbalanced_timer ${timers.unbalancedTimer / 1e9}`,
    `unbalanced_time ${clockTime(buckets.unbalancedFor(now))}`,
  ].join(' ');
}

function zebraText(host: LinuxHost, { hop, memberIds }: ZebraNextHop): string {
  return hop === undefined ? `group ${memberIds.join('/')}` : hopText(host, hop.interfaceIndex, hop.gateway);
}

function hopText(host: LinuxHost, interfaceIndex: number, gateway: Ipv4Address | undefined): string {
  const device = `dev ${nameOfInterface(host, interfaceIndex)}`;
  return gateway === undefined
    ? `${device} scope host`
    : `via ${formatIpv4Address(gateway)} ${device} scope link`;
}
