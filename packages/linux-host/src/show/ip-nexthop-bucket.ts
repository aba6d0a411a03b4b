// `ip nexthop bucket`: which member each bucket of a resilient group belongs to, as iproute2 6.1 prints it.

import type { Instant } from '@ospflab/sim';
import type { LinuxHost } from '../linux-host.ts';
import { clockTime } from './clock-time.ts';

export function showNextHopBuckets(host: LinuxHost, now: Instant): string {
  const lines: string[] = [];
  for (const object of host.nextHopObjects()) {
    if (object.kind !== 'group' || object.resilient === undefined) continue;
    const { buckets } = object.resilient;
    buckets.buckets(now).forEach(({ member, idleFor }, index) => {
      const owner = buckets.members[member]!.id;
      lines.push(`id ${object.id} index ${index} idle_time ${clockTime(idleFor)} nhid ${owner} \n`);
    });
  }
  return lines.join('');
}
