// Which values a kernel of some version takes for its multipath settings; those of the others are not looked at.
// Linux: net/ipv4/sysctl_net_ipv4.c: what is outside a range is refused and the old value stays.

import { hashFieldsAll, type ForwardingVersion } from '@ospflab/ecmp';
import type { SysctlKey } from './sysctl-key.ts';

/** In words for messages; undefined when the kernel takes any value, or is asked for one it takes. */
export function refusedSysctlValue(
  key: SysctlKey,
  value: number,
  forwarding: ForwardingVersion,
): string | undefined {
  switch (key.name) {
    case 'fib_multipath_hash_policy':
      return within(value, 0, forwarding.highestPolicy);
    case 'fib_multipath_hash_fields':
      return forwarding.highestPolicy < 3
        ? 'no value: this kernel has no such setting'
        : within(value, 1, hashFieldsAll);
    case 'fib_multipath_hash_seed':
      return forwarding.seedable
        ? within(value, 0, 2 ** 32 - 1)
        : 'no value: this kernel has no such setting';
    case 'fib_multipath_use_neigh':
      return forwarding.asksNeighbours ? within(value, 0, 1) : 'no value: this kernel has no such setting';
    default:
      return undefined;
  }
}

function within(value: number, lowest: number, highest: number): string | undefined {
  return value >= lowest && value <= highest ? undefined : `a number from ${lowest} to ${highest}`;
}
