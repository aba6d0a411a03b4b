// Whether an address, with its mask, lies in the network of a `network … area` statement.

import type { InterfaceAddress } from '@ospflab/linux-host';
import { prefixContains, prefixOf } from '@ospflab/net';
import type { FrrOspfNetwork } from '../readers/frr/frr-config.ts';

export function isCoveredBy(
  { prefix }: FrrOspfNetwork,
  { address, prefixLength }: Pick<InterfaceAddress, 'address' | 'prefixLength'>,
): boolean {
  return prefix.length <= prefixLength && prefixContains(prefix, prefixOf(address, prefixLength).address);
}
