// Whether an address lies in the subnet of another one.

import { prefixContains, prefixOf, type Ipv4Address } from '@ospflab/net';

export function isInSubnet(
  { address, prefixLength }: { readonly address: Ipv4Address; readonly prefixLength: number },
  other: Ipv4Address,
): boolean {
  return prefixContains(prefixOf(address, prefixLength), other);
}
